"""Building blocks that neither overflow nor cancel, in float32 and float64.

All take and return arrays of one shape, in float32 or float64, or fill `out`. In float32 they use
exp, log and tanh alone, which NumPy vectorises on every processor (log1p, expm1 and SciPy's erf it
does not), and clip with constants, which takes a third of the time of np.maximum with a constant.
"""

from __future__ import annotations

import math

import numpy as np
from scipy import special

from core.activations.float32 import half_mills_ratio

ROOT_HALF = math.sqrt(0.5)


def positive_part(x: np.ndarray) -> np.ndarray:
    """max(x, 0)."""
    return x.clip(0, np.inf)


def negative_part(x: np.ndarray) -> np.ndarray:
    """min(x, 0)."""
    return x.clip(-np.inf, 0)


def choose(condition: np.ndarray, x: np.ndarray, yes: float, no: float, out: np.ndarray) -> None:
    """One of two constants by condition on x; NaN where x is NaN."""
    out[:] = condition
    # np.where takes several times as long. Neither way rounds: one of two terms summed is 0.
    rest = None if 0 <= no <= yes else (1 - out) * no
    if yes != 1:
        out *= yes
    if rest is not None:
        out += rest
    elif no:
        out.clip(no, yes, out=out)
    missing = np.isnan(x)
    if np.count_nonzero(missing):
        out[missing] = np.nan


def mirror(x: np.ndarray, left: np.ndarray, out: np.ndarray) -> None:
    """A function into [0, 1] with f(x) + f(-x) = 1, from its values `left` = f(-|x|).

    The small values on the left keep their relative accuracy this way.
    """
    out[:] = x >= 0
    out -= left
    np.abs(out, out=out)


def logistic_tail(magnitude: np.ndarray) -> np.ndarray:
    """1/(1 + exp(m)) for magnitudes m ≥ 0."""
    decay = np.negative(magnitude)
    np.exp(decay, out=decay)
    decay /= 1 + decay
    return decay


def logistic(x: np.ndarray) -> np.ndarray:
    """1/(1 + exp(-x))."""
    result = np.empty_like(x)
    mirror(x, logistic_tail(np.abs(x)), result)
    return result


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


def product_and_error(x: np.ndarray, y: np.ndarray | float) -> tuple[np.ndarray, np.ndarray]:
    """x y as rounded to float64, and what rounding took away (Dekker's product)."""
    product = x * y
    upper_x, upper_y = (np.float64(np.float32(factor)) for factor in (x, y))
    lower_x, lower_y = x - upper_x, y - upper_y
    error = upper_x * upper_y - product + upper_x * lower_y + lower_x * upper_y
    return product, error + lower_x * lower_y


def exp_of_quotient(x: np.ndarray, divisor: float) -> np.ndarray:
    """exp(x / d) for x ≤ 0; in the tail, rounding the quotient alone would cost three digits."""
    if x.dtype == np.float32:
        return np.exp(x / divisor)
    quotient = x.clip(-1000 * divisor, 0) / divisor
    product, error = product_and_error(quotient, divisor)
    missing = (x.clip(-1000 * divisor, 0) - product - error) / divisor
    return np.exp(quotient) * (1 + missing)


def gaussian(magnitude: np.ndarray) -> np.ndarray:
    """exp(-m²/2) for magnitudes 0 ≤ m ≤ 100."""
    if magnitude.dtype == np.float32:
        exponent = np.square(magnitude)
        exponent *= -0.5
        return np.exp(exponent, out=exponent)
    # The square of the upper half of the digits is exact; the rest is small.
    upper = magnitude.astype(np.float32).astype(np.float64)
    rest = (magnitude - upper) * (magnitude + upper)
    return np.exp(-0.5 * np.square(upper)) * np.exp(-0.5 * rest)


def normal_tail(magnitude: np.ndarray) -> np.ndarray:
    """P(Z < -m) for a standard normal Z and magnitudes 0 ≤ m ≤ 100."""
    tail = _half_mills(magnitude)
    tail *= gaussian(magnitude)
    return tail


def _half_mills(magnitude: np.ndarray) -> np.ndarray:
    if magnitude.dtype == np.float32:
        return half_mills_ratio(magnitude)
    return 0.5 * special.erfcx(magnitude * ROOT_HALF)


def normal_tail_and_density(magnitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """P(Z < -m) and the density at m, of a standard normal Z, for magnitudes 0 ≤ m ≤ 100."""
    bell = gaussian(magnitude)
    tail = _half_mills(magnitude)
    tail *= bell
    bell *= 1 / math.sqrt(2 * math.pi)
    return tail, bell
