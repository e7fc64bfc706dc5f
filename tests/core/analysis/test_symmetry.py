"""Units that start alike stay alike: seen in trained weights, whatever their function."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.analysis.diagnosis import diagnose
from core.analysis.symmetry import alike_units
from core.experiments import CurveFit, Experiment
from core.training import train

XOR = Experiment(
    hidden=(3, 4), activations=("tanh", "tanh"), output="sigmoid", loss="binary_crossentropy"
)
FUNCTIONS = ("sigmoid", "tanh", "relu")


def started(function: str, **changes: object) -> Experiment:
    return dataclasses.replace(XOR, activations=(function,) * 2, **changes)


@pytest.mark.parametrize("initializer", ["zeros", "ones"])
@pytest.mark.parametrize("function", FUNCTIONS)
def test_units_of_a_constant_start_are_alike_to_the_end_whatever_the_seed(function, initializer):
    experiment = started(function, initializer=initializer)
    run, other = train(experiment), train(dataclasses.replace(experiment, seed=99))
    assert alike_units(experiment, run.weights) == 7
    np.testing.assert_array_equal(run.weights, other.weights)
    kinds = [finding.kind for finding in diagnose(run, experiment.load())]
    assert kinds[-1] == "alike"
    assert not {"dead", "saturated", "plateau", "falling"} & set(kinds)


@pytest.mark.parametrize("initializer", ["zeros", "ones"])
@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_advice_helps_a_random_start_solves_what_a_constant_one_cannot(function, initializer):
    constant = started(function, initializer=initializer, epochs=3000)
    assert diagnose(train(constant), constant.load())[-1].kind == "alike"
    random = dataclasses.replace(constant, initializer="glorot_uniform")
    assert diagnose(train(random), random.load())[0].kind == "solved"


def test_batches_in_another_order_do_not_part_the_units():
    experiment = started("tanh", initializer="ones", batch=1, epochs=200)
    for seed in (1, 2):
        run = train(dataclasses.replace(experiment, seed=seed))
        assert alike_units(experiment, run.weights) == 7


def test_units_of_a_fitted_curve_are_alike_too():
    fit = CurveFit(
        hidden=(6,), activations=("relu",), initializer="ones", bias_initializer="zeros", epochs=5
    )
    assert alike_units(fit, train(fit).weights) == 6


@pytest.mark.parametrize(
    "changes",
    [
        {"initializer": "glorot_uniform"},
        {"initializer": "ones", "bias_initializer": "random_normal"},
        {"initializer": "zeros", "bias_initializer": "truncated_normal"},
    ],
)
def test_units_that_chance_has_parted_are_not_alike(changes):
    experiment = started("sigmoid", epochs=20, **changes)
    assert experiment.random_start
    assert alike_units(experiment, train(experiment).weights) == 0


def test_only_layers_of_several_units_that_are_all_the_same_count():
    experiment = Experiment(hidden=(1,), activations=("tanh",), initializer="zeros", epochs=20)
    assert alike_units(experiment, train(experiment).weights) == 0
    assert not experiment.random_start
    by_hand = Experiment(weights=(1, 1, 2, 2, 0, 0, 1, -1, 0))
    assert alike_units(by_hand, np.array([by_hand.weights])) == 2
    apart = dataclasses.replace(by_hand, weights=(1, 1, 2, 2, 0, 0.5, 1, 1, 0))
    assert alike_units(apart, np.array([apart.weights])) == 0
