"""Where the units of a fit bend, for many sets of weights at once: for pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core.activations import ELEMENTWISE
from core.networks.forward import signals
from core.networks.layers import MAXOUT, Layer
from core.studies.curve_fitting.linear_regions import straight

if TYPE_CHECKING:
    from core.datasets import CurveData
    from core.experiments import CurveFit

_FLAT = 0.01
"""A change of slope that would lift the whole fit by less than this share of its height is none."""


class Bends(NamedTuple):
    """Places where a unit bends, each of shape (n,), frame by frame.

    Attributes:
        frame: Number of the set of weights.
        x: In units of x.
        y: The fit there, in units of y.
    """

    frame: np.ndarray
    x: np.ndarray
    y: np.ndarray


def bends(fit: CurveFit, data: CurveData, weights: np.ndarray) -> Bends:
    """Where fits bend because one of their units does, to a fraction of the spacing of the grid.

    `linear_regions.pieces` is exact, but takes one set of weights after the other.

    Args:
        fit: Which network.
        data: Its examples.
        weights: Shape (frames, parameters).

    Returns:
        None at all if a function of the network is not made of straight pieces. Bends that cannot
        be seen, as the weights after them are 0 or nearly so, are left out.
    """
    if not straight(fit):
        return Bends(np.zeros(0, int), np.zeros(0), np.zeros(0))
    x = fit.grid
    layers = signals(fit, weights, data.to_inputs(x))
    heights = data.to_y(layers[-1].outputs[..., 0])
    cells = np.zeros((len(weights), len(x) - 1))
    found = np.zeros(cells.shape, bool)
    for layer, made in zip(fit.layers[:-1], layers[:-1], strict=True):
        crossed, share = _crossed(layer, made.sums.astype(np.float64))
        cells = np.where(crossed, share, cells)
        found |= crossed
    frame, cell = np.nonzero(found & _seen(heights))
    share = cells[frame, cell]
    return Bends(
        frame,
        x[cell] + share * (x[cell + 1] - x[cell]),
        heights[frame, cell] + share * (heights[frame, cell + 1] - heights[frame, cell]),
    )


def _crossed(layer: Layer, sums: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """In which cells of the grid a unit bends, and at which share of the cell."""
    if layer.activation == MAXOUT:
        largest = sums.reshape(*sums.shape[:2], layer.units, layer.pieces).argmax(axis=-1)
        crossed = (np.diff(largest, axis=1) != 0).any(axis=-1)
        return crossed, np.full(crossed.shape, 0.5)
    crossed = np.zeros((len(sums), sums.shape[1] - 1), bool)
    shares = np.zeros(crossed.shape)
    f = ELEMENTWISE[layer.activation]
    for kink in (0.0,) if layer.learned else f.kinks(**dict(layer.parameters)):
        before, after = sums[:, :-1] - kink, sums[:, 1:] - kink
        across = (before < 0) != (after < 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(across, before / (before - after), 0)
        crossed |= across.any(axis=-1)
        shares = np.where(across.any(axis=-1), share.max(axis=-1), shares)
    return crossed, shares


def _seen(heights: np.ndarray) -> np.ndarray:
    """In which cells the slope of a fit changes by more than rounding."""
    with np.errstate(invalid="ignore", over="ignore"):
        steps = np.diff(heights, axis=1)
        padded = np.pad(steps, ((0, 0), (1, 1)), mode="edge")
        change = np.abs(padded[:, 2:] - padded[:, :-2])
        height = np.ptp(heights, axis=1, keepdims=True)
        return change > _FLAT * height / heights.shape[1]
