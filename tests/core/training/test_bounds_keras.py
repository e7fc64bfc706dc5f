"""Every number of a variant and of an experiment at both its bounds, judged by Keras."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.experiments import Experiment
from core.experiments.curve_fit import CurveFit
from core.experiments.race import Race
from core.experiments.variant import Variant
from core.problems import Problem
from core.settings import Number, Numbers
from core.training import train
from tests.core.training.race_cases import fitted as race_fitted
from tests.core.training.race_cases import raced
from tests.core.training.training_cases import SMALL, fitted

# With which other setting a number has an effect.
COMPANIONS = {
    "max_norm": {"constraint": "max_norm"},
    "momentum": {"optimizer": "momentum"},
    "rho": {"optimizer": "rmsprop"},
    "decay_steps": {"schedule": "exponential"},
    "decay_rate": {"schedule": "exponential", "decay_steps": 2},
    "alpha": {"schedule": "cosine", "decay_steps": 3},
    "first_decay_steps": {"schedule": "cosine_restarts"},
    "warmup_steps": {"schedule": "cosine"},
    "plateau_factor": {"schedule": "plateau", "plateau_patience": 1},
    "plateau_patience": {"schedule": "plateau"},
    "patience": {"early_stopping": True},
    "min_delta": {"early_stopping": True, "patience": 1},
}
# Adagrad and the like turn rounding at the start into steps; a race of three epochs shows enough.
RACE = Race(epochs=3, train_share=0.07, validation_share=0.1, test_share=0.1, batch=50)


def bounds(kinds, skip=()):
    """Name and value of every number at both its bounds; of a list, one such entry."""
    return [
        pytest.param(name, value, id=f"{name} {value:g}")
        for name, kind in kinds.items()
        if name not in skip and isinstance(kind, Number | Numbers)
        for value in (kind.minimum, kind.maximum)
    ]


def assert_alike(ours, theirs):
    """Two courses of a loss: equal as long as both are finite, and given up alike."""
    theirs = np.asarray(theirs, float)[: len(ours)]
    finite = np.isfinite(theirs) & (np.abs(theirs) < 1e30)
    assert np.isfinite(ours)[finite].all()
    np.testing.assert_allclose(ours[finite], theirs[finite], rtol=2e-3, atol=1e-6)


@pytest.mark.parametrize(("name", "value"), bounds(Variant.kinds, skip=("hidden",)))
def test_a_variant_trains_at_each_bound_as_in_keras(name, value):
    given = (value,) if name == "dropout" else value
    network = {"hidden": (12,), "activations": ("relu",)}
    variant = Variant(**network, **COMPANIONS.get(name, {}), **{name: given})
    running = raced(RACE, variant)
    history = running.lane(live=False).history
    keras_history, _weights = race_fitted(RACE, variant, running)
    assert_alike(history.loss + history.penalty, keras_history["loss"])


@pytest.mark.parametrize("units", [1, 512])
def test_a_variant_trains_with_its_fewest_and_its_most_units(units):
    variant = Variant(hidden=(units,) * 3, activations=("tanh",) * 3)
    running = raced(RACE, variant)
    history, _weights = race_fitted(RACE, variant, running)
    assert_alike(running.lane(live=False).history.loss, history["loss"])


# The epochs are those of the test; lists have tests of their own.
NOT_NUMBERS = ("epochs", "points", "weights", "hidden")


@pytest.mark.parametrize(("name", "value"), bounds(Experiment.kinds, skip=NOT_NUMBERS))
def test_an_experiment_trains_at_each_bound_as_in_keras(name, value):
    companions = {"weight_decay": {"optimizer": "adamw"}}.get(name, {})
    try:
        experiment = dataclasses.replace(SMALL, epochs=3, **companions, **{name: value})
    except Problem:
        pytest.skip("no valid experiment has this bound with these other settings")
    history, _weights = fitted(experiment)
    ours = train(experiment, frames=2, shuffle=False).history
    assert_alike(ours.loss + ours.penalty, history["loss"])


@pytest.mark.parametrize(("name", "value"), bounds(CurveFit.kinds, skip=NOT_NUMBERS))
def test_a_curve_trains_at_each_bound_as_in_keras(name, value):
    if name == "interval":
        value = (value, 0.5 * value) if value < 0 else (0.5 * value, value)
    companions = {"bias": {"bias_initializer": "constant"}}.get(name, {})
    settings = {"size": 40, "batch": 16, "epochs": 3, "standardised": True}
    fit = CurveFit(**{**settings, **companions, name: value})
    history, _weights = fitted(fit)
    ours = train(fit, frames=2, shuffle=False).history
    assert_alike(ours.loss / fit.load().loss_scale, history["loss"])
