"""Functions that let positive numbers pass and bend below zero."""

from __future__ import annotations

import math

import numpy as np

from core.activations.activation import Activation, Interval, Parameter
from core.activations.primitives import (
    choose,
    exp_of_quotient,
    expm1_of_negative,
    negative_part,
    positive_part,
)

RELU = Activation(
    key="relu",
    name="ReLU",
    formula=r"\max(0, x)",
    derivative_formula=r"\begin{cases} 1 & x > 0 \\ 0 & x < 0 \end{cases}",
    source=(
        "Nair, Hinton (2010), Rectified linear units improve restricted Boltzmann machines, "
        "section 2"
    ),
    keras="keras.activations.relu(x)",
    function=lambda x, out: x.clip(0, np.inf, out=out),
    slope=lambda x, out: choose(x > 0, x, 1, 0, out),
    range=lambda: Interval(0, math.inf, True, False),
    kinks=lambda: (0.0,),
)


def _leaky(x: np.ndarray, out: np.ndarray, alpha: float) -> None:
    if alpha == 0:  # zero times infinity is not the limit
        x.clip(0, np.inf, out=out)
        return
    np.multiply(x, alpha, out=out)
    larger_or_smaller = np.maximum if alpha <= 1 else np.minimum
    larger_or_smaller(x, out, out=out)


def _leaky_slope(x: np.ndarray, out: np.ndarray, alpha: float) -> None:
    choose(x > 0, x, 1, alpha, out)


def _leaky_range(alpha: float) -> Interval:
    if alpha <= 0:
        return Interval(0, math.inf, True, False)
    return Interval(-math.inf, math.inf, False, False)


def _bent_unless_one(alpha: float) -> tuple[float, ...]:
    return () if alpha == 1 else (0.0,)


LEAKY_RELU = Activation(
    key="leaky_relu",
    name="Leaky ReLU",
    formula=r"\begin{cases} x & x > 0 \\ \alpha x & x \le 0 \end{cases}",
    derivative_formula=r"\begin{cases} 1 & x > 0 \\ \alpha & x < 0 \end{cases}",
    source=(
        "Maas, Hannun, Ng (2013), Rectifier nonlinearities improve neural network acoustic models, "
        "section 2"
    ),
    keras="keras.activations.leaky_relu(x, negative_slope={alpha})",
    function=_leaky,
    slope=_leaky_slope,
    parameters=(Parameter("alpha", 0.01, 0.0, 2.0, 0.01, r"\alpha"),),
    range=_leaky_range,
    kinks=_bent_unless_one,
)

PRELU = Activation(
    key="prelu",
    name="PReLU",
    formula=r"\begin{cases} x & x > 0 \\ \alpha x & x \le 0 \end{cases}",
    derivative_formula=r"\begin{cases} 1 & x > 0 \\ \alpha & x < 0 \end{cases}",
    source="He, Zhang, Ren, Sun (2015), Delving deep into rectifiers, equation 1",
    keras="keras.ops.where(x > 0, x, {alpha} * x)",
    function=_leaky,
    slope=_leaky_slope,
    parameters=(Parameter("alpha", 0.1, -1.0, 2.0, 0.01, r"\alpha"),),
    range=_leaky_range,
    kinks=_bent_unless_one,
)

RELU6 = Activation(
    key="relu6",
    name="ReLU6",
    formula=r"\min(6, \max(0, x))",
    derivative_formula=r"\begin{cases} 1 & 0 < x < 6 \\ 0 & x < 0 \text{ or } x > 6 \end{cases}",
    source="Krizhevsky (2010), Convolutional deep belief networks on CIFAR-10",
    keras="keras.activations.relu6(x)",
    function=lambda x, out: x.clip(0, 6, out=out),
    slope=lambda x, out: choose((x > 0) & (x < 6), x, 1, 0, out),
    range=lambda: Interval(0, 6, True, True),
    kinks=lambda: (0.0, 6.0),
)


def _elu(x: np.ndarray, out: np.ndarray, alpha: float) -> None:
    np.add(positive_part(x), alpha * expm1_of_negative(negative_part(x)), out=out)


def _elu_slope(x: np.ndarray, out: np.ndarray, alpha: float) -> None:
    choose(x > 0, x, 1, alpha, out)
    out *= np.exp(negative_part(x))


ELU = Activation(
    key="elu",
    name="ELU",
    formula=r"\begin{cases} x & x > 0 \\ \alpha (e^{x} - 1) & x \le 0 \end{cases}",
    derivative_formula=r"\begin{cases} 1 & x > 0 \\ \alpha e^{x} & x < 0 \end{cases}",
    source=(
        "Clevert, Unterthiner, Hochreiter (2016), Fast and accurate deep network learning by "
        "exponential linear units, section 3"
    ),
    keras="keras.activations.elu(x, alpha={alpha})",
    function=_elu,
    slope=_elu_slope,
    parameters=(Parameter("alpha", 1.0, 0.1, 5.0, 0.1, r"\alpha"),),
    range=lambda alpha: Interval(-alpha, math.inf, False, False),
    kinks=_bent_unless_one,
)

SELU_SCALE = 1.0507009873554805
SELU_ALPHA = 1.6732632423543772


def _selu(x: np.ndarray, out: np.ndarray) -> None:
    _elu(x, out, SELU_ALPHA)
    out *= SELU_SCALE


def _selu_slope(x: np.ndarray, out: np.ndarray) -> None:
    choose(x >= 0, x, SELU_SCALE, SELU_SCALE * SELU_ALPHA, out)
    out *= np.exp(negative_part(x))


SELU = Activation(
    key="selu",
    name="SELU",
    formula=(
        r"\lambda \begin{cases} x & x > 0 \\ \alpha (e^{x} - 1) & x \le 0 \end{cases}"
        r"\quad \lambda = 1.0507\ldots,\ \alpha = 1.6732\ldots"
    ),
    derivative_formula=r"\lambda \begin{cases} 1 & x > 0 \\ \alpha e^{x} & x < 0 \end{cases}",
    source=(
        "Klambauer, Unterthiner, Mayr, Hochreiter (2017), Self-normalizing neural networks, "
        "equations 2 and 14"
    ),
    keras="keras.activations.selu(x)",
    function=_selu,
    slope=_selu_slope,
    range=lambda: Interval(-SELU_SCALE * SELU_ALPHA, math.inf, False, False),
    kinks=lambda: (0.0,),
)


def _celu(x: np.ndarray, out: np.ndarray, alpha: float) -> None:
    np.add(positive_part(x), alpha * expm1_of_negative(negative_part(x) / alpha), out=out)


def _celu_slope(x: np.ndarray, out: np.ndarray, alpha: float) -> None:
    out[:] = exp_of_quotient(negative_part(x), alpha)


CELU = Activation(
    key="celu",
    name="CELU",
    formula=r"\begin{cases} x & x > 0 \\ \alpha (e^{x / \alpha} - 1) & x \le 0 \end{cases}",
    derivative_formula=r"\begin{cases} 1 & x > 0 \\ e^{x / \alpha} & x \le 0 \end{cases}",
    source="Barron (2017), Continuously differentiable exponential linear units, equation 2",
    keras="keras.activations.celu(x, alpha={alpha})",
    function=_celu,
    slope=_celu_slope,
    parameters=(Parameter("alpha", 1.0, 0.1, 5.0, 0.1, r"\alpha"),),
    range=lambda alpha: Interval(-alpha, math.inf, False, False),
)
