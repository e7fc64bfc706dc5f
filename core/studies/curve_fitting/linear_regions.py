"""The straight pieces of a fit: where its units bend and the whole shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.activations import ELEMENTWISE
from core.activations.piecewise_linear import lines_of
from core.networks.layers import MAXOUT, Layer
from core.networks.weights import split

if TYPE_CHECKING:
    from core.datasets import CurveData
    from core.experiments import CurveFit

_ROUNDING = 1e-9
"""Relative to the largest number of its kind, a difference below this is rounding."""


@dataclass(frozen=True, eq=False)
class Pieces:
    """A fit as the straight lines that it is made of.

    Attributes:
        edges: Ends of the pieces, shape (pieces + 1,), from the smallest to the largest x.
        slopes: Slope of the fit on each piece, shape (pieces,), units of y for one of x.
        intercepts: Its height at x = 0 if the piece went on so far, shape (pieces,).
    """

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
    if not straight(fit) or not np.isfinite(weights).all():
        return None
    parts = (part.astype(np.float64) for part in split(weights, fit.shapes))
    lines = _Lines(np.array(fit.span), *_start(data))
    for layer in fit.layers:
        kernel, bias = next(parts), next(parts)
        learned = [next(parts) for _parameter in layer.learned]
        lines = _activated(lines.through(kernel, bias), layer, learned)
    slopes = lines.slopes[:, 0] * data.scale[1]
    intercepts = lines.intercepts[:, 0] * data.scale[1] + data.centre[1]
    return _joined(lines.edges, slopes, intercepts)


def straight(fit: CurveFit) -> bool:
    """Are all functions of a network made of straight pieces?"""
    return all(
        layer.activation == MAXOUT
        or lines_of(ELEMENTWISE[layer.activation], **dict(layer.parameters)) is not None
        for layer in fit.layers
    )


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

    def cut_at(self, heights: np.ndarray) -> _Lines:
        """The same units, with edges where one of them reaches one of some heights.

        Args:
            heights: Shape (heights,).
        """
        return self.cut(self.crossings(heights))

    def crossings(self, heights: np.ndarray) -> np.ndarray:
        """Each x at which a unit reaches one of some heights within a piece."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            x = (heights - self.intercepts[..., None]) / self.slopes[..., None]
        return x[(x > self.edges[:-1, None, None]) & (x < self.edges[1:, None, None])]


def _start(data: CurveData) -> tuple[np.ndarray, np.ndarray]:
    """Slope and intercept of what the network takes for x."""
    centre, scale = data.centre[0], data.scale[0]
    return np.array([[1 / scale]]), np.array([[-centre / scale]])


def _activated(lines: _Lines, layer: Layer, learned: list[np.ndarray]) -> _Lines:
    """A layer's function of its sums."""
    if layer.activation == MAXOUT:
        return _largest(lines, layer.units, layer.pieces)
    if learned:
        (alpha,) = learned
        lines = lines.cut_at(np.zeros(1))
        slope = np.where(lines.values > 0, 1, alpha)
        return _Lines(lines.edges, lines.slopes * slope, lines.intercepts * slope)
    f, parameters = ELEMENTWISE[layer.activation], dict(layer.parameters)
    lines = lines.cut_at(np.array(f.kinks(**parameters), dtype=np.float64))
    sums = lines.values
    slopes = lines.slopes * f.derivative(sums, **parameters)
    return _Lines(lines.edges, slopes, f(sums, **parameters) - slopes * lines.middles)


def _largest(lines: _Lines, units: int, each: int) -> _Lines:
    """The largest of each unit's lines; it bends where two of them cross above the others."""
    shape = (len(lines.slopes), units, each)
    slopes, intercepts = lines.slopes.reshape(shape), lines.intercepts.reshape(shape)
    first, second = np.triu_indices(each, 1)
    apart = _Lines(
        lines.edges,
        (slopes[..., first] - slopes[..., second]).reshape(len(slopes), -1),
        (intercepts[..., first] - intercepts[..., second]).reshape(len(slopes), -1),
    )
    lines = lines.cut(apart.crossings(np.zeros(1)))
    shape = (len(lines.slopes), units, each)
    largest = lines.values.reshape(shape).argmax(axis=-1)[..., None]
    chosen = [
        np.take_along_axis(part.reshape(shape), largest, axis=-1)[..., 0]
        for part in (lines.slopes, lines.intercepts)
    ]
    return _Lines(lines.edges, *chosen)


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
    return Pieces(ends, slopes[kept], intercepts[kept])
