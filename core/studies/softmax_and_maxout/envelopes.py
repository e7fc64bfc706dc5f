"""The upper envelope of lines: what a maxout unit makes of one input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

# Lines that meet in one point meet there only to round-off.
_NEAREST = 1e-9


@dataclass(frozen=True)
class Piece:
    """Where one line is the highest.

    Attributes:
        line: Its place among the lines, from 0.
        low: Where the piece begins; -inf for the first.
        high: Where it ends, at a kink; inf for the last.
    """

    line: int
    low: float
    high: float


def heights(x: np.ndarray, slopes: Sequence[float], intercepts: Sequence[float]) -> np.ndarray:
    """Value of each line at each x, shape (*x.shape, lines)."""
    return np.asarray(x, dtype=np.float64)[..., None] * np.asarray(slopes) + np.asarray(intercepts)


def envelope(x: np.ndarray, slopes: Sequence[float], intercepts: Sequence[float]) -> np.ndarray:
    """The largest of the lines at each x, in the shape of x.

    Source: Goodfellow et al. (2013), Maxout networks, section 3 and figure 1.
    """
    return heights(x, slopes, intercepts).max(axis=-1)


def pieces(slopes: Sequence[float], intercepts: Sequence[float]) -> tuple[Piece, ...]:
    """Which line is the highest where, from left to right over all real x.

    A line that only touches the envelope has no piece; of equal lines the first one has it.

    Args:
        slopes: Of at least one line.
        intercepts: As many.

    Returns:
        Pieces with rising slopes; each begins where the one before it ends.
    """
    lines = list(zip(slopes, intercepts, strict=True))
    # Far to the left the smallest slope wins, among parallel lines the highest.
    current = min(range(len(lines)), key=lambda place: (lines[place][0], -lines[place][1]))
    found, low = [], -np.inf
    while True:
        slope, intercept = lines[current]
        crossings = {
            place: (intercept - other_intercept) / (other_slope - slope)
            for place, (other_slope, other_intercept) in enumerate(lines)
            if other_slope > slope
        }
        if not crossings:
            return (*found, Piece(current, low, np.inf))
        high = min(crossings.values())
        found.append(Piece(current, low, high))
        met = [place for place, x in crossings.items() if x <= high + _NEAREST]
        current = max(met, key=lambda place: (lines[place][0], lines[place][1], -place))
        low = high
