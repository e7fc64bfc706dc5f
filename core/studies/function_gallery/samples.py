"""Random numbers sent through a function, and what becomes of their distribution."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.activations import Activation
from core.activations.properties import saturated
from core.problems import Problem
from core.settings import Choice, Number, Whole

DISTRIBUTIONS = Choice(("uniform", "normal"))


@dataclass(frozen=True)
class Figures:
    """What a function does to a sample.

    Attributes:
        mean_before, mean_after: Means.
        share_zero: Share of values that are exactly 0 after the function.
        share_saturated: Share of samples where the function is saturated, see
            `core.activations.properties.saturated`.
    """

    mean_before: float
    mean_after: float
    share_zero: float
    share_saturated: float


def draw(distribution: str, number: int, spread: float, seed: int) -> np.ndarray:
    """Random numbers whose mean is 0: the mean of the sample itself is taken off.

    Args:
        distribution: "uniform" on [0, 1), as in the notes, or "normal", standard normal.
        number: How many.
        spread: Factor on the centred numbers.
        seed: Seed of the generator.

    Returns:
        Shape (number,), float64.

    Raises:
        Problem: If the distribution is unknown, or a number out of bounds.
    """
    DISTRIBUTIONS.check("distribution", distribution)
    Whole(1, 1_000_000).check("number", number)
    Number(0, 1e6).check("spread", spread)
    generator = np.random.default_rng(seed)
    uniform = distribution == "uniform"
    values = generator.random(number) if uniform else generator.standard_normal(number)
    return (values - values.mean()) * spread


def figures(f: Activation, x: ArrayLike, **parameters: float) -> Figures:
    """Means and shares of a sample before and after a function.

    Args:
        f: An element-wise activation.
        x: The sample, at least one number, any shape.
        **parameters: Parameters of the activation.
    """
    x = np.asarray(x, dtype=np.float64)
    y = f(x, **parameters)
    flat = saturated(f, f.derivative(x, **parameters), **parameters)
    return Figures(
        mean_before=float(np.mean(x)),
        mean_after=float(np.mean(y)),
        share_zero=float(np.mean(y == 0)),
        share_saturated=float(np.mean(flat)),
    )


def histograms(*several: ArrayLike, bins: int = 100) -> list[tuple[np.ndarray, np.ndarray]]:
    """Histograms to be seen on one axis: no bar is narrower than that axis over `bins`.

    Args:
        *several: Numbers of any shape.
        bins: Number of bars, at most.

    Returns:
        For each what `histogram` returns.

    Raises:
        Problem: As `histogram`.
    """
    finite = np.concatenate([np.ravel(values) for values in several])
    finite = finite[np.isfinite(finite)]
    least = float(np.ptp(finite)) / bins if finite.size else 0.0
    return [histogram(values, bins, least) for values in several]


def histogram(
    values: ArrayLike, bins: int = 100, least: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Counts of values in bars of equal width; values that are not finite are left out.

    Values that are all the same, or too close for so many bars, fill one bar of finite width.

    Args:
        values: Numbers of any shape.
        bins: Number of bars.
        least: Width of the narrowest bar allowed; fewer bars are made then.

    Returns:
        Edges, shape (bars + 1,), and counts, shape (bars,).

    Raises:
        Problem: If no value is finite, or there are no bars.
    """
    Whole(1, 10_000).check("bins", bins)
    values = np.asarray(values, dtype=np.float64).ravel()
    values = values[np.isfinite(values)]
    if not values.size:
        raise Problem("There is no finite value to count. Choose another function or spread.")
    low, high = float(values.min()), float(values.max())
    size = max(abs(low), abs(high))
    if least:
        bins = max(1, min(bins, round((high - low) / least)))
    if high - low <= max(least, bins * 4 * np.spacing(size)):
        width = max(least, max(1.0, size) * 0.01)
        return np.array([low - width / 2, high + width / 2]), np.array([values.size])
    counts, edges = np.histogram(values, bins)
    return edges, counts
