"""Backpropagation in NumPy against TensorFlow's gradients."""

from __future__ import annotations

import os

import numpy as np
import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
tf = pytest.importorskip("tensorflow")

from core import models  # noqa: E402
from core.experiments import HIDDEN_ACTIVATIONS, CurveFit, Experiment  # noqa: E402
from core.networks.backward import gradients, incoming  # noqa: E402
from core.networks.slopes import dead, slopes  # noqa: E402
from core.networks.weights import split  # noqa: E402

POINTS = {"data": "sines", "interval": (-5.0, 5.0), "size": 60, "noise": 0.3}


def drawn(fit: CurveFit, frames: int) -> np.ndarray:
    weights = np.random.default_rng(1).normal(0, 0.8, (frames, fit.parameter_count))
    return weights.astype(np.float32)


def of_tensorflow(fit: CurveFit, weights: np.ndarray) -> np.ndarray:
    data, model = fit.load(), models.build(fit)
    model.set_weights(split(weights, fit.shapes))
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(model(data.train_inputs) - data.train_targets))
    found = tape.gradient(loss, model.trainable_variables)
    return np.concatenate(
        [
            np.zeros(shape).ravel() if part is None else part.numpy().ravel()
            for part, shape in zip(found, fit.shapes, strict=True)
        ]
    )


@pytest.mark.parametrize("depth", [1, 3])
@pytest.mark.parametrize("key", HIDDEN_ACTIVATIONS)
def test_gradients_agree_with_tensorflow(key, depth):
    fit = CurveFit(**POINTS, hidden=(4, 3, 5)[:depth], activations=(key,) * depth)
    data, weights = fit.load(), drawn(fit, 3)
    ours = gradients(fit, weights, data.train_inputs, data.train_targets)
    assert ours.shape == weights.shape
    for found, one in zip(ours, weights, strict=True):
        reference = of_tensorflow(fit, one)
        np.testing.assert_allclose(found, reference, atol=1e-4 * np.abs(reference).max(), rtol=1e-3)


def test_gradients_without_hidden_layers_and_of_standardised_data():
    fit = CurveFit(**POINTS, hidden=(), activations=(), standardised=True)
    data, weights = fit.load(), drawn(fit, 2)
    ours = gradients(fit, weights, data.train_inputs, data.train_targets)
    np.testing.assert_allclose(ours[1], of_tensorflow(fit, weights[1]), rtol=1e-4)


@pytest.mark.parametrize("key", ["relu", "prelu", "maxout"])
def test_the_weights_into_a_unit_are_those_that_change_its_sums(key):
    fit = CurveFit(**POINTS, hidden=(3, 2), activations=(key,) * 2)
    variables = [f"{layer}{part}" for layer in "abc" for part in ("kernel", "bias", "alpha")]
    if key != "prelu":
        variables = [name for name in variables if "alpha" not in name]
    variables = [name for name in variables if name != "calpha"]
    names = np.concatenate(
        [
            np.array([f"{name}{index}" for index in np.ndindex(shape)])
            for name, shape in zip(variables, fit.shapes, strict=True)
        ]
    )
    if key == "maxout":
        k = fit.layers[0].pieces
        columns = range(k, 2 * k)
        expected = [f"bkernel({row}, {column})" for row in range(3) for column in columns]
        expected += [f"bbias({column},)" for column in columns]
    else:
        expected = [f"bkernel({row}, 1)" for row in range(3)] + ["bbias(1,)"]
        expected += ["balpha(1,)"] if key == "prelu" else []
    assert names[incoming(fit, 1, 1)].tolist() == expected


def test_a_dead_unit_has_no_gradient():
    fit = CurveFit(**POINTS, hidden=(3, 3), activations=("relu", "relu"))
    data, weights = fit.load(), drawn(fit, 40)
    inputs = data.train_inputs
    gone = dead(fit, weights, inputs)
    ours = gradients(fit, weights, inputs, data.train_targets)
    assert gone.any()
    assert not gone.all()
    for layer, unit in np.ndindex(2, 3):
        own = ours[:, incoming(fit, layer, unit)]
        assert not own[gone[:, 3 * layer + unit]].any()
    # Of a network with nothing dead, every unit has one.
    alive = ~gone.any(axis=1)
    assert alive.any()
    for layer, unit in np.ndindex(2, 3):
        assert ours[alive][:, incoming(fit, layer, unit)].any(axis=1).all()


def test_alive_is_a_unit_that_some_example_gives_a_slope():
    fit = CurveFit(hidden=(3,), activations=("relu",), interval=(-1, 1))
    weights = np.array([[1, 1, 0, 0, -1.5, -1, 1, 1, 1, 0]], np.float32)
    np.testing.assert_array_equal(
        dead(fit, weights, fit.load().train_inputs), [[False, True, True]]
    )
    (only,) = slopes(fit, weights, fit.load().train_inputs)
    np.testing.assert_array_equal(only[0, :, 0], fit.load().train_x > 0)
    leaky = CurveFit(hidden=(3,), activations=("leaky_relu",), interval=(-1, 1))
    assert not dead(leaky, weights, leaky.load().train_inputs).any()


def test_slopes_are_those_of_hidden_units_whatever_the_output_is():
    experiment = Experiment(
        data="three_gaussians",
        hidden=(4,),
        activations=("relu",),
        output="softmax",
        loss="categorical_crossentropy",
    )
    weights = np.ones((2, experiment.parameter_count), np.float32)
    (only,) = slopes(experiment, weights, experiment.load().train_inputs)
    assert only.shape == (2, experiment.examples, 4)


@pytest.mark.parametrize(("alpha", "gone"), [(0.0, True), (0.2, False)])
def test_a_learned_slope_of_0_is_as_dead_as_relu(alpha, gone):
    fit = CurveFit(hidden=(1,), activations=("prelu",))
    weights = np.array([[0, -1, alpha, 1, 0]], np.float32)
    assert dead(fit, weights, fit.load().train_inputs)[0, 0] == gone


def test_many_frames_are_judged_as_each_by_itself():
    fit = CurveFit(hidden=(128, 16), activations=("relu", "relu"))
    weights, inputs = drawn(fit, 40), fit.load().train_inputs
    together = dead(fit, weights, inputs)
    assert together.shape == (40, 144)
    for row in (0, 21, 39):
        np.testing.assert_array_equal(together[row], dead(fit, weights[[row]], inputs)[0])
    bare = CurveFit(hidden=(), activations=())
    assert dead(bare, np.zeros((3, 2)), inputs).shape == (3, 0)
