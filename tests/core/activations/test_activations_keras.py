"""Every entry against the Keras code that it shows, and its derivative against TensorFlow's."""

from __future__ import annotations

import os

import numpy as np
import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
tf = pytest.importorskip("tensorflow")
keras = pytest.importorskip("keras")

from core.activations import ACTIVATIONS, VECTOR  # noqa: E402
from tests.core.activations.activation_cases import CASES, case_name  # noqa: E402

# TensorFlow holds sqrt(1/2) of gelu and the slopes of leaky ReLU in float32.
SINGLE = {"gelu": 2e-8, "gelu_tanh": 2e-8, "leaky_relu": 1e-7}
FAR = np.geomspace(1e-12, 1e4, 400)


def _evaluate(code, x):
    """Value and tape of the code that visitors see, as it is shown."""
    tensor = tf.constant(x)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(tensor)
        value = eval(code, {"keras": keras, "x": tensor})
    return np.asarray(value), tape, tensor, value


def _grid(f, settings):
    x = np.concatenate([-FAR, np.linspace(-12, 12, 2401), FAR, f.kinks(**settings)])
    return np.unique(x)


@pytest.mark.parametrize(("f", "settings"), CASES, ids=case_name)
def test_values_agree_with_keras(f, settings):
    x = _grid(f, settings)
    value, *_ = _evaluate(f.keras_code(**settings), x)
    tolerance = SINGLE.get(f.key, 1e-12)
    np.testing.assert_allclose(f(x, **settings), value, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize(("f", "settings"), CASES, ids=case_name)
def test_derivatives_agree_with_tensorflow(f, settings):
    x = _grid(f, settings)
    if f.key == "celu":
        x = x[x != 0]  # see the next test
    _, tape, tensor, value = _evaluate(f.keras_code(**settings), x)
    gradient = tape.gradient(value, tensor)
    gradient = np.zeros_like(x) if gradient is None else gradient.numpy()
    assert np.isfinite(gradient).all()
    tolerance = SINGLE.get(f.key, 1e-12)
    np.testing.assert_allclose(f.derivative(x, **settings), gradient, rtol=0, atol=tolerance)


def test_celu_is_smooth_at_zero_where_tensorflow_counts_both_sides():
    f = ACTIVATIONS["celu"]
    _, tape, tensor, value = _evaluate(f.keras_code(), np.array([0.0]))
    assert tape.gradient(value, tensor).numpy() == 2
    h = 1e-6
    slope = (f(h) - f(-h)) / (2 * h)
    assert slope == pytest.approx(1, abs=1e-6)
    assert f.derivative(0.0) == 1


VECTORS = {
    "random": np.random.default_rng(2).normal(0, 2, (5, 8)),
    "far": np.random.default_rng(3).normal(0, 3000, (5, 8)),
    "equal": np.zeros((2, 8)),
    "pairs": np.array([[1.0, 0.0, 1.0, 0.5, 0.5, 0.0, 1.0, 0.75]]),
}
VECTOR_CASES = [
    (f, settings)
    for f in VECTOR.values()
    for settings in ([f.defaults] + [{p.key: v} for p in f.parameters for v in (p.minimum, 4)])
]


@pytest.mark.parametrize(
    ("f", "settings"), VECTOR_CASES, ids=lambda part: str(getattr(part, "key", part))
)
@pytest.mark.parametrize("kind", VECTORS)
def test_vector_functions_agree_with_keras(f, settings, kind):
    x = VECTORS[kind]
    value, tape, tensor, output = _evaluate(f.keras_code(**settings), x)
    np.testing.assert_allclose(f(x, **settings), value, rtol=1e-12, atol=1e-12)
    jacobian = tape.batch_jacobian(output, tensor).numpy()
    np.testing.assert_allclose(f.jacobian(x, **settings), jacobian, rtol=0, atol=1e-12)


def test_keras_own_sparsemax_agrees_where_one_output_is_left():
    x = np.array([[3.0, 1.0, 0.0, -2.0], [0.0, 5.0, 5.5, 9.0]])
    np.testing.assert_allclose(VECTOR["sparsemax"](x), keras.activations.sparsemax(x), atol=1e-12)
