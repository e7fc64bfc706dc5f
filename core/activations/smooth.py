"""Smooth relatives of ReLU: gated lines and soft maxima."""

from __future__ import annotations

import math

import numpy as np

from core.activations.activation import Activation, Interval, Parameter
from core.activations.primitives import (
    log1p_of_decay,
    logistic_tail,
    mirror,
    negative_part,
    normal_tail,
    normal_tail_and_density,
    positive_part,
    product_and_error,
)
from core.activations.sigmoidal import sigmoid

# A gate of the form x g(x), with g(x) + g(-x) = 1, is max(x, 0) - |x| g(-|x|): of the two terms one
# is 0 or the larger. Beyond these magnitudes the tails are 0 even in float64; cutting there keeps
# infinity times zero away.
GAUSSIAN_END = 100.0
LOGISTIC_END = 1000.0


def _gelu(x: np.ndarray, out: np.ndarray) -> None:
    magnitude = np.abs(x).clip(0, GAUSSIAN_END)
    magnitude *= normal_tail(magnitude)
    np.subtract(positive_part(x), magnitude, out=out)


def _gelu_slope(x: np.ndarray, out: np.ndarray) -> None:
    bounded = x.clip(-GAUSSIAN_END, GAUSSIAN_END)
    tail, density = normal_tail_and_density(np.abs(bounded))
    mirror(x, tail, out)
    density *= bounded
    out += density


GELU = Activation(
    key="gelu",
    name="GELU",
    formula=(r"x\,\Phi(x) = \frac{x}{2} \left(1 + \operatorname{erf}\frac{x}{\sqrt{2}}\right)"),
    derivative_formula=r"\Phi(x) + x\,\varphi(x)",
    source="Hendrycks, Gimpel (2016), Gaussian error linear units, section 2",
    keras="keras.activations.gelu(x)",
    function=_gelu,
    slope=_gelu_slope,
    range=lambda: Interval(-0.16997120747990366, math.inf, True, False),
)

# (1 + tanh u) / 2 is the logistic function of 2 u. The factor √(8 / π) with what its rounding lost.
TANH_FACTOR = 1.5957691216057308
TANH_FACTOR_ERROR = -9.96930880911092e-17
TANH_CUBIC = 0.044715


def _gelu_tanh_tail(magnitude: np.ndarray) -> np.ndarray:
    if magnitude.dtype == np.float32:
        return logistic_tail(magnitude * (TANH_FACTOR + TANH_FACTOR * TANH_CUBIC * magnitude**2))
    # The argument reaches 745, where its own rounding error would cost three digits of exp.
    square, square_error = product_and_error(magnitude, magnitude)
    cubic, cubic_error = product_and_error(square, TANH_CUBIC)
    factor = 1 + cubic
    rounded = factor - 1
    factor_error = 1 - (factor - rounded) + (cubic - rounded) + cubic_error
    inner, inner_error = product_and_error(magnitude, factor)
    inner_error += magnitude * (factor_error + square_error * TANH_CUBIC)
    argument, error = product_and_error(inner, TANH_FACTOR)
    error += inner * TANH_FACTOR_ERROR + inner_error * TANH_FACTOR
    decay = np.exp(-argument) * (1 - error)
    return decay / (1 + decay)


def _gelu_tanh(x: np.ndarray, out: np.ndarray) -> None:
    magnitude = np.abs(x).clip(0, GAUSSIAN_END)
    np.subtract(positive_part(x), magnitude * _gelu_tanh_tail(magnitude), out=out)


def _gelu_tanh_slope(x: np.ndarray, out: np.ndarray) -> None:
    bounded = x.clip(-GAUSSIAN_END, GAUSSIAN_END)
    tail = _gelu_tanh_tail(np.abs(bounded))
    growth = bounded * (TANH_FACTOR + 3 * TANH_FACTOR * TANH_CUBIC * np.square(bounded))
    mirror(x, tail, out)
    out += growth * (tail * (1 - tail))


GELU_TANH = Activation(
    key="gelu_tanh",
    name="GELU (tanh form)",
    formula=(
        r"\frac{x}{2} \left(1 + \tanh u\right), \quad "
        r"u = \sqrt{\tfrac{2}{\pi}} \left(x + 0.044715\, x^3\right)"
    ),
    derivative_formula=(
        r"\frac{1 + \tanh u}{2} + \frac{x}{2} \left(1 - \tanh^2 u\right) "
        r"\sqrt{\tfrac{2}{\pi}} \left(1 + 0.134145\, x^2\right)"
    ),
    source="Hendrycks, Gimpel (2016), Gaussian error linear units, section 2",
    keras="keras.activations.gelu(x, approximate=True)",
    function=_gelu_tanh,
    slope=_gelu_tanh_slope,
    range=lambda: Interval(-0.17004075057125406, math.inf, True, False),
)


def _silu(x: np.ndarray, out: np.ndarray) -> None:
    magnitude = np.abs(x).clip(0, LOGISTIC_END)
    np.subtract(positive_part(x), magnitude * logistic_tail(magnitude), out=out)


def _silu_slope(x: np.ndarray, out: np.ndarray) -> None:
    bounded = x.clip(-LOGISTIC_END, LOGISTIC_END)
    tail = logistic_tail(np.abs(bounded))
    mirror(x, tail, out)
    out += bounded * (tail * (1 - tail))


SILU = Activation(
    key="silu",
    name="SiLU (Swish)",
    formula=r"x\,\sigma(x) = \frac{x}{1 + e^{-x}}",
    derivative_formula=r"\sigma(x) \left(1 + x\,(1 - \sigma(x))\right)",
    source=(
        "Hendrycks, Gimpel (2016), Gaussian error linear units, section 2; "
        "Elfwing, Uchibe, Doya (2018), Sigmoid-weighted linear units for neural network function "
        "approximation in reinforcement learning; "
        "Ramachandran, Zoph, Le (2017), Searching for activation functions"
    ),
    keras="keras.activations.silu(x)",
    function=_silu,
    slope=_silu_slope,
    range=lambda: Interval(-0.27846454276107380, math.inf, True, False),
)

# With w = exp(x) and n = w (w + 2), tanh(log(1 + w)) is n / (n + 2), which is 1 to the last digit
# of float64 from x = 21 on, while n² does not yet overflow in float32.
MISH_END = 21.0


def _mish(x: np.ndarray, out: np.ndarray) -> None:
    growth = np.exp(x.clip(-np.inf, MISH_END))
    odds = growth * (growth + 2)
    np.multiply(x.clip(-LOGISTIC_END, np.inf), odds / (odds + 2), out=out)


def _mish_slope(x: np.ndarray, out: np.ndarray) -> None:
    bounded = x.clip(-LOGISTIC_END, MISH_END)
    growth = np.exp(bounded)
    odds = growth * (growth + 2)
    change = 4 * bounded * (growth + 1) * growth / (odds + 2)
    np.divide(odds + change, odds + 2, out=out)


MISH = Activation(
    key="mish",
    name="Mish",
    formula=r"x \tanh\left(\ln(1 + e^{x})\right)",
    derivative_formula=r"\tanh s + x\,\sigma(x) \left(1 - \tanh^2 s\right), \quad s = \ln(1 + e^x)",
    source="Misra (2019), Mish: a self regularized non-monotonic activation function, section 3",
    keras="keras.activations.mish(x)",
    function=_mish,
    slope=_mish_slope,
    range=lambda: Interval(-0.30884341301725043, math.inf, True, False),
)


def _softplus(x: np.ndarray, out: np.ndarray) -> None:
    np.add(positive_part(x), log1p_of_decay(np.abs(x)), out=out)


SOFTPLUS = Activation(
    key="softplus",
    name="Softplus",
    formula=r"\ln(1 + e^{x})",
    derivative_formula=r"\sigma(x) = \frac{1}{1 + e^{-x}}",
    source=(
        "Dugas, Bengio, Bélisle, Nadeau, Garcia (2001), "
        "Incorporating second-order functional knowledge for better option pricing"
    ),
    keras="keras.activations.softplus(x)",
    function=_softplus,
    slope=sigmoid,
    range=lambda: Interval(0, math.inf, False, False),
)


def _log_sigmoid(x: np.ndarray, out: np.ndarray) -> None:
    np.subtract(negative_part(x), log1p_of_decay(np.abs(x)), out=out)


LOG_SIGMOID = Activation(
    key="log_sigmoid",
    name="Log-sigmoid",
    formula=r"\ln \sigma(x) = -\ln(1 + e^{-x})",
    derivative_formula=r"\sigma(-x) = \frac{1}{1 + e^{x}}",
    source="definition as in Keras",
    keras="keras.activations.log_sigmoid(x)",
    function=_log_sigmoid,
    slope=lambda x, out: sigmoid(-x, out),
    range=lambda: Interval(-math.inf, 0, False, False),
)


def _hard_silu(x: np.ndarray, out: np.ndarray) -> None:
    np.add(x, 3, out=out)
    out.clip(0, 6, out=out)
    out /= 6
    out *= x.clip(-3, np.inf)


def _hard_silu_slope(x: np.ndarray, out: np.ndarray) -> None:
    out[:] = np.abs(x) < 3
    out *= x.clip(-3, 3)
    out += (x + 3).clip(0, 6)
    out /= 6


HARD_SILU = Activation(
    key="hard_silu",
    name="Hard SiLU",
    formula=r"x \cdot \min\left(1, \max\left(0, \frac{x + 3}{6}\right)\right)",
    derivative_formula=(
        r"\begin{cases} 1 & x > 3 \\ \frac{2x + 3}{6} & |x| < 3 \\ 0 & x < -3 \end{cases}"
    ),
    source="Howard et al. (2019), Searching for MobileNetV3, section 5.2",
    keras="keras.activations.hard_silu(x)",
    function=_hard_silu,
    slope=_hard_silu_slope,
    range=lambda: Interval(-0.375, math.inf, True, False),
    kinks=lambda: (-3.0, 3.0),
)


def _hypotenuse(magnitude: np.ndarray, b: float) -> np.ndarray:
    # Beyond 1e18 the square hides b, and would overflow further out.
    return np.maximum(np.sqrt(np.square(magnitude.clip(0, 1e18)) + b), magnitude)


def _squareplus_tail(magnitude: np.ndarray, hypotenuse: np.ndarray, b: float) -> np.ndarray:
    # (h - m) / 2 by its conjugate, which does not cancel
    return (0.25 * b) / (0.5 * magnitude + 0.5 * hypotenuse)


def _squareplus(x: np.ndarray, out: np.ndarray, b: float) -> None:
    magnitude = np.abs(x)
    tail = _squareplus_tail(magnitude, _hypotenuse(magnitude, b), b)
    np.add(positive_part(x), tail, out=out)


def _squareplus_slope(x: np.ndarray, out: np.ndarray, b: float) -> None:
    magnitude = np.abs(x)
    hypotenuse = _hypotenuse(magnitude, b)
    mirror(x, _squareplus_tail(magnitude, hypotenuse, b) / hypotenuse, out)


SQUAREPLUS = Activation(
    key="squareplus",
    name="Squareplus",
    formula=r"\frac{x + \sqrt{x^2 + b}}{2}",
    derivative_formula=r"\frac{1}{2} \left(1 + \frac{x}{\sqrt{x^2 + b}}\right)",
    source="Barron (2021), Squareplus: a softplus-like algebraic rectifier, equation 1",
    keras="keras.activations.squareplus(x, b={b})",
    function=_squareplus,
    slope=_squareplus_slope,
    parameters=(Parameter("b", 4.0, 0.1, 20.0, 0.1, "b"),),
    range=lambda b: Interval(0, math.inf, False, False),
)


def _sparse_plus_slope(x: np.ndarray, out: np.ndarray) -> None:
    x.clip(-1, 1, out=out)
    out *= 0.5
    out += 0.5


def _sparse_plus(x: np.ndarray, out: np.ndarray) -> None:
    # The parabola lies above its tangent x, so that the larger of the two is right everywhere.
    _sparse_plus_slope(x, out)
    np.square(out, out=out)
    np.maximum(x, out, out=out)


SPARSE_PLUS = Activation(
    key="sparse_plus",
    name="Sparse plus",
    formula=(
        r"\begin{cases} x & x \ge 1 \\ \frac{(x + 1)^2}{4} & |x| < 1 \\ 0 & x \le -1 \end{cases}"
    ),
    derivative_formula=r"\min\left(1, \max\left(0, \frac{x + 1}{2}\right)\right)",
    source="definition as in Keras",
    keras="keras.activations.sparse_plus(x)",
    function=_sparse_plus,
    slope=_sparse_plus_slope,
    range=lambda: Interval(0, math.inf, True, False),
)
