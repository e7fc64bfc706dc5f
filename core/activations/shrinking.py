"""Functions that draw numbers towards zero."""

from __future__ import annotations

import math

import numpy as np

from core.activations.activation import Activation, Interval, Parameter
from core.activations.float32 import polynomial, tanh_gap
from core.activations.primitives import choose

THRESHOLD = Parameter("threshold", 0.5, 0.05, 3.0, 0.05, r"\theta")


def _outside_slope(x: np.ndarray, out: np.ndarray, threshold: float) -> None:
    choose(np.abs(x) > threshold, x, 1, 0, out)


def _soft_shrink(x: np.ndarray, out: np.ndarray, threshold: float) -> None:
    x.clip(-threshold, threshold, out=out)
    np.subtract(x, out, out=out)


def _hard_shrink(x: np.ndarray, out: np.ndarray, threshold: float) -> None:
    np.abs(x, out=out)
    out[:] = out > threshold
    out *= x


SOFT_SHRINK = Activation(
    key="soft_shrink",
    name="Soft shrink",
    formula=(
        r"\begin{cases} x - \theta & x > \theta \\ x + \theta & x < -\theta \\ "
        r"0 & |x| \le \theta \end{cases}"
    ),
    derivative_formula=r"\begin{cases} 1 & |x| > \theta \\ 0 & |x| < \theta \end{cases}",
    source="Donoho (1995), De-noising by soft-thresholding",
    keras="keras.activations.soft_shrink(x, threshold={threshold})",
    function=_soft_shrink,
    slope=_outside_slope,
    parameters=(THRESHOLD,),
    range=lambda threshold: Interval(-math.inf, math.inf, False, False),
    kinks=lambda threshold: (-threshold, threshold),
)

HARD_SHRINK = Activation(
    key="hard_shrink",
    name="Hard shrink",
    formula=r"\begin{cases} x & |x| > \theta \\ 0 & |x| \le \theta \end{cases}",
    derivative_formula=r"\begin{cases} 1 & |x| > \theta \\ 0 & |x| < \theta \end{cases}",
    source="Donoho, Johnstone (1994), Ideal spatial adaptation by wavelet shrinkage",
    keras="keras.activations.hard_shrink(x, threshold={threshold})",
    function=_hard_shrink,
    slope=_outside_slope,
    parameters=(THRESHOLD,),
    range=lambda threshold: Interval(-math.inf, math.inf, False, False),
    kinks=lambda threshold: (-threshold, threshold),
)

# x cosh x - sinh x is the sum of 2k x^(2k+1) / (2k+1)! over k ≥ 1: all terms have one sign.
SERIES_END = 1.5
SERIES = tuple(2 * k / math.factorial(2 * k + 1) for k in range(12, 0, -1))


def _tanh_shrink(x: np.ndarray, out: np.ndarray) -> None:
    if x.dtype == np.float32:
        tanh_gap(x, out)
        return
    near = x.clip(-SERIES_END, SERIES_END)
    square = np.square(near)
    by_series = near * square * polynomial(square, SERIES) / np.cosh(near)
    out[:] = np.where(np.abs(x) < SERIES_END, by_series, x - np.tanh(x))


TANH_SHRINK = Activation(
    key="tanh_shrink",
    name="Tanh shrink",
    formula=r"x - \tanh x",
    derivative_formula=r"\tanh^2 x",
    source="definition as in Keras",
    keras="keras.activations.tanh_shrink(x)",
    function=_tanh_shrink,
    slope=lambda x, out: np.square(np.tanh(x), out=out),
    range=lambda: Interval(-math.inf, math.inf, False, False),
)
