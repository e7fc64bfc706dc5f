"""A stack of affine layers with an activation between them: a line, or folds."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.activations import ELEMENTWISE
from core.activations.piecewise_linear import Lines, lines_of
from core.settings import Choice, Number, Span, Whole
from core.studies.why_nonlinear.linearity import TOLERANCE

Parameters = tuple[tuple[str, float], ...]

MOST_PIECES = 20_000

_MOST_GAIN = 8.0


@dataclass(frozen=True)
class AffineStack:
    """Random affine layers, one number in and one out, with an activation between them.

    There is no activation after the last layer, so that one layer is always a line.

    The first weights are standard normal. Those between hidden layers are random orthogonal
    matrices, those of the last are normal with variance 1/width, both times a gain that keeps
    slopes the same size on average from layer to layer (1/√E[f'(z)²] for standard normal z, or
    1/√E[f(z)²] where f' is 0, and at most 8). Biases are normal. Each layer has its own random
    numbers: one layer more leaves the others as they are, except the last.

    Attributes:
        layers: Number of affine maps, 1 to 20.
        width: Units of each hidden layer, 1 to 32.
        activation: Key of an element-wise activation.
        parameters: Its parameters: a mapping, kept as sorted pairs with all defaults filled in.
        seed: Seed of weights and biases.
        weight_spread: Factor on all weights; 1 is balanced.
        bias_spread: Standard deviation of the biases.

    Raises:
        Problem: If a field is out of bounds.

    Source: Saxe, McClelland, Ganguli (2014), Exact solutions to the nonlinear dynamics of learning
    in deep linear neural networks; Schoenholz et al. (2017), Deep information propagation (gain).
    """

    layers: int = 3
    width: int = 8
    activation: str = "relu"
    parameters: Mapping[str, float] | Parameters = ()
    seed: int = 0
    weight_spread: float = 1.0
    bias_spread: float = 0.3

    def __post_init__(self) -> None:
        kinds = {
            "layers": Whole(1, 20),
            "width": Whole(1, 32),
            "activation": Choice(tuple(ELEMENTWISE)),
            "seed": Whole(0, 2**32 - 1),
            "weight_spread": Number(0, 10),
            "bias_spread": Number(0, 10),
        }
        for name, kind in kinds.items():
            object.__setattr__(self, name, kind.check(name, getattr(self, name)))
        settings = ELEMENTWISE[self.activation].settings(**dict(self.parameters))
        object.__setattr__(self, "parameters", tuple(sorted(settings.items())))

    @functools.cached_property
    def maps(self) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
        """Weights, shape (inputs, units), and biases, shape (units,), of each layer."""
        gain = _balancing_gain(self.activation, self.parameters)
        maps = []
        for number in range(self.layers):
            generator = np.random.default_rng((self.seed, number))
            inputs = 1 if number == 0 else self.width
            units = 1 if number == self.layers - 1 else self.width
            weights = generator.standard_normal((inputs, units))
            hidden = 0 < number < self.layers - 1
            weights = _orthogonal(weights) if hidden else weights / np.sqrt(inputs)
            weights *= self.weight_spread * (gain if number else 1.0)
            maps.append((weights, self.bias_spread * generator.standard_normal(units)))
        return tuple(maps)

    def layer_outputs(self, x: ArrayLike) -> list[np.ndarray]:
        """Output of each layer for n numbers x: shape (n, width), the last (n, 1); float64."""
        f = functools.partial(ELEMENTWISE[self.activation], **dict(self.parameters))
        outputs = [np.asarray(x, dtype=np.float64).reshape(-1, 1)]
        for weights, biases in self.maps[:-1]:
            outputs.append(f(outputs[-1] @ weights + biases))
        weights, biases = self.maps[-1]
        return [*outputs[1:], outputs[-1] @ weights + biases]

    def output(self, x: ArrayLike) -> np.ndarray:
        """Output of the last layer, float64, in the shape of x."""
        return self.layer_outputs(x)[-1].reshape(np.shape(x))

    def collapsed(self) -> tuple[float, float] | None:
        """Slope and intercept by multiplying the matrices; None if the activation is no line."""
        lines = lines_of(ELEMENTWISE[self.activation], **dict(self.parameters))
        if lines is None or lines.kinks.size:
            return None
        slope, intercept = np.ones((1, 1)), np.zeros(1)
        for number, (weights, biases) in enumerate(self.maps):
            if number:
                slope = lines.slopes[0] * slope
                intercept = lines.slopes[0] * intercept + lines.intercepts[0]
            slope, intercept = slope @ weights, intercept @ weights + biases
        return float(slope[0, 0]), float(intercept[0])

    def line_fit(self, x: ArrayLike) -> tuple[float, float]:
        """Slope and intercept of the least-squares line through the output at x."""
        slope, intercept = np.polyfit(np.ravel(x), np.ravel(self.output(x)), 1)
        return float(slope), float(intercept)


@dataclass(frozen=True)
class Pieces:
    """A piecewise linear function on an interval.

    Attributes:
        edges: Where pieces begin and end, ascending, shape (count + 1,).
        slopes, intercepts: Of each piece, shape (count,).
        complete: False if a layer had more than `MOST_PIECES`: then the edges end before the
            interval does, and there are at least `count` pieces.
    """

    edges: np.ndarray
    slopes: np.ndarray
    intercepts: np.ndarray
    complete: bool

    @property
    def count(self) -> int:
        """Number of pieces."""
        return len(self.slopes)

    @property
    def breakpoints(self) -> np.ndarray:
        """Where one piece meets the next, shape (count - 1,)."""
        return self.edges[1:-1]


def pieces(stack: AffineStack, low: float, high: float) -> Pieces | None:
    """The linear pieces of a stack's output, found layer by layer, not by sampling.

    On a piece every unit's sum is a line; where it crosses a kink of the activation the piece is
    split. Neighbours whose slopes, and values where they meet, agree to relative 1e-9 are one
    piece. Splits nearer to each other than 1e-12 of the interval are one.

    Returns:
        The pieces; None if the activation is not piecewise linear.

    Raises:
        Problem: If the interval is empty or not finite.

    Source: Montúfar et al. (2014), On the number of linear regions of deep neural networks.
    """
    Span(-1e6, 1e6).check("interval", (low, high))
    lines = lines_of(ELEMENTWISE[stack.activation], **dict(stack.parameters))
    if lines is None:
        return None
    edges, slopes, intercepts = np.array([low, high], float), np.ones((1, 1)), np.zeros((1, 1))
    complete = True
    for number, (weights, biases) in enumerate(stack.maps):
        if number:
            edges, old = _split(edges, slopes, intercepts, lines.kinks, 1e-12 * (high - low))
            if len(edges) > MOST_PIECES + 1:
                edges, old, complete = edges[: MOST_PIECES + 1], old[:MOST_PIECES], False
            slopes, intercepts = _applied(lines, edges, slopes[old], intercepts[old])
        slopes, intercepts = slopes @ weights, intercepts @ weights + biases
    return _merged(edges, slopes[:, 0], intercepts[:, 0], complete)


def _applied(
    lines: Lines, edges: np.ndarray, slopes: np.ndarray, intercepts: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Slopes and intercepts after the activation, both (pieces, units); none has a kink."""
    middles = (edges[:-1, None] + edges[1:, None]) / 2
    part = np.searchsorted(lines.kinks, slopes * middles + intercepts, side="right")
    return lines.slopes[part] * slopes, lines.slopes[part] * intercepts + lines.intercepts[part]


def _split(
    edges: np.ndarray, slopes: np.ndarray, intercepts: np.ndarray, kinks: np.ndarray, nearest: float
) -> tuple[np.ndarray, np.ndarray]:
    """Edges with those added where a unit crosses a kink, and the old piece of each new one."""
    with np.errstate(all="ignore"):
        crossings = (kinks[:, None, None] - intercepts) / slopes
    inside = crossings > edges[:-1, None] + 2 * nearest
    inside &= crossings < edges[1:, None] - 2 * nearest
    new = np.sort(np.concatenate((edges, crossings[inside])))
    new = new[np.diff(new, prepend=-np.inf) > nearest]
    return new, np.searchsorted(edges, (new[:-1] + new[1:]) / 2) - 1


def _merged(
    edges: np.ndarray, slopes: np.ndarray, intercepts: np.ndarray, complete: bool
) -> Pieces:
    inner = edges[1:-1]
    before, after = slopes[:-1] * inner + intercepts[:-1], slopes[1:] * inner + intercepts[1:]
    bends = _differ(slopes[:-1], slopes[1:]) | _differ(before, after)
    begins = np.concatenate(([True], bends))
    edges = np.append(edges[:-1][begins], edges[-1])
    return Pieces(edges, slopes[begins], intercepts[begins], complete)


def _differ(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    size = np.maximum(np.abs(before), np.abs(after))
    # The second term is rounding left over from larger numbers elsewhere.
    return np.abs(before - after) > TOLERANCE * size + 1e-12 * np.max(size, initial=0)


@functools.lru_cache(maxsize=256)
def _balancing_gain(activation: str, parameters: Parameters) -> float:
    f = ELEMENTWISE[activation]
    z = np.linspace(-8, 8, 4001)
    density = np.exp(-(z**2) / 2) / np.sum(np.exp(-(z**2) / 2))
    slopes, values = f.derivative(z, **dict(parameters)), f(z, **dict(parameters))
    mean_square = density @ slopes**2 or density @ values**2
    return float(1 / np.sqrt(max(mean_square, _MOST_GAIN**-2)))


def _orthogonal(matrix: np.ndarray) -> np.ndarray:
    orthogonal, triangle = np.linalg.qr(matrix)
    # Without the signs some orthogonal matrices would be likelier than others.
    return orthogonal * np.sign(np.diag(triangle))
