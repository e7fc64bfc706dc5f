"""The element-wise functions and derivatives as in books, calculated with mpmath's many digits."""

from __future__ import annotations

from mpmath import e, erfc, exp, expm1, log1p, mpf, npdf, pi, sech, sqrt, tanh

from core.activations.rectified import SELU_ALPHA, SELU_SCALE


def _sigma(x: mpf) -> mpf:
    return 1 / (1 + e**-x)


def _normal_share(x: mpf) -> mpf:
    return mpf(x > 0) if abs(x) > 1000 else erfc(-x / sqrt(2)) / 2


def _leaky(x: mpf, alpha: mpf) -> mpf:
    return x if x > 0 else alpha * x


def _elu(x: mpf, alpha: mpf) -> mpf:
    return x if x > 0 else alpha * expm1(x)


def _hard_sigmoid(x: mpf) -> mpf:
    return min(mpf(1), max(mpf(0), (x + 3) / 6))


CUBIC = mpf(0.044715)


def _tanh_argument(x: mpf) -> mpf:
    return sqrt(2 / pi) * (x + CUBIC * x**3)


def _gelu_tanh_slope(x: mpf) -> mpf:
    u = _tanh_argument(x)
    change = _tanh_argument(mpf(1)) / (1 + CUBIC) * (1 + 3 * CUBIC * x**2)
    return _sigma(2 * u) + x / 2 * sech(u) ** 2 * change


def _mish_slope(x: mpf) -> mpf:
    s = log1p(exp(x))
    return tanh(s) + x * sech(s) ** 2 * _sigma(x)


VALUE = {
    "binary_step": lambda x, threshold: mpf(x >= threshold),
    "linear": lambda x: x,
    "sigmoid": _sigma,
    "tanh": tanh,
    "relu": lambda x: max(x, mpf(0)),
    "leaky_relu": _leaky,
    "prelu": _leaky,
    "elu": _elu,
    "selu": lambda x: mpf(SELU_SCALE) * _elu(x, mpf(SELU_ALPHA)),
    "gelu": lambda x: x * _normal_share(x),
    "gelu_tanh": lambda x: x * _sigma(2 * _tanh_argument(x)),
    "silu": lambda x: x * _sigma(x),
    "mish": lambda x: x * tanh(log1p(exp(x))),
    "softplus": lambda x: log1p(exp(x)),
    "softsign": lambda x: x / (1 + abs(x)),
    "hard_sigmoid": _hard_sigmoid,
    "hard_silu": lambda x: x * _hard_sigmoid(x),
    "relu6": lambda x: min(max(x, mpf(0)), mpf(6)),
    "hard_tanh": lambda x: min(max(x, mpf(-1)), mpf(1)),
    "log_sigmoid": lambda x: -log1p(exp(-x)),
    "celu": lambda x, alpha: x if x > 0 else alpha * expm1(x / alpha),
    "squareplus": lambda x, b: (x + sqrt(x**2 + b)) / 2,
    "tanh_shrink": lambda x: x - tanh(x),
    "soft_shrink": lambda x, threshold: max(x - threshold, 0) + min(x + threshold, 0),
    "hard_shrink": lambda x, threshold: x if abs(x) > threshold else mpf(0),
    "sparse_plus": lambda x: x if x >= 1 else max(x + 1, mpf(0)) ** 2 / 4,
}

# At kinks as TensorFlow's gradient has it.
SLOPE = {
    "binary_step": lambda x, threshold: mpf(0),
    "linear": lambda x: mpf(1),
    "sigmoid": lambda x: _sigma(x) * _sigma(-x),
    "tanh": lambda x: sech(x) ** 2,
    "relu": lambda x: mpf(x > 0),
    "leaky_relu": lambda x, alpha: mpf(1) if x > 0 else alpha,
    "prelu": lambda x, alpha: mpf(1) if x > 0 else alpha,
    "elu": lambda x, alpha: mpf(1) if x > 0 else alpha * exp(x),
    "selu": lambda x: mpf(SELU_SCALE) * (1 if x >= 0 else mpf(SELU_ALPHA) * exp(x)),
    "gelu": lambda x: _normal_share(x) + x * npdf(x),
    "gelu_tanh": _gelu_tanh_slope,
    "silu": lambda x: _sigma(x) + x * _sigma(x) * _sigma(-x),
    "mish": _mish_slope,
    "softplus": _sigma,
    "softsign": lambda x: 1 / (1 + abs(x)) ** 2,
    "hard_sigmoid": lambda x: mpf(abs(x) < 3) / 6,
    "hard_silu": lambda x: _hard_sigmoid(x) + x * mpf(abs(x) < 3) / 6,
    "relu6": lambda x: mpf(0 < x < 6),
    "hard_tanh": lambda x: mpf(abs(x) <= 1),
    "log_sigmoid": lambda x: _sigma(-x),
    "celu": lambda x, alpha: mpf(1) if x > 0 else exp(x / alpha),
    "squareplus": lambda x, b: (1 + x / sqrt(x**2 + b)) / 2,
    "tanh_shrink": lambda x: tanh(x) ** 2,
    "soft_shrink": lambda x, threshold: mpf(abs(x) > threshold),
    "hard_shrink": lambda x, threshold: mpf(abs(x) > threshold),
    "sparse_plus": lambda x: min(max((x + 1) / 2, mpf(0)), mpf(1)),
}
