"""The networks of exported programs and model files against those that the trainer builds."""

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
    OPTIMIZERS,
    CurveFit,
    Experiment,
)
from core.export import SAVE_JOB  # noqa: E402
from core.export.networks import network_cells  # noqa: E402
from core.export.saving import save_job  # noqa: E402
from core.studies.decision_boundaries.presets import NOTES  # noqa: E402
from core.workers.inside import named  # noqa: E402

POINTS = np.random.default_rng(0).uniform(-3, 3, (50, 2)).astype(np.float32)
PARAMETERS = tuple(
    (f"{key}.{p.key}", 3 if p.whole else 0.7)
    for key in HIDDEN_ACTIVATIONS
    for p in ACTIVATIONS[key].parameters
)
DEEP = Experiment(
    hidden=(4, 3, 5),
    activations=("prelu", "maxout", "tanh"),
    bias_initializer="random_normal",
    output="sigmoid",
    l1=0.1,
    l2=0.2,
    seed=77,
)


def one_hidden(key: str, parameters: tuple) -> Experiment:
    own = tuple(pair for pair in parameters if pair[0].split(".")[0] == key)
    return Experiment(hidden=(3,), activations=(key,), parameters=own, epochs=1)


def exported(experiment: Experiment) -> keras.Model:
    """The compiled model that the program makes."""
    (imports, *_data, network, compiling, _fit, _figures) = network_cells(experiment)
    variables: dict[str, object] = {}
    for cell in (imports, network, compiling):
        exec(cell.code, variables)
    return variables["model"]


def settings_of(model: keras.Model) -> dict[str, object]:
    """Loss and optimizer of a compiled model; Keras numbers the optimizer's name."""
    return model.optimizer.get_config() | {"name": "", "loss": model.loss}


def assert_same(model: keras.Model, expected: keras.Model) -> None:
    for ours, theirs in zip(model.get_weights(), expected.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    np.testing.assert_allclose(model(POINTS), expected(POINTS), rtol=1e-6, atol=1e-7)
    assert float(sum(model.losses)) == float(sum(expected.losses))


@pytest.mark.parametrize("parameters", [(), PARAMETERS], ids=["defaults", "others"])
@pytest.mark.parametrize("key", HIDDEN_ACTIVATIONS)
def test_the_code_builds_the_network_with_every_function(key, parameters):
    experiment = one_hidden(key, parameters)
    assert_same(exported(experiment), models.build(experiment))


@pytest.mark.parametrize(
    ("initializer", "bias_initializer"),
    [
        *((key, "random_normal") for key in INITIALIZERS),
        *(("glorot_uniform", key) for key in BIAS_INITIALIZERS),
        ("zeros", "ones"),
    ],
)
def test_the_code_draws_the_same_weights(initializer, bias_initializer):
    experiment = dataclasses.replace(
        DEEP, initializer=initializer, bias_initializer=bias_initializer
    )
    assert_same(exported(experiment), models.build(experiment))


def test_the_code_sets_weights_by_hand():
    numbers = np.random.default_rng(0).normal(0, 3, DEEP.parameter_count).round(6)
    experiment = dataclasses.replace(DEEP, weights=tuple(numbers.tolist()))
    assert_same(exported(experiment), models.build(experiment))


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_the_code_has_the_optimizer_with_all_of_its_settings(key):
    experiment = dataclasses.replace(DEEP, optimizer=key, learning_rate=0.03, weight_decay=0.2)
    ours, theirs = exported(experiment), models.compiled(experiment)
    assert settings_of(ours) == settings_of(theirs)


def saved(experiment: Experiment, weights: np.ndarray, tmp_path) -> keras.Model:
    reports = []
    path = tmp_path / "network.keras"
    path.write_bytes(save_job(lambda *numbers: reports.append(numbers), experiment, weights))
    assert reports == [(1, 1)]
    return keras.saving.load_model(path, safe_mode=True)


def test_a_worker_finds_the_job():
    assert named(SAVE_JOB) is save_job


@pytest.mark.parametrize("parameters", [(), PARAMETERS], ids=["defaults", "others"])
@pytest.mark.parametrize("key", HIDDEN_ACTIVATIONS)
def test_a_model_file_needs_nothing_but_keras(key, parameters, tmp_path):
    experiment = one_hidden(key, parameters)
    other = dataclasses.replace(experiment, seed=5)
    model = saved(experiment, models.initial_weights(other), tmp_path)
    assert_same(model, models.build(other))


@pytest.mark.parametrize(
    "experiment",
    [
        DEEP,
        NOTES["b1_xor"],
        Experiment(output="softmax", loss="categorical_crossentropy", optimizer="adamw"),
    ],
    ids=["deep", "step", "softmax"],
)
def test_a_model_file_can_be_trained_on(experiment, tmp_path):
    model = saved(experiment, models.initial_weights(experiment), tmp_path)
    assert_same(model, models.build(experiment))
    assert settings_of(model) == settings_of(models.compiled(experiment))
    if experiment.rule == "gradient":
        before = model.get_weights()[0]
        model.fit(POINTS, np.zeros((50, experiment.outputs)), verbose=0)
        assert not np.array_equal(model.get_weights()[0], before)


def test_a_fit_of_a_curve_is_exported_with_its_start_and_as_a_file(tmp_path):
    fit = CurveFit(
        hidden=(4, 3),
        activations=("prelu", "hard_shrink"),
        bias_initializer="constant",
        bias=-0.75,
        optimizer="adamw",
        seed=12,
    )
    x = fit.load().train_inputs
    start, built = exported(fit), models.build(fit)
    model = saved(fit, models.initial_weights(fit), tmp_path)
    for other in (start, model):
        for ours, theirs in zip(other.get_weights(), built.get_weights(), strict=True):
            np.testing.assert_array_equal(ours, theirs)
        np.testing.assert_allclose(other(x), built(x), rtol=1e-6, atol=1e-6)
        assert settings_of(other) == settings_of(models.compiled(fit))
