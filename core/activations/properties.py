"""Properties of an element-wise activation function, found numerically from the function itself."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np

from core.activations.activation import Activation

# Beyond 40 on either side every function here is its asymptote or within 1 % of it; finely spaced
# where functions bend, so that a sign change or a maximum is not stepped over.
GRID = np.concatenate(
    [
        -np.geomspace(1e6, 40, 200),
        np.linspace(-40, 40, 80_001),
        np.geomspace(40, 1e6, 200),
    ]
)


SATURATED = 0.01
"""A function is saturated where |f'| is at most this share of the largest |f'|."""


@dataclass(frozen=True)
class Kink:
    """A place where a function jumps or has two slopes.

    Attributes:
        x: The place.
        left_slope: Slope just left of it.
        right_slope: Slope just right of it.
        left_value: Value approached from the left; differs from right_value where it jumps.
        right_value: Value approached from the right.
    """

    x: float
    left_slope: float
    right_slope: float
    left_value: float
    right_value: float


@dataclass(frozen=True)
class Asymptote:
    """A line that a function tends to, y = slope · x + intercept.

    Attributes:
        side: "left" or "right".
        slope: Slope of the line; 0 where the function tends to a number.
        intercept: Its value at 0.
    """

    side: str
    slope: float
    intercept: float


@np.errstate(under="ignore")
def mean_output(f: Activation, **parameters: float) -> float:
    """Mean of f(Z) for a standard normal Z, by Gauss-Legendre quadrature split at the kinks.

    Args:
        f: The function.
        **parameters: Its parameters.

    Returns:
        The mean, to about 1e-12.
    """
    kinks = f.kinks(**f.settings(**parameters))
    # The normal density is below 1e-30 outside ±12; 20 points are exact to rounding on length 1.
    edges = np.unique(np.concatenate([np.arange(-12.0, 13.0), kinks]))
    nodes, weights = np.polynomial.legendre.leggauss(20)
    half = np.diff(edges)[:, None] / 2
    x = edges[:-1, None] + half * (nodes + 1)
    density = np.exp(-np.square(x) / 2) / math.sqrt(2 * math.pi)
    return float(np.sum(half * weights * density * f(x, **parameters)))


def zero_centred(f: Activation, **parameters: float) -> bool:
    """Whether outputs average to zero when inputs are standard normal.

    An odd function's mean is 0 but for rounding (1e-16), and so is SELU's, whose constants were
    chosen for it. With default parameters all other means here are beyond 0.1; 1e-6 is far from
    both.

    Args:
        f: The function.
        **parameters: Its parameters.

    Returns:
        Whether the mean output is 0 within 1e-6.
    """
    return abs(mean_output(f, **parameters)) < 1e-6


def monotonic(f: Activation, **parameters: float) -> bool:
    """Whether f never falls: its derivative is nowhere negative and it jumps upwards only.

    Args:
        f: The function.
        **parameters: Its parameters.

    Returns:
        Whether f is (weakly) increasing.
    """
    slopes = f.derivative(_with_ends(), **parameters)
    rises = (k.right_value >= k.left_value for k in kinks_with_slopes(f, **parameters))
    return bool((slopes >= 0).all()) and all(rises)


def saturates(f: Activation, **parameters: float) -> tuple[bool, bool]:
    """Whether f levels off far to the left and far to the right.

    Args:
        f: The function.
        **parameters: Its parameters.

    Returns:
        (left, right): whether f tends to a number there, and its derivative to 0.
    """
    ends = np.array([-np.inf, np.inf])
    flat = np.isfinite(f(ends, **parameters)) & (f.derivative(ends, **parameters) == 0)
    return bool(flat[0]), bool(flat[1])


@np.errstate(under="ignore")
def kinks_with_slopes(f: Activation, **parameters: float) -> tuple[Kink, ...]:
    """The kinks of f with slopes and values on both sides, taken one float beside the kink.

    Args:
        f: The function.
        **parameters: Its parameters.

    Returns:
        The kinks, ascending; left_value and right_value are equal unless f jumps.
    """
    found = []
    for place in f.kinks(**f.settings(**parameters)):
        sides = np.nextafter(place, [-np.inf, np.inf])
        left, right = (float(value) for value in f(sides, **parameters))
        if math.isclose(left, right, rel_tol=1e-12, abs_tol=1e-12):
            left = right = float(f(place, **parameters))
        slopes = f.derivative(sides, **parameters)
        # + 0.0 turns -0.0 into 0.0
        found.append(Kink(place, *(float(s) + 0.0 for s in slopes), left + 0.0, right + 0.0))
    return tuple(found)


def asymptotes(f: Activation, **parameters: float) -> tuple[Asymptote, ...]:
    """The lines that f tends to on the left and on the right.

    Args:
        f: The function.
        **parameters: Its parameters.

    Returns:
        Left before right; a side without an asymptote is left out.
    """
    lines = []
    for side, sign in (("left", -1.0), ("right", 1.0)):
        slope = float(f.derivative(sign * np.inf, **parameters))
        if not math.isfinite(slope):
            continue
        limit = float(f(sign * np.inf, **parameters))
        # With a remainder that falls as 1/x or faster, twice the gap at 2x less the gap at x is
        # the intercept; at 8,192 rounding is below 1e-11.
        x = sign * np.array([8192.0, 16384.0])
        gaps = f(x, **parameters) - slope * x
        intercept = limit if math.isfinite(limit) else round(float(2 * gaps[1] - gaps[0]), 9)
        if math.isfinite(limit) == (slope == 0):
            lines.append(Asymptote(side, slope, intercept + 0.0))  # + 0.0 turns -0.0 into 0.0
    return tuple(lines)


@functools.lru_cache(maxsize=1024)
@np.errstate(under="ignore")
def largest_slope(f: Activation, **parameters: float) -> float:
    """The supremum of |f'|, apart from jumps.

    Args:
        f: The function.
        **parameters: Its parameters.

    Returns:
        The largest absolute slope, to about 1e-9.
    """
    kinks = np.asarray(f.kinks(**f.settings(**parameters)), dtype=float)
    beside = [np.nextafter(kinks, -np.inf), np.nextafter(kinks, np.inf)]
    x = np.sort(np.concatenate([_with_ends(), *beside]))
    slopes = np.abs(f.derivative(x, **parameters))
    best = int(np.argmax(slopes))
    around = np.clip(x[[max(best - 1, 0), min(best + 1, x.size - 1)]], -1e6, 1e6)
    finer = np.abs(f.derivative(np.linspace(*around, 10_001), **parameters))
    return float(max(slopes[best], finer.max()))


def saturated(f: Activation, slopes: np.ndarray, **parameters: float) -> np.ndarray:
    """Where a function is saturated. Our own definition; see `SATURATED`.

    The largest slope is over all numbers, not over those given. So the binary step, whose slope is
    0 wherever it has one, is saturated everywhere: no gradient passes.

    Args:
        f: The function.
        slopes: Its slopes at some numbers, any shape.
        **parameters: Its parameters.

    Returns:
        Array of the same shape, bool.
    """
    return np.abs(slopes) <= SATURATED * largest_slope(f, **parameters)


def _with_ends() -> np.ndarray:
    return np.concatenate([[-np.inf], GRID, [np.inf]])
