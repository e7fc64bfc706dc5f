"""Trainings of curves: what Keras' own `fit` gives, told in units of y."""

from __future__ import annotations

import dataclasses
import os
import pickle
import subprocess
import sys

import numpy as np
import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
keras = pytest.importorskip("keras")

from core import models  # noqa: E402
from core.analysis.fits import predictions, residuals  # noqa: E402
from core.experiments import OPTIMIZERS, CurveFit  # noqa: E402
from core.training import train, train_many  # noqa: E402
from tests.core.training.training_cases import difference, fitted  # noqa: E402

SMALL = CurveFit(
    data="sines",
    interval=(-6, 6),
    size=121,
    noise=0.2,
    held_out=0.2,
    hidden=(5,),
    activations=("tanh",),
    epochs=20,
    seed=3,
)
ARCHITECTURES = {
    "parallel, as in the notes": CurveFit(epochs=20),
    "serial, as in the notes": CurveFit(
        hidden=(2, 2, 2), activations=("relu",) * 3, epochs=20, seed=7
    ),
    "no hidden layer": dataclasses.replace(SMALL, hidden=(), activations=()),
    "learned and maxout": dataclasses.replace(
        SMALL, hidden=(4, 3), activations=("prelu", "maxout"), bias_initializer="random_normal"
    ),
    "standardised": dataclasses.replace(SMALL, standardised=True, data="x_sine", noise=2),
    "six layers": dataclasses.replace(
        SMALL, hidden=(4,) * 6, activations=("elu", "leaky_relu", "silu", "selu", "tanh", "mish")
    ),
    "full batch": dataclasses.replace(SMALL, batch=0),
    "constant biases": dataclasses.replace(SMALL, bias_initializer="constant", bias=-0.7),
    "weights of one's own": dataclasses.replace(SMALL, weights=tuple(n / 10 for n in range(16))),
}


def assert_agrees_with_fit(fit: CurveFit) -> None:
    used = dataclasses.replace(fit, seed=99, data_seed=9, learning_rate=0.3, epochs=3, weights=())
    assert used.architecture == fit.architecture
    train(used, frames=2)
    run = train(fit, frames=4, shuffle=False)
    history, weights = fitted(fit)
    scale = fit.load().loss_scale
    assert history.keys() == ({"loss", "val_loss"} if fit.held_examples else {"loss"})
    assert difference(run.history.loss, scale * history["loss"]) < 1e-5
    if fit.held_examples:
        assert difference(run.history.held_loss, scale * history["val_loss"]) < 1e-5
    assert difference(run.weights[-1], weights) < 1e-5


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_every_kind_of_network_agrees_with_fit(name):
    assert_agrees_with_fit(ARCHITECTURES[name])


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_agrees_with_fit(optimizer):
    assert_agrees_with_fit(dataclasses.replace(SMALL, optimizer=optimizer))


@pytest.mark.parametrize("name", ["learned and maxout", "standardised"])
def test_predictions_and_errors_are_those_of_the_keras_model_in_units_of_y(name):
    fit = ARCHITECTURES[name]
    run, data = train(fit, frames=5), fit.load()
    assert run.planes is None
    assert run.maps == ()
    assert run.predictions.shape == (5, 401)
    for number, frame in enumerate(run.frames):
        model = models.build(fit)
        model.set_weights(frame.weights)
        said = data.to_y(model(data.to_inputs(fit.grid)).numpy()[:, 0])
        np.testing.assert_allclose(run.predictions[number], said, rtol=1e-4, atol=1e-4)
        on_train = data.to_y(model(data.train_inputs).numpy()[:, 0])
        on_held = data.to_y(model(data.held_inputs).numpy()[:, 0])
        errors = (
            np.mean((data.train_y - on_train) ** 2),
            np.mean((data.held_y - on_held) ** 2),
        )
        found = frame.figures["loss"], frame.figures["held_loss"]
        assert found == pytest.approx(errors, rel=1e-4)
        own = residuals(fit, data, run.weights[[number]])
        np.testing.assert_allclose(own[0], data.train_y - on_train, atol=1e-4)


def test_there_is_no_accuracy_of_a_curve():
    run = train(SMALL, frames=2)
    for figures in (run.history, run.figures):
        assert figures.accuracy is figures.held_accuracy is None
        assert list(figures.row(-1)) == ["loss", "penalty", "held_loss"]


def test_standardising_is_another_training_of_the_same_curve():
    raw = CurveFit(epochs=30, hidden=(6, 6), activations=("relu", "relu"))
    standardised = dataclasses.replace(raw, standardised=True)
    losses = {
        fit.standardised: train(fit, frames=2).figures.loss[-1] for fit in (raw, standardised)
    }
    # Both in units of y squared, and both a fit.
    assert losses[True] != pytest.approx(losses[False], rel=1e-3)
    assert all(90 < loss < 300 for loss in losses.values())


def test_the_same_experiment_gives_the_same_run():
    first = train(SMALL, frames=4)
    train(dataclasses.replace(SMALL, seed=8), frames=2)
    again = train(SMALL, frames=4)
    np.testing.assert_array_equal(first.weights, again.weights)
    np.testing.assert_array_equal(first.predictions, again.predictions)
    np.testing.assert_array_equal(first.history.held_loss, again.history.held_loss)


@pytest.mark.parametrize("name", ["standardised", "learned and maxout", "constant biases"])
def test_each_of_many_seeds_gives_what_train_gives(name):
    fit = ARCHITECTURES[name]
    many = train_many(fit, [4, 0, 17])
    assert many.planes is None
    for row, seed in enumerate([4, 0, 17]):
        run = train(dataclasses.replace(fit, seed=seed), frames=2)
        assert difference(many.initial_weights[row], run.weights[0]) == 0
        assert difference(many.final_weights[row], run.weights[-1]) < 1e-4
        assert many.figures.row(row) == pytest.approx(run.figures.row(-1), rel=1e-3)
        for which, shown in zip(("best", "worst"), many.predictions, strict=True):
            if getattr(many, which) == row:
                np.testing.assert_allclose(shown, run.predictions[-1], atol=1e-3)


def test_a_training_goes_on_from_given_weights():
    half = dataclasses.replace(SMALL, epochs=10, batch=0, optimizer="sgd")
    first = train(half, frames=2)
    rest = train(dataclasses.replace(half, weights=tuple(map(float, first.weights[-1]))), frames=2)
    whole = train(dataclasses.replace(half, epochs=20), frames=2)
    assert difference(rest.weights[-1], whole.weights[-1]) < 1e-5


def test_callbacks_hear_of_the_error_and_may_end_the_run():
    stopping = keras.callbacks.EarlyStopping("val_loss", min_delta=1e9, patience=2)
    run = train(dataclasses.replace(SMALL, epochs=20), frames=21, callbacks=[stopping])
    assert run.why == "callback"
    assert run.stopped_at == 3


def test_a_training_that_diverges_says_so():
    fit = dataclasses.replace(CurveFit(), optimizer="sgd", learning_rate=10, epochs=5)
    run = train(fit, frames=6)
    assert run.why == "diverged"
    assert np.isfinite(run.predictions).all()


def test_the_server_can_hold_a_run_without_tensorflow():
    code = (
        "import pickle, sys; run = pickle.load(sys.stdin.buffer); "
        "from core.analysis.fits import contributions; "
        "contributions(run.experiment, run.experiment.load(), run.weights); "
        "print(run.predictions.shape, 'tensorflow' in sys.modules, 'keras' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=pickle.dumps(train(SMALL, frames=3)),
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().split() == ["(3,", "401)", "False", "False"]


def test_predictions_of_many_frames_are_those_of_each():
    weights = np.random.default_rng(0).normal(size=(40, SMALL.parameter_count)).astype(np.float32)
    data, x = SMALL.load(), np.linspace(-6, 6, 50_001)
    together = predictions(SMALL, data, weights, x)
    for row in (0, 17, 39):
        np.testing.assert_allclose(
            together[row], predictions(SMALL, data, weights[[row]], x)[0], rtol=1e-5, atol=1e-5
        )
