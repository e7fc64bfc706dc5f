"""Activation functions that are made of straight lines, found from the function itself."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from core.activations.activation import Activation


@dataclass(frozen=True, eq=False)
class Lines:
    """A function made of straight lines: one line more than there are kinks.

    Attributes:
        kinks: Where one line ends and the next begins, ascending, shape (kinks,).
        slopes, intercepts: Of each line, shape (kinks + 1,).
    """

    kinks: np.ndarray
    slopes: np.ndarray
    intercepts: np.ndarray


@functools.lru_cache(maxsize=256)
def lines_of(f: Activation, **parameters: float) -> Lines | None:
    """The lines between the kinks of a function.

    Args:
        f: The function.
        **parameters: Its parameters.

    Returns:
        The lines; None if the function is curved somewhere.
    """
    kinks = np.array(f.kinks(**f.settings(**parameters)), dtype=np.float64)
    far = 30 + np.max(np.abs(kinks), initial=0)
    found = []
    for start, end in pairwise((-far, *kinks, far)):
        x = np.linspace(start, end, 103)[1:-1]
        y, slope = f(x, **parameters), f.derivative(x, **parameters)[50]
        found.append((slope, y[50] - slope * x[50]))
        if not np.allclose(y, np.polyval(found[-1], x), rtol=1e-9, atol=1e-9):
            return None
    slopes, intercepts = np.array(found).T
    return Lines(kinks, slopes, intercepts)
