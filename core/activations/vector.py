"""Functions of a whole vector: outputs depend on many inputs, so the derivative is a matrix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.activations.activation import Function, Parameter, as_floats
from core.activations.primitives import logistic
from core.problems import Problem


def _group_of_one(**_parameters: float) -> int:
    return 1


@dataclass(frozen=True, kw_only=True)
class VectorActivation(Function):
    """An activation function of the last axis.

    `function` receives an array of shape (..., inputs), float32 or float64, and returns
    (..., outputs); `slope` returns (..., outputs, inputs). Warnings are off while they run.

    Attributes:
        group: Parameters to the number that the length of the last axis must be a multiple of.
    """

    group: Callable[..., int] = _group_of_one

    def __call__(self, x: np.ndarray, **parameters: float) -> np.ndarray:
        """The function along the last axis.

        Args:
            x: Numbers, shape (..., inputs).
            **parameters: Values by key; defaults for the others.

        Returns:
            Shape (..., outputs); float16/32/64 stay what they are, other numbers give float64.

        Raises:
            Problem: If x has no last axis, its length does not fit, x does not hold real numbers,
                or a parameter is unknown or out of bounds.
        """
        return self._applied(self.function, x, parameters)

    def jacobian(self, x: np.ndarray, **parameters: float) -> np.ndarray:
        """The derivative of each output by each input; where it jumps, what TensorFlow gives there.

        Args:
            x: Numbers, shape (..., inputs).
            **parameters: Values by key; defaults for the others.

        Returns:
            Shape (..., outputs, inputs), of the same type as the function's own.

        Raises:
            Problem: As the function itself.
        """
        return self._applied(self.slope, x, parameters)

    derivative = jacobian

    def _applied(
        self, function: Callable[..., np.ndarray], x: np.ndarray, parameters: dict[str, float]
    ) -> np.ndarray:
        settings = self.settings(**parameters)
        vectors = as_floats(x)
        if vectors.ndim == 0 or vectors.shape[-1] == 0:
            raise Problem(
                "{function} needs at least one number in each vector.", function=self.name
            )
        group = self.group(**settings)
        if vectors.shape[-1] % group:
            raise Problem(
                "{function} needs vectors whose length is a multiple of {group}, not {length}.",
                function=self.name,
                group=group,
                length=vectors.shape[-1],
            )
        working_type = np.float32 if vectors.dtype == np.float16 else vectors.dtype
        with np.errstate(all="ignore"):
            values = function(vectors.astype(working_type, copy=False), **settings)
            return values.astype(vectors.dtype, copy=False) + 0  # turns -0.0 into 0.0


def _below_largest(x: np.ndarray) -> np.ndarray:
    """x less the largest of its vector; infinite ones that are the largest give 0."""
    largest = x.max(axis=-1, keepdims=True)
    return np.where(x == largest, 0, x - largest)


def _shares(logits: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Softmax, one minus softmax, and the logarithm of softmax, none with cancellation."""
    weights = np.exp(logits)
    first_largest = np.expand_dims(np.argmax(logits, axis=-1), -1)
    others = weights.copy()
    np.put_along_axis(others, first_largest, 0, axis=-1)
    rest = others.sum(axis=-1, keepdims=True)
    complement = 1 - weights / (1 + rest)
    np.put_along_axis(complement, first_largest, rest / (1 + rest), axis=-1)
    return weights / (1 + rest), complement, logits - np.log1p(rest)


def _softmax(x: np.ndarray, temperature: float) -> np.ndarray:
    return _shares(_below_largest(x) / temperature)[0]


def _softmax_jacobian(x: np.ndarray, temperature: float) -> np.ndarray:
    shares, complement, _ = _shares(_below_largest(x) / temperature)
    matrix = -shares[..., :, None] * shares[..., None, :]
    diagonal = np.arange(x.shape[-1])
    matrix[..., diagonal, diagonal] = shares * complement
    return matrix / temperature


SOFTMAX = VectorActivation(
    key="softmax",
    name="Softmax",
    formula=r"y_i = \frac{e^{x_i / T}}{\sum_j e^{x_j / T}}",
    derivative_formula=r"\frac{\partial y_i}{\partial x_j} = \frac{y_i (\delta_{ij} - y_j)}{T}",
    source=(
        "Bridle (1990), Probabilistic interpretation of feedforward classification network outputs;"
        " temperature as in Hinton, Vinyals, Dean (2015), Distilling the knowledge in a neural "
        "network, equation 1"
    ),
    keras="keras.activations.softmax(x / {temperature})",
    function=_softmax,
    slope=_softmax_jacobian,
    parameters=(Parameter("temperature", 1.0, 0.05, 20.0, 0.05, "T"),),
)


def _log_softmax_jacobian(x: np.ndarray) -> np.ndarray:
    shares, complement, _ = _shares(_below_largest(x))
    matrix = np.repeat(-shares[..., None, :], x.shape[-1], axis=-2)
    diagonal = np.arange(x.shape[-1])
    matrix[..., diagonal, diagonal] = complement
    return matrix


LOG_SOFTMAX = VectorActivation(
    key="log_softmax",
    name="Log-softmax",
    formula=r"y_i = x_i - \ln \sum_j e^{x_j}",
    derivative_formula=(
        r"\frac{\partial y_i}{\partial x_j} = \delta_{ij} - \frac{e^{x_j}}{\sum_k e^{x_k}}"
    ),
    source="definition as in Keras",
    keras="keras.activations.log_softmax(x)",
    function=lambda x: _shares(_below_largest(x))[2],
    slope=_log_softmax_jacobian,
)


def _support(x: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Heights below the largest, their threshold, and the size of the support of sparsemax."""
    # What lies 1 below the largest or more gets nothing; -2 keeps infinities out of the sums.
    heights = np.maximum(_below_largest(x), -2)
    ordered = -np.sort(-heights, axis=-1)
    totals = np.cumsum(ordered, axis=-1)
    ranks = np.arange(1, x.shape[-1] + 1, dtype=x.dtype)
    size = (1 + ranks * ordered > totals).sum(axis=-1, keepdims=True)
    size = np.maximum(size, 1)  # with NaN there is no support; the total still is NaN
    threshold = (np.take_along_axis(totals, size - 1, axis=-1) - 1) / size.astype(x.dtype)
    return heights, threshold, size


def _sparsemax(x: np.ndarray) -> np.ndarray:
    heights, threshold, _ = _support(x)
    return np.maximum(heights - threshold, 0)


def _sparsemax_jacobian(x: np.ndarray) -> np.ndarray:
    heights, threshold, size = _support(x)
    inside = (heights > threshold).astype(x.dtype)
    identity = np.eye(x.shape[-1], dtype=x.dtype)
    matrix = inside[..., :, None] * (identity - (inside / size)[..., None, :])
    return np.where(np.isnan(threshold)[..., None], np.nan, matrix)


SPARSEMAX = VectorActivation(
    key="sparsemax",
    name="Sparsemax",
    formula=(r"y_i = \max(0, x_i - \tau(x)), \quad \tau \text{ such that } \sum_i y_i = 1"),
    derivative_formula=(
        r"\frac{\partial y_i}{\partial x_j} = \delta_{ij} - \frac{1}{|S|} \text{ for } i, j \in S, "
        r"\text{ else } 0, \quad S = \{i : y_i > 0\}"
    ),
    source=("Martins, Astudillo (2016), From softmax to sparsemax, algorithm 1 and section 2.5"),
    # keras.activations.sparsemax of Keras 3.15 adds up all partial sums instead of taking the last,
    # so that its outputs do not sum to 1. The threshold is the largest of these quotients.
    keras=(
        "keras.ops.relu(x - keras.ops.max("
        "(keras.ops.cumsum(keras.ops.flip(keras.ops.sort(x), axis=-1), axis=-1) - 1)"
        " / keras.ops.arange(1, x.shape[-1] + 1, dtype=x.dtype), axis=-1, keepdims=True))"
    ),
    function=_sparsemax,
    slope=_sparsemax_jacobian,
)


def _halves(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    middle = x.shape[-1] // 2
    return x[..., :middle], x[..., middle:]


def _gated(values: np.ndarray, factor: np.ndarray, closed: np.ndarray) -> np.ndarray:
    """The product with its limit: an infinite value passes unless its gate is quite closed."""
    product = np.where(np.isinf(values) & ~np.isnan(factor), values, values * factor)
    return np.where(closed & ~np.isnan(values), 0, product)


def _glu(x: np.ndarray) -> np.ndarray:
    values, gates = _halves(x)
    return _gated(values, logistic(gates), np.isneginf(gates))


def _glu_jacobian(x: np.ndarray) -> np.ndarray:
    values, gates = _halves(x)
    opened = logistic(gates)
    steepness = opened * logistic(-gates)
    outputs = np.arange(values.shape[-1])
    matrix = np.zeros((*values.shape, x.shape[-1]), x.dtype)
    matrix[..., outputs, outputs] = opened
    matrix[..., outputs, outputs + values.shape[-1]] = _gated(values, steepness, np.isinf(gates))
    return np.where(np.isnan(values + opened)[..., None], np.nan, matrix)


GLU = VectorActivation(
    key="glu",
    name="GLU",
    formula=r"y_i = x_i\,\sigma(x_{i + n}), \quad x \in \mathbb{R}^{2n}",
    derivative_formula=(
        r"\frac{\partial y_i}{\partial x_i} = \sigma(x_{i + n}), \quad "
        r"\frac{\partial y_i}{\partial x_{i + n}} = x_i\,\sigma'(x_{i + n})"
    ),
    source=(
        "Dauphin, Fan, Auli, Grangier (2017), Language modeling with gated convolutional networks, "
        "equation 1"
    ),
    keras="keras.activations.glu(x)",
    function=_glu,
    slope=_glu_jacobian,
    group=lambda: 2,
)


def _grouped(x: np.ndarray, k: int) -> np.ndarray:
    return x.reshape(*x.shape[:-1], x.shape[-1] // k, k)


def _maxout_jacobian(x: np.ndarray, k: int) -> np.ndarray:
    groups = _grouped(x, k)
    largest = groups.max(axis=-1, keepdims=True)
    winners = (groups == largest).astype(x.dtype)
    shares = winners / winners.sum(axis=-1, keepdims=True)  # 0/0, so NaN, in a group with NaN
    outputs = np.arange(groups.shape[-2])
    matrix = np.zeros((*groups.shape[:-1], *groups.shape[-2:]), x.dtype)
    matrix[..., outputs, outputs, :] = shares
    return matrix.reshape(*groups.shape[:-1], x.shape[-1])


MAXOUT = VectorActivation(
    key="maxout",
    name="Maxout",
    formula=r"y_i = \max_{1 \le j \le k} x_{(i - 1) k + j}",
    derivative_formula=(
        r"\frac{\partial y_i}{\partial x_j} = "
        r"\begin{cases} 1 & x_j \text{ is the largest of group } i \\ 0 & \text{else} \end{cases}"
    ),
    source="Goodfellow, Warde-Farley, Mirza, Courville, Bengio (2013), Maxout networks, section 3",
    keras="keras.ops.max(keras.ops.reshape(x, (*x.shape[:-1], -1, {k})), axis=-1)",
    function=lambda x, k: _grouped(x, k).max(axis=-1),
    slope=_maxout_jacobian,
    parameters=(Parameter("k", 2, 2, 8, 1, "k", whole=True),),
    group=lambda k: k,
)
