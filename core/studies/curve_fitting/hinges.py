"""A network that needs no training: a straight-line course through points, as a sum of hinges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from core.experiments import CurveFit


def hinges(fit: CurveFit, knots: np.ndarray, heights: np.ndarray) -> np.ndarray:
    """Weights with which one hidden layer of ReLU units draws the straight lines between points.

    The unit at a knot t is max(0, x - t), the hinge that opens there; it is weighted by how much
    the slope changes at t, the first one by the first slope. The sum of all, plus the first height
    as the bias of the output, passes through every point.

    Args:
        fit: A network with one hidden layer of ReLU units that takes x and y as they are.
        knots: x of the points, ascending, shape (units + 1,).
        heights: y of the points, likewise.

    Returns:
        All weights in the order of `fit.shapes`, shape (parameters,), float64.

    Raises:
        ValueError: If the network has another number of units or of layers.
    """
    changes = np.diff(np.diff(heights) / np.diff(knots), prepend=0)
    units = len(changes)
    if fit.hidden != (units,):
        raise ValueError(f"{len(knots)} points need {len(knots) - 1} units, not {fit.hidden}")
    return np.concatenate([np.ones(units), -np.asarray(knots[:-1]), changes, heights[:1]])
