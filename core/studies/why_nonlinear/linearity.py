"""What linear means, tested; and the neuron that began it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.problems import Problem
from core.settings import Number, Whole

Function = Callable[[np.ndarray], np.ndarray]

TOLERANCE = 1e-9  # relative; the rounding of the terms stays a million times smaller


def additivity_gap(f: Function, u: ArrayLike, v: ArrayLike) -> np.ndarray:
    """f(u + v) - (f(u) + f(v)), element by element; 0 everywhere if f is additive."""
    u, v = _float64(u), _float64(v)
    return f(u + v) - (f(u) + f(v))


def homogeneity_gap(f: Function, c: ArrayLike, u: ArrayLike) -> np.ndarray:
    """f(c·u) - c·f(u), element by element; 0 everywhere if f is homogeneous."""
    c, u = _float64(c), _float64(u)
    return f(c * u) - c * f(u)


@dataclass(frozen=True)
class Draws:
    """Random u, v, c and both gaps, shape (count,), and the shares of draws that hold.

    A draw holds if its gap is at most `TOLERANCE` times the sum of the absolute terms: round-off
    is no failure.
    """

    u: np.ndarray
    v: np.ndarray
    c: np.ndarray
    additivity: np.ndarray
    homogeneity: np.ndarray
    additive_share: float
    homogeneous_share: float


def random_draws(f: Function, count: int, seed: int, spread: float) -> Draws:
    """Test f with `count` draws of u, v and c, uniform on [-spread, spread).

    Raises:
        Problem: If there are no draws, or the spread is out of bounds.
    """
    Whole(1, 1_000_000).check("count", count)
    Number(1e-6, 1e6).check("spread", spread)
    u, v, c = np.random.default_rng(seed).uniform(-spread, spread, (3, count))
    additivity, homogeneity = additivity_gap(f, u, v), homogeneity_gap(f, c, u)
    return Draws(
        u=u,
        v=v,
        c=c,
        additivity=additivity,
        homogeneity=homogeneity,
        additive_share=_share_within(additivity, f(u + v), f(u), f(v)),
        homogeneous_share=_share_within(homogeneity, f(c * u), c * f(u)),
    )


@dataclass(frozen=True)
class Firing:
    """How a neuron decides: inputs times weights, their sum, whether it reaches the threshold."""

    products: tuple[float, ...]
    total: float
    fires: bool


def neuron(inputs: Sequence[float], weights: Sequence[float], threshold: float) -> Firing:
    """A neuron that fires when the weighted sum of its inputs reaches a threshold.

    Raises:
        Problem: If there is not one weight for each input.

    Source: McCulloch and Pitts (1943), A logical calculus of the ideas immanent in nervous
    activity (equal weights); Rosenblatt (1958), The perceptron (weights of any size).
    """
    if len(inputs) != len(weights):
        raise Problem(
            "Each input needs one weight: {inputs} inputs and {weights} weights do not match.",
            inputs=len(inputs),
            weights=len(weights),
        )
    products = tuple(float(x * w) for x, w in zip(inputs, weights, strict=True))
    # Summed exactly: 0.6 + 0.3 + 0.1 must reach a threshold of 1.
    total = math.fsum(products)
    return Firing(products=products, total=total, fires=total >= threshold)


def _share_within(gaps: np.ndarray, *terms: np.ndarray) -> float:
    return float(np.mean(np.abs(gaps) <= TOLERANCE * sum(np.abs(term) for term in terms)))


def _float64(values: ArrayLike) -> np.ndarray:
    return np.asarray(values, dtype=np.float64)
