"""Building blocks that neither overflow nor cancel, in float32 and float64.

All take and return arrays of shape (n,), in float32 or float64. In float32 they use exp, log and
tanh alone, which NumPy vectorises on every processor (log1p, expm1 and SciPy's erf it does not),
and np.clip with constants, which takes a third of the time of np.maximum with a constant.
"""

from __future__ import annotations

import math

import numpy as np
from scipy import special

from core.activations.single_precision import half_mills_ratio

ROOT_HALF = math.sqrt(0.5)


def positive_part(x: np.ndarray) -> np.ndarray:
    """max(x, 0)."""
    return x.clip(0, np.inf)


def negative_part(x: np.ndarray) -> np.ndarray:
    """min(x, 0)."""
    return x.clip(-np.inf, 0)


def chosen(condition: np.ndarray, x: np.ndarray, yes: float, no: float) -> np.ndarray:
    """One of two constants by condition on x, in the type of x; NaN where x is NaN."""
    share = condition.astype(x.dtype)
    # np.where takes several times as long.
    values = share * yes + (1 - share) * no if no else share if yes == 1 else share * yes
    missing = np.isnan(x)
    if np.count_nonzero(missing):
        values[missing] = np.nan
    return values


def unit_mirrored(x: np.ndarray, left: np.ndarray) -> np.ndarray:
    """A function into [0, 1] with f(x) + f(-x) = 1, from its values `left` = f(-|x|).

    The small values on the left keep their relative accuracy this way.
    """
    return np.abs((x >= 0).astype(x.dtype) - left)


def logistic_tail(magnitude: np.ndarray) -> np.ndarray:
    """1/(1 + exp(m)) for magnitudes m ≥ 0."""
    decay = np.exp(-magnitude)
    return decay / (1 + decay)


def log1p_of_decay(magnitude: np.ndarray) -> np.ndarray:
    """log(1 + exp(-m)) for magnitudes m ≥ 0."""
    decay = np.exp(-magnitude)
    if decay.dtype == np.float64:
        return np.log1p(decay)
    rounded = 1 + decay
    return np.log(rounded) + (decay - (rounded - 1)) / rounded  # what 1 + decay lost is put back


def expm1_of_negative(x: np.ndarray) -> np.ndarray:
    """exp(x) - 1 for x ≤ 0."""
    if x.dtype == np.float64:
        return np.expm1(x)
    half = np.tanh(0.5 * x)
    return 2 * half / (1 - half)


def gaussian(magnitude: np.ndarray) -> np.ndarray:
    """exp(-m²/2) for magnitudes 0 ≤ m ≤ 100."""
    if magnitude.dtype == np.float32:
        return np.exp(-0.5 * np.square(magnitude))
    # The square of the upper half of the digits is exact; the rest is small.
    upper = magnitude.astype(np.float32).astype(np.float64)
    rest = (magnitude - upper) * (magnitude + upper)
    return np.exp(-0.5 * np.square(upper)) * np.exp(-0.5 * rest)


def normal_tail(magnitude: np.ndarray) -> np.ndarray:
    """P(Z < -m) for a standard normal Z and magnitudes 0 ≤ m ≤ 100."""
    return gaussian(magnitude) * _half_mills(magnitude)


def _half_mills(magnitude: np.ndarray) -> np.ndarray:
    if magnitude.dtype == np.float32:
        return half_mills_ratio(magnitude)
    return 0.5 * special.erfcx(magnitude * ROOT_HALF)


def normal_tail_and_density(magnitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """P(Z < -m) and the density at m, of a standard normal Z, for magnitudes 0 ≤ m ≤ 100."""
    bell = gaussian(magnitude)
    return bell * _half_mills(magnitude), bell * (1 / math.sqrt(2 * math.pi))
