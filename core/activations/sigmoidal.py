"""The step, the line, and the S-shaped functions."""

from __future__ import annotations

import math

import numpy as np

from core.activations.activation import Activation, Interval, Parameter
from core.activations.primitives import choose, logistic_tail, mirror


def _step(x: np.ndarray, out: np.ndarray, threshold: float) -> None:
    choose(x >= threshold, x, 1, 0, out)


def _constant(x: np.ndarray, value: float, out: np.ndarray) -> None:
    choose(np.ones_like(x, dtype=bool), x, value, 0, out)


BINARY_STEP = Activation(
    key="binary_step",
    name="Binary step",
    formula=r"\begin{cases} 1 & x \ge \theta \\ 0 & x < \theta \end{cases}",
    derivative_formula=r"0 \quad (x \ne \theta)",
    source=(
        "McCulloch, Pitts (1943), A logical calculus of the ideas immanent in nervous activity; "
        "Rosenblatt (1958), The perceptron"
    ),
    keras="keras.ops.where(x >= {threshold}, 1.0, 0.0)",
    function=_step,
    slope=lambda x, out, threshold: _constant(x, 0, out),
    parameters=(Parameter("threshold", 0.0, -5.0, 5.0, 0.1, r"\theta"),),
    range=lambda threshold: Interval(0, 1, True, True),
    kinks=lambda threshold: (threshold,),
)

LINEAR = Activation(
    key="linear",
    name="Linear",
    formula="x",
    derivative_formula="1",
    source="definition as in Keras",
    keras="keras.activations.linear(x)",
    function=lambda x, out: np.copyto(out, x),
    slope=lambda x, out: _constant(x, 1, out),
    range=lambda: Interval(-math.inf, math.inf, False, False),
)


def sigmoid(x: np.ndarray, out: np.ndarray) -> None:
    """1/(1 + exp(-x)) of one block."""
    mirror(x, logistic_tail(np.abs(x)), out)


def _sigmoid_slope(x: np.ndarray, out: np.ndarray) -> None:
    tail = logistic_tail(np.abs(x))
    np.multiply(tail, 1 - tail, out=out)


SIGMOID = Activation(
    key="sigmoid",
    name="Sigmoid",
    formula=r"\sigma(x) = \frac{1}{1 + e^{-x}}",
    derivative_formula=r"\sigma(x)\,(1 - \sigma(x))",
    source=(
        "Rumelhart, Hinton, Williams (1986), "
        "Learning representations by back-propagating errors, equation 2"
    ),
    keras="keras.activations.sigmoid(x)",
    function=sigmoid,
    slope=_sigmoid_slope,
    range=lambda: Interval(0, 1, False, False),
)


def _tanh_slope(x: np.ndarray, out: np.ndarray) -> None:
    # 1 - tanh² would cancel where tanh is near 1.
    decay = np.exp(-2 * np.abs(x))
    np.divide(4 * decay, np.square(1 + decay), out=out)


TANH = Activation(
    key="tanh",
    name="Tanh",
    formula=r"\tanh x = \frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}",
    derivative_formula=r"1 - \tanh^2 x",
    source="LeCun, Bottou, Orr, Müller (1998), Efficient BackProp, section 4.4",
    keras="keras.activations.tanh(x)",
    function=lambda x, out: np.tanh(x, out=out),
    slope=_tanh_slope,
    range=lambda: Interval(-1, 1, False, False),
)


def _softsign(x: np.ndarray, out: np.ndarray) -> None:
    x.clip(-1e30, 1e30, out=out)  # from there on the quotient is 1 to the last digit
    out /= 1 + np.abs(out)


def _softsign_slope(x: np.ndarray, out: np.ndarray) -> None:
    np.abs(x, out=out)
    out += 1
    np.divide(1, out, out=out)
    np.square(out, out=out)


SOFTSIGN = Activation(
    key="softsign",
    name="Softsign",
    formula=r"\frac{x}{1 + |x|}",
    derivative_formula=r"\frac{1}{(1 + |x|)^2}",
    source=(
        "Bergstra, Desjardins, Lamblin, Bengio (2009), "
        "Quadratic polynomials learn better image features"
    ),
    keras="keras.activations.softsign(x)",
    function=_softsign,
    slope=_softsign_slope,
    range=lambda: Interval(-1, 1, False, False),
)


def _hard_sigmoid(x: np.ndarray, out: np.ndarray) -> None:
    np.add(x, 3, out=out)
    out.clip(0, 6, out=out)
    out /= 6


HARD_SIGMOID = Activation(
    key="hard_sigmoid",
    name="Hard sigmoid",
    formula=r"\min\left(1, \max\left(0, \frac{x + 3}{6}\right)\right)",
    derivative_formula=r"\begin{cases} \frac{1}{6} & |x| < 3 \\ 0 & |x| > 3 \end{cases}",
    source=(
        "Courbariaux, Bengio, David (2015), BinaryConnect, equation 3 (with slope 1/2); "
        "slope 1/6 as in Howard et al. (2019), Searching for MobileNetV3, section 5.2, and Keras"
    ),
    keras="keras.activations.hard_sigmoid(x)",
    function=_hard_sigmoid,
    slope=lambda x, out: choose(np.abs(x) < 3, x, 1 / 6, 0, out),
    range=lambda: Interval(0, 1, True, True),
    kinks=lambda: (-3.0, 3.0),
)

HARD_TANH = Activation(
    key="hard_tanh",
    name="Hard tanh",
    formula=r"\min(1, \max(-1, x))",
    derivative_formula=r"\begin{cases} 1 & |x| < 1 \\ 0 & |x| > 1 \end{cases}",
    source="Collobert (2004), Large scale machine learning (doctoral thesis)",
    keras="keras.activations.hard_tanh(x)",
    function=lambda x, out: x.clip(-1, 1, out=out),
    slope=lambda x, out: choose(np.abs(x) <= 1, x, 1, 0, out),
    range=lambda: Interval(-1, 1, True, True),
    kinks=lambda: (-1.0, 1.0),
)
