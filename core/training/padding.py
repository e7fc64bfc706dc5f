"""Narrow networks inside of a wider one, so that one program trains all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from core.experiments import NetworkExperiment


def places(narrow: NetworkExperiment, wide: NetworkExperiment) -> np.ndarray:
    """Where each weight of a network stands among those of a wider one of the same depth.

    Args:
        narrow: The network; no layer has more units than that of the wider one.
        wide: The wider one, with the same functions.

    Returns:
        Positions, shape (parameters of the narrow network,).
    """
    found, first = [], 0
    for small, large in zip(narrow.shapes, wide.shapes, strict=True):
        numbers = first + np.arange(np.prod(large, dtype=int)).reshape(large)
        found.append(numbers[tuple(slice(length) for length in small)].ravel())
        first += numbers.size
    return np.concatenate(found)
