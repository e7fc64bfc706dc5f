"""First weights in NumPy, under the names of Keras' initializers and with their distributions."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

Shape = tuple[int, ...]

SPREAD = 0.05
"""Standard deviation, or bound, of the initializers that do not look at the shape, as in Keras."""

_TRUNCATED = 2.0  # standard deviations
# Of what is left: 1 less what both tails took along, as a share of the rest.
_DENSITY = math.exp(-(_TRUNCATED**2) / 2) / math.sqrt(2 * math.pi)
_TRUNCATED_SPREAD = math.sqrt(1 - 2 * _TRUNCATED * _DENSITY / math.erf(_TRUNCATED / math.sqrt(2)))


@dataclass(frozen=True)
class Initializer:
    """Draws the variables of a layer.

    Attributes:
        key: Its name in Keras.
        draw: From a shape and a generator to float64 numbers of that shape.
        variance: From a shape to the variance of the numbers.
    """

    key: str
    draw: Callable[[Shape, np.random.Generator], np.ndarray]
    variance: Callable[[Shape], float]

    def __call__(self, shape: Shape, seed: int, gain: float = 1.0) -> np.ndarray:
        """First weights.

        Args:
            shape: Inputs first: (inputs, units) of a dense kernel, (units,) of a bias.
            seed: The same seed gives the same numbers.
            gain: What they are multiplied with.

        Returns:
            float32, of that shape.
        """
        return (gain * self.draw(shape, np.random.default_rng(seed))).astype(np.float32)


def fans(shape: Shape) -> tuple[int, int]:
    """Inputs and outputs of a unit, as Keras counts them: of a vector, its length for both."""
    if len(shape) < 2:
        return (math.prod(shape),) * 2
    field = math.prod(shape[:-2])
    return shape[-2] * field, shape[-1] * field


def _truncated(shape: Shape, generator: np.random.Generator, spread: float) -> np.ndarray:
    """A normal distribution without what is more than two standard deviations from its middle."""
    numbers = generator.standard_normal(shape)
    # What lies beyond is drawn again: much faster than by the inverse of the distribution.
    while (beyond := np.abs(numbers) > _TRUNCATED).any():
        numbers[beyond] = generator.standard_normal(int(beyond.sum()))
    return spread * numbers


def _orthogonal(shape: Shape, generator: np.random.Generator) -> np.ndarray:
    """Rows or columns that stand at right angles, each of length 1.

    Source: Saxe, McClelland, Ganguli (2014), Exact solutions to the nonlinear dynamics of learning
        in deep linear neural networks.
    """
    rows, columns = math.prod(shape[:-1]), shape[-1]
    drawn = generator.standard_normal((max(rows, columns), min(rows, columns)))
    q, r = np.linalg.qr(drawn)
    # Without this the signs would follow the algorithm, not chance.
    q *= np.sign(np.diag(r))
    return (q.T if rows < columns else q).reshape(shape)


def _constant(key: str, value: float) -> Initializer:
    return Initializer(key, lambda shape, _generator: np.full(shape, value), lambda _shape: 0.0)


def _scaled(key: str, scale: float, average: bool, uniform: bool) -> Initializer:
    """Numbers with the variance scale / inputs, or 2 · scale / (inputs + outputs)."""

    def variance(shape: Shape) -> float:
        inputs, outputs = fans(shape)
        return scale / max(1.0, (inputs + outputs) / 2 if average else inputs)

    def draw(shape: Shape, generator: np.random.Generator) -> np.ndarray:
        spread = math.sqrt(variance(shape))
        if uniform:
            limit = math.sqrt(3) * spread
            return generator.uniform(-limit, limit, shape)
        return _truncated(shape, generator, spread / _TRUNCATED_SPREAD)

    return Initializer(key, draw, variance)


_ALL = (
    _constant("zeros", 0.0),
    _constant("ones", 1.0),
    Initializer(
        "random_normal",
        lambda shape, generator: SPREAD * generator.standard_normal(shape),
        lambda _shape: SPREAD**2,
    ),
    Initializer(
        "truncated_normal",
        lambda shape, generator: _truncated(shape, generator, SPREAD),
        lambda _shape: (SPREAD * _TRUNCATED_SPREAD) ** 2,
    ),
    Initializer(
        "random_uniform",
        lambda shape, generator: generator.uniform(-SPREAD, SPREAD, shape),
        lambda _shape: SPREAD**2 / 3,
    ),
    _scaled("lecun_normal", 1, average=False, uniform=False),
    _scaled("lecun_uniform", 1, average=False, uniform=True),
    _scaled("glorot_normal", 1, average=True, uniform=False),
    _scaled("glorot_uniform", 1, average=True, uniform=True),
    _scaled("he_normal", 2, average=False, uniform=False),
    _scaled("he_uniform", 2, average=False, uniform=True),
    Initializer("orthogonal", _orthogonal, lambda shape: 1 / max(math.prod(shape[:-1]), shape[-1])),
    Initializer(
        "identity",
        lambda shape, _generator: np.eye(*shape),
        lambda shape: min(shape) / math.prod(shape) * (1 - min(shape) / math.prod(shape)),
    ),
)

IN_KERAS: Mapping[str, Initializer] = MappingProxyType({one.key: one for one in _ALL})
"""Keras' initializers by name; `options.INITIALIZERS` are those that a visitor may choose.

Sources: LeCun, Bottou, Orr, Müller (1998), Efficient BackProp; Glorot, Bengio (2010),
Understanding the difficulty of training deep feedforward neural networks; He, Zhang, Ren, Sun
(2015), Delving deep into rectifiers.
"""
