"""The step, the line, and the S-shaped functions."""

from __future__ import annotations

import math

import numpy as np

from core.activations.activation import Activation, Interval, Parameter
from core.activations.stable import chosen, logistic_tail, unit_mirrored


def _step(x: np.ndarray, threshold: float) -> np.ndarray:
    return chosen(x >= threshold, x, 1, 0)


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
    slope=lambda x, threshold: chosen(np.zeros_like(x, dtype=bool), x, 1, 0),
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
    function=lambda x: x,
    slope=lambda x: chosen(np.ones_like(x, dtype=bool), x, 1, 0),
    range=lambda: Interval(-math.inf, math.inf, False, False),
)


def sigmoid(x: np.ndarray) -> np.ndarray:
    """1/(1 + exp(-x)) of one block."""
    return unit_mirrored(x, logistic_tail(np.abs(x)))


def _sigmoid_slope(x: np.ndarray) -> np.ndarray:
    decay = np.exp(-np.abs(x))
    return decay / np.square(1 + decay)


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


def _tanh_slope(x: np.ndarray) -> np.ndarray:
    # 1 - tanh² would cancel where tanh is near 1.
    decay = np.exp(-2 * np.abs(x))
    return 4 * decay / np.square(1 + decay)


TANH = Activation(
    key="tanh",
    name="Tanh",
    formula=r"\tanh x = \frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}",
    derivative_formula=r"1 - \tanh^2 x",
    source="LeCun, Bottou, Orr, Müller (1998), Efficient BackProp, section 4.4",
    keras="keras.activations.tanh(x)",
    function=np.tanh,
    slope=_tanh_slope,
    range=lambda: Interval(-1, 1, False, False),
)


def _softsign(x: np.ndarray) -> np.ndarray:
    bounded = x.clip(-1e30, 1e30)  # from there on the quotient is 1 to the last digit
    return bounded / (1 + np.abs(bounded))


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
    slope=lambda x: np.square(1 / (1 + np.abs(x))),
    range=lambda: Interval(-1, 1, False, False),
)

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
    function=lambda x: (x + 3).clip(0, 6) / 6,
    slope=lambda x: chosen(np.abs(x) < 3, x, 1 / 6, 0),
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
    function=lambda x: x.clip(-1, 1),
    slope=lambda x: chosen(np.abs(x) <= 1, x, 1, 0),
    range=lambda: Interval(-1, 1, True, True),
    kinks=lambda: (-1.0, 1.0),
)
