"""Keras models from experiments: layers, starts, counts, against the registry and Keras itself."""

from __future__ import annotations

import dataclasses
import os

import numpy as np
import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
keras = pytest.importorskip("keras")

from core import models  # noqa: E402
from core.activations import ACTIVATIONS  # noqa: E402
from core.experiments import (  # noqa: E402
    BIAS_INITIALIZERS,
    HIDDEN_ACTIVATIONS,
    INITIALIZERS,
    Experiment,
)
from core.studies.decision_boundaries.presets import NOTES  # noqa: E402

POINTS = np.random.default_rng(0).uniform(-3, 3, (50, 2)).astype(np.float32)
OTHER_PARAMETERS = {
    f"{key}.{p.key}": 3 if p.whole else 0.7
    for key in HIDDEN_ACTIVATIONS
    for p in ACTIVATIONS[key].parameters
}


def one_hidden(key: str, **settings) -> Experiment:
    return Experiment(hidden=(3,), activations=(key,), **settings)


def by_registry(experiment: Experiment, points: np.ndarray) -> np.ndarray:
    """The network's output, from its weights and the registry alone."""
    weights = iter(models.build(experiment).get_weights())
    values = points.astype(np.float64)
    for layer in experiment.layers:
        values = values @ next(weights) + next(weights)
        parameters = dict(layer.parameters)
        if layer.learned:
            parameters = {"alpha": float(next(weights)[0])}
        values = ACTIVATIONS[layer.activation](values, **parameters)
    return values


@pytest.mark.parametrize("parameters", [{}, OTHER_PARAMETERS], ids=["defaults", "others"])
@pytest.mark.parametrize("key", HIDDEN_ACTIVATIONS)
def test_a_hidden_function_means_what_the_registry_says(key, parameters):
    names = {name: value for name, value in parameters.items() if name.split(".")[0] == key}
    experiment = one_hidden(key, parameters=tuple(names.items()), bias_initializer="random_normal")
    model = models.build(experiment)
    expected = by_registry(experiment, POINTS)
    np.testing.assert_allclose(model(POINTS), expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(
    "settings",
    [
        {"output": "linear"},
        {"output": "sigmoid"},
        {"output": "softmax", "loss": "categorical_crossentropy"},
    ],
    ids=lambda settings: settings["output"],
)
def test_an_output_means_what_the_registry_says(settings):
    experiment = Experiment(**settings)
    expected = by_registry(experiment, POINTS)
    assert expected.shape == (50, experiment.outputs)
    np.testing.assert_allclose(models.build(experiment)(POINTS), expected, rtol=1e-5, atol=1e-6)


DEEP = Experiment(
    hidden=(4, 3, 5), activations=("prelu", "maxout", "tanh"), parameters=(("prelu.alpha", 0.3),)
)


@pytest.mark.parametrize("initializer", INITIALIZERS)
@pytest.mark.parametrize("bias_initializer", BIAS_INITIALIZERS)
def test_weights_drawn_without_a_model_are_those_of_the_model(initializer, bias_initializer):
    experiment = dataclasses.replace(
        DEEP, initializer=initializer, bias_initializer=bias_initializer, seed=77
    )
    arrays = models.build(experiment).get_weights()
    assert tuple(array.shape for array in arrays) == experiment.shapes
    built = np.concatenate([array.ravel() for array in arrays])
    np.testing.assert_array_equal(models.initial_weights(experiment), built)
    np.testing.assert_array_equal(models.initial_weights(experiment, [5, 77])[1], built)


def test_every_seed_draws_other_numbers_for_every_layer():
    square = Experiment(
        hidden=(2, 2), activations=("tanh", "tanh"), bias_initializer="random_normal"
    )
    drawn = [
        models.split(weights, square.shapes) for weights in models.initial_weights(square, range(9))
    ]
    # Glorot's bound is the same for layers of two by two: only the seed tells them apart.
    tables = [array.tobytes() for arrays in drawn for array in arrays[:4]]
    assert len(set(tables)) == len(tables)


def test_no_global_seed_is_touched_or_used():
    keras.utils.set_random_seed(1)
    first = keras.random.normal((3,))
    keras.utils.set_random_seed(1)
    state = np.random.get_state()[1].copy()
    weights = models.initial_weights(DEEP)
    models.build(DEEP)
    np.testing.assert_array_equal(np.random.get_state()[1], state)
    np.testing.assert_array_equal(keras.random.normal((3,)), first)
    np.testing.assert_array_equal(models.initial_weights(DEEP), weights)


def test_weights_set_by_hand_take_the_place_of_the_draw():
    numbers = tuple(float(i) for i in range(9))
    experiment = Experiment(weights=numbers)
    model = models.build(experiment)
    np.testing.assert_array_equal(np.concatenate([w.ravel() for w in model.get_weights()]), numbers)
    np.testing.assert_array_equal(models.initial_weights(experiment, [3, 4]), [numbers, numbers])


@pytest.mark.parametrize("name", NOTES)
def test_the_networks_of_the_notes_have_keras_parameter_count(name):
    assert models.build(NOTES[name]).count_params() == NOTES[name].parameter_count


def test_the_perceptron_of_the_notes_begins_with_the_neurons_own_draw():
    model = models.build(NOTES["b1_or"])
    kernel, bias = model.get_weights()
    drawn = np.random.default_rng(NOTES["b1_or"].seed).standard_normal(3)
    np.testing.assert_allclose([*kernel[:, 0], *bias], drawn, rtol=1e-6)
    assert set(np.unique(model(POINTS))) == {0, 1}


def test_the_summary_is_that_of_keras_and_the_same_each_time():
    text = models.summary(DEEP)
    assert text == models.summary(DEEP)
    assert f"Total params: {DEEP.parameter_count}" in text
    for name in ("hidden_1 (Dense)", "hidden_1_prelu (PReLU)", "hidden_3 (Dense)", "output"):
        assert name in text


@pytest.mark.parametrize("key", ["sigmoid", "relu", "leaky_relu", "elu", "prelu", "maxout"])
def test_a_saved_model_needs_nothing_but_keras(key, tmp_path):
    names = {name: value for name, value in OTHER_PARAMETERS.items() if name.split(".")[0] == key}
    model = models.build(one_hidden(key, parameters=tuple(names.items()), l2=0.01))
    model.save(tmp_path / "network.keras")
    loaded = keras.saving.load_model(tmp_path / "network.keras", safe_mode=True)
    np.testing.assert_array_equal(loaded(POINTS), model(POINTS))


def test_penalties_are_those_of_all_kernels_and_of_nothing_else():
    experiment = dataclasses.replace(DEEP, l1=0.1, l2=0.2, bias_initializer="ones")
    model = models.build(experiment)
    kernels = [array for array in model.get_weights() if array.ndim == 2]
    expected = sum(0.1 * np.abs(k).sum() + 0.2 * np.square(k).sum() for k in kernels)
    assert float(sum(model.losses)) == pytest.approx(expected, rel=1e-6)
