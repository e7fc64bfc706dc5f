"""The straight pieces of a fit: where its units bend, and what is left of that in the whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.activations import ELEMENTWISE
from core.experiments.layers import MAXOUT, Layer
from core.training.run import split

if TYPE_CHECKING:
    from core.datasets import CurveData
    from core.experiments import CurveFit

PIECEWISE_LINEAR = frozenset(
    {
        "binary_step",
        "linear",
        "relu",
        "leaky_relu",
        "prelu",
        "relu6",
        "hard_sigmoid",
        "hard_tanh",
        "soft_shrink",
        "hard_shrink",
        MAXOUT,
    }
)
"""Keys of the functions that are made of straight pieces."""

_ROUNDING = 1e-9
"""Relative to the largest number of its kind, a difference below this is rounding."""


@dataclass(frozen=True)
class Kink:
    """A place where a hidden unit bends.

    Attributes:
        x: The place, in units of x.
        layer: Number of the hidden layer, from 0.
        unit: Number of the unit within it, from 0.
        visible: Whether the fit bends (or jumps) there too. It does not where the weights after
            the unit, or the slopes of the units after it, are 0.
    """

    x: float
    layer: int
    unit: int
    visible: bool


@dataclass(frozen=True, eq=False)
class Pieces:
    """A fit as the straight lines that it is made of.

    Attributes:
        kinks: Where hidden units bend within the range of x, x ascending.
        edges: Ends of the pieces, shape (pieces + 1,), from the smallest to the largest x.
        slopes: Slope of the fit on each piece, shape (pieces,), units of y for one of x.
        intercepts: Its height at x = 0 if the piece went on so far, shape (pieces,).
    """

    kinks: tuple[Kink, ...]
    edges: np.ndarray
    slopes: np.ndarray
    intercepts: np.ndarray

    def __len__(self) -> int:
        """Number of pieces."""
        return len(self.slopes)


def pieces(fit: CurveFit, data: CurveData, weights: np.ndarray) -> Pieces | None:
    """The straight pieces of a fit between its smallest and its largest x.

    Exact up to rounding: each layer's sums are straight between the kinks of the layers before it,
    so that the places where they cross a kink of its function are roots of lines.

    Args:
        fit: Which network.
        data: Its examples.
        weights: Shape (parameters,).

    Returns:
        The pieces; None if a function of the network is not made of straight pieces, or a weight
        is not finite.
    """
    if not set(fit.activations) <= PIECEWISE_LINEAR or not np.isfinite(weights).all():
        return None
    parts = (part.astype(np.float64) for part in split(weights, fit.shapes))
    lines = _Lines(np.array(fit.span), *_start(data))
    bends: list[tuple[float, int, int]] = []
    for number, layer in enumerate(fit.layers):
        kernel, bias = next(parts), next(parts)
        learned = [next(parts) for _parameter in layer.learned]
        lines = lines.through(kernel, bias)
        lines, crossings = _activated(lines, layer, learned)
        bends += [(x, number, unit) for x, unit in crossings]
    slopes = lines.slopes[:, 0] * data.scale[1]
    intercepts = lines.intercepts[:, 0] * data.scale[1] + data.centre[1]
    joined = _joined(lines.edges, slopes, intercepts)
    ends = joined.edges[1:-1]
    kinks = tuple(
        Kink(x, layer, unit, bool(np.isclose(ends, x, rtol=_ROUNDING, atol=1e-12).any()))
        for x, layer, unit in sorted(bends)
    )
    return Pieces(kinks, joined.edges, joined.slopes, joined.intercepts)


@dataclass(frozen=True, eq=False)
class _Lines:
    """Units that are straight on each of some pieces of x.

    `edges` has shape (pieces + 1,); `slopes` and `intercepts` have shape (pieces, units).
    """

    edges: np.ndarray
    slopes: np.ndarray
    intercepts: np.ndarray

    def through(self, kernel: np.ndarray, bias: np.ndarray) -> _Lines:
        """Weighted sums of them, and a bias."""
        return _Lines(self.edges, self.slopes @ kernel, self.intercepts @ kernel + bias)

    def cut(self, places: np.ndarray) -> _Lines:
        """The same units, with more edges."""
        edges = np.unique(np.concatenate([self.edges, places]))
        middles = (edges[1:] + edges[:-1]) / 2
        piece = np.searchsorted(self.edges, middles) - 1
        return _Lines(edges, self.slopes[piece], self.intercepts[piece])

    @property
    def middles(self) -> np.ndarray:
        """The middle of each piece, shape (pieces, 1)."""
        return ((self.edges[1:] + self.edges[:-1]) / 2)[:, None]

    @property
    def values(self) -> np.ndarray:
        """Each unit in the middle of each piece, shape (pieces, units)."""
        return self.slopes * self.middles + self.intercepts

    def crossings(self, heights: np.ndarray) -> list[tuple[float, int]]:
        """Where units reach one of some heights within a piece: pairs of x and unit.

        Args:
            heights: Shape (heights,), or (pieces, units, heights) where they differ.
        """
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            x = (heights - self.intercepts[..., None]) / self.slopes[..., None]
        inside = (x > self.edges[:-1, None, None]) & (x < self.edges[1:, None, None])
        _piece, unit, _height = np.nonzero(inside)
        return list(zip(x[inside].tolist(), unit.tolist(), strict=True))


def _start(data: CurveData) -> tuple[np.ndarray, np.ndarray]:
    """Slope and intercept of what the network takes for x."""
    centre, scale = data.centre[0], data.scale[0]
    return np.array([[1 / scale]]), np.array([[-centre / scale]])


def _activated(
    lines: _Lines, layer: Layer, learned: list[np.ndarray]
) -> tuple[_Lines, list[tuple[float, int]]]:
    """A layer's function of its sums, and where it bends."""
    if layer.activation == MAXOUT:
        return _largest(lines, layer.units, layer.pieces)
    if learned:
        (alpha,) = learned
        crossings = lines.crossings(np.zeros(1))
        crossings = [(x, unit) for x, unit in crossings if alpha[unit] != 1]
        lines = lines.cut(np.array([x for x, _unit in crossings]))
        slope = np.where(lines.values > 0, 1, alpha)
        return _Lines(lines.edges, lines.slopes * slope, lines.intercepts * slope), crossings
    f, parameters = ELEMENTWISE[layer.activation], dict(layer.parameters)
    crossings = lines.crossings(np.array(f.kinks(**parameters), dtype=np.float64))
    lines = lines.cut(np.array([x for x, _unit in crossings]))
    sums = lines.values
    slopes = lines.slopes * f.derivative(sums, **parameters)
    return _Lines(lines.edges, slopes, f(sums, **parameters) - slopes * lines.middles), crossings


def _largest(lines: _Lines, units: int, each: int) -> tuple[_Lines, list[tuple[float, int]]]:
    """The largest of each unit's lines; it bends where two of them cross above the others."""
    shape = (len(lines.slopes), units, each)
    slopes, intercepts = lines.slopes.reshape(shape), lines.intercepts.reshape(shape)
    first, second = np.triu_indices(each, 1)
    apart = _Lines(
        lines.edges,
        (slopes[..., first] - slopes[..., second]).reshape(len(slopes), -1),
        (intercepts[..., first] - intercepts[..., second]).reshape(len(slopes), -1),
    )
    places = [x for x, _pair in apart.crossings(np.zeros(1))]
    lines = lines.cut(np.array(places))
    shape = (len(lines.slopes), units, each)
    largest = lines.values.reshape(shape).argmax(axis=-1)[..., None]
    chosen = [
        np.take_along_axis(part.reshape(shape), largest, axis=-1)[..., 0]
        for part in (lines.slopes, lines.intercepts)
    ]
    piece, unit = np.nonzero(np.diff(largest[..., 0], axis=0))
    bends = list(zip(lines.edges[piece + 1].tolist(), unit.tolist(), strict=True))
    return _Lines(lines.edges, *chosen), bends


def _joined(edges: np.ndarray, slopes: np.ndarray, intercepts: np.ndarray) -> Pieces:
    """Neighbours that lie on one line as one piece."""
    reach = np.abs(edges).max()
    steep = _ROUNDING * max(np.abs(slopes).max(), 1e-300)
    high = _ROUNDING * max(np.abs(slopes).max() * reach, np.abs(intercepts).max(), 1e-300)
    bends = np.abs(np.diff(slopes)) > steep
    heights = slopes[1:] * edges[1:-1] + intercepts[1:]
    jumps = np.abs(heights - (slopes[:-1] * edges[1:-1] + intercepts[:-1])) > high
    kept = np.concatenate([[True], bends | jumps])
    ends = np.concatenate([edges[:-1][kept], edges[-1:]])
    return Pieces((), ends, slopes[kept], intercepts[kept])
