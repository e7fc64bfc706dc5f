"""The compiled loop against Keras' own `fit`, on programs that have been used before."""

from __future__ import annotations

import dataclasses
import os

import numpy as np
import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
tf = pytest.importorskip("tensorflow")

from core import models  # noqa: E402
from core.experiments import OPTIMIZERS, Experiment  # noqa: E402
from core.training import shuffled, train  # noqa: E402
from tests.core.training.training_cases import SMALL, as_vector, difference, fitted, used_before  # noqa: E402

ARCHITECTURES = {
    "none hidden": {"hidden": (), "activations": ()},
    "the network of the notes": {
        "hidden": (2,),
        "activations": ("sigmoid",),
        "output": "linear",
        "loss": "mse",
    },
    "learned and maxout": {"hidden": (3, 4), "activations": ("prelu", "maxout")},
    "six layers": {
        "hidden": (4,) * 6,
        "activations": ("elu", "gelu", "silu", "selu", "tanh", "mish"),
    },
    "three classes": {
        "data": "three_gaussians",
        "output": "softmax",
        "loss": "categorical_crossentropy",
    },
    "no slope": {"activations": ("tanh", "binary_step")},
    "more features": {"features": ("x1", "x2", "x1_squared", "sin_x1")},
    "penalties": {"l1": 0.01, "l2": 0.02},
    "logarithmic": {"loss": "msle"},
    "percentage": {"loss": "mape"},
    "absolute": {"loss": "mae"},
    "counts": {"loss": "poisson"},
    "one unit under categorical cross-entropy": {"loss": "categorical_crossentropy"},
}


def assert_agrees_with_fit(experiment: Experiment, frames: int, **options) -> None:
    train(used_before(experiment), frames=3, **options)
    run = train(experiment, frames=frames, shuffle=False, **options)
    history, weights = fitted(experiment)
    ours = {
        "loss": run.history.loss + run.history.penalty,
        "accuracy": run.history.accuracy,
        "val_loss": run.history.held_loss,
        "val_accuracy": run.history.held_accuracy,
    }
    if experiment.l1 or experiment.l2:
        # Of the weights after each epoch, not in its course.
        every = train(experiment, frames=experiment.epochs + 1, shuffle=False, **options)
        ours["val_loss"] = ours["val_loss"] + every.figures.penalty[1:]
    for name, reference in history.items():
        assert difference(ours[name], reference) < 1e-5, name
    assert difference(run.weights[-1], weights) < 1e-5


@pytest.mark.parametrize("batch", [0, 6, 7], ids=["full batch", "dividing", "not dividing"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_agrees_with_fit(optimizer, batch):
    experiment = dataclasses.replace(SMALL, optimizer=optimizer, batch=batch)
    assert_agrees_with_fit(experiment, frames=5)


@pytest.mark.filterwarnings("ignore:In loss categorical_crossentropy")
@pytest.mark.filterwarnings("ignore:Gradients do not exist")
@pytest.mark.parametrize("name", ARCHITECTURES)
def test_every_kind_of_network_agrees_with_fit(name):
    experiment = dataclasses.replace(SMALL, batch=7, **ARCHITECTURES[name])
    assert_agrees_with_fit(experiment, frames=1)


def test_the_plain_graph_agrees_with_fit():
    assert_agrees_with_fit(dataclasses.replace(SMALL, batch=7), frames=5, compiled=False)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_plain_graph_agrees_over_fifteen_thousand_steps(optimizer):
    experiment = Experiment(epochs=15_000, optimizer=optimizer)
    run = train(experiment, frames=1, compiled=False)
    data = experiment.load()
    model = models.compiled(experiment)
    model.steps_per_execution = 500
    steps = tf.data.Dataset.from_tensors((data.train_inputs, data.train_targets)).repeat(15_000)
    model.fit(steps, epochs=1, shuffle=False, verbose=0)
    assert difference(run.weights[-1], as_vector(model)) < 1e-5


def test_shuffled_batches_are_those_that_the_formula_says():
    experiment = dataclasses.replace(SMALL, batch=5, epochs=4, seed=3)
    run = train(experiment, frames=2)
    data = experiment.load()
    model = models.compiled(experiment)
    for epoch in range(experiment.epochs):
        order = np.random.Generator(np.random.PCG64([3, epoch])).permutation(18)
        np.testing.assert_array_equal(shuffled(3, epoch, 18), order)
        for first in range(0, 18, 5):
            chosen = order[first : first + 5]
            model.train_on_batch(data.train_inputs[chosen], data.train_targets[chosen])
    assert difference(run.weights[-1], as_vector(model)) < 1e-5
    in_order = train(experiment, frames=2, shuffle=False)
    assert difference(in_order.weights[-1], run.weights[-1]) > 1e-3
