"""Lives of units: who is alive, cut off, below 0 or dead, judged by weights made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from core.experiments import CurveFit
from core.studies.dying_relu.study import DyingStudy
from core.studies.dying_relu.unit_lives import (
    ALIVE,
    BELOW,
    CUT_OFF,
    DEAD,
    Lives,
    lives,
    place_of,
    switched_on,
    unit_names,
    unit_sums,
)

# One input, two hidden layers of two units, one output: kernels and biases one after the other.
FIT = CurveFit(hidden=(2, 2), activations=("relu", "relu"), size=21, noise=0)
ALL_ALIVE = [1, -1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0]
ONE_DEAD = [1, 0, 0, -1, 1, 1, 1, 1, 0, 0, 1, 1, 0]
LAST_LAYER_DEAD = [1, -1, 0, 0, 1, 1, 1, 1, -100, -100, 1, 1, 0]


def of(fit, *weights) -> Lives:
    return lives(fit, fit.load(), np.array(weights, np.float32), np.arange(len(weights)))


def test_units_are_named_by_layer_and_number():
    assert unit_names(FIT) == ("1.1", "1.2", "2.1", "2.2")
    assert [place_of(FIT, number) for number in range(4)] == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_a_unit_without_a_slope_on_any_example_is_dead_and_has_no_gradient():
    life = of(FIT, ALL_ALIVE, ONE_DEAD)
    assert life.states.tolist() == [[ALIVE] * 4, [ALIVE, DEAD, ALIVE, ALIVE]]
    assert life.gradients[1, 1] == 0
    assert (life.gradients[life.states == ALIVE] > 0).all()


def test_units_before_a_dead_layer_are_cut_off():
    life = of(FIT, LAST_LAYER_DEAD)
    assert life.states.tolist() == [[CUT_OFF, CUT_OFF, DEAD, DEAD]]
    assert (life.gradients == 0).all()


def test_a_leaky_unit_below_zero_is_not_dead():
    fit = CurveFit(hidden=(2,), activations=("leaky_relu",), size=21, noise=0)
    life = of(fit, [1, 0, 0, -1, 1, 1, 0])
    assert life.states.tolist() == [[ALIVE, BELOW]]
    assert life.gradients[0, 1] > 0


@pytest.mark.parametrize(
    ("activation", "below"),
    [
        ("leaky_relu", BELOW),
        ("elu", BELOW),
        ("selu", BELOW),
        ("gelu", BELOW),
        ("softplus", BELOW),
        ("relu", DEAD),
        ("linear", ALIVE),
        ("tanh", ALIVE),
        ("sigmoid", ALIVE),
        ("log_sigmoid", ALIVE),
    ],
)
def test_a_unit_is_below_zero_where_its_function_is_the_weaker_there(activation, below):
    fit = CurveFit(hidden=(2,), activations=(activation,), size=21, noise=0)
    life = of(fit, [0.1, 0.1, 1, -1, 1, 1, 0])
    assert life.states.tolist() == [[ALIVE, below]]


@pytest.mark.parametrize("alpha", [0.25, -0.5, 2.0])
def test_whether_a_prelu_unit_is_below_zero_is_told_by_its_sums_and_by_what_it_has_learned(alpha):
    fit = CurveFit(hidden=(2,), activations=("prelu",), size=21, noise=0)
    life = of(fit, [0.1, 0.1, 1, -1, alpha, alpha, 1, 1, 0])
    assert life.states.tolist() == [[ALIVE, BELOW if alpha < 1 else ALIVE]]


def test_no_piece_of_a_maxout_unit_is_the_weaker():
    fit = CurveFit(hidden=(2,), activations=("maxout",), size=21, noise=0)
    pieces = fit.layers[0].pieces
    kernel, bias = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6][: 2 * pieces], [-9] * (2 * pieces)
    assert of(fit, [*kernel, *bias, 1, 1, 0]).states.tolist() == [[ALIVE, ALIVE]]


def test_deaths_are_told_apart():
    life = of(FIT, ALL_ALIVE, ONE_DEAD, ALL_ALIVE, ONE_DEAD, ONE_DEAD)
    assert life.deaths.tolist() == [-1, 3, -1, -1]
    assert life.died.tolist() == [False, True, False, False]
    assert not life.always_dead.any()
    assert not life.came_back.any()
    back = of(FIT, ALL_ALIVE, ONE_DEAD, ALL_ALIVE)
    assert back.came_back.tolist() == [False, True, False, False]
    always = of(FIT, ONE_DEAD, ONE_DEAD)
    assert always.always_dead.tolist() == [False, True, False, False]
    assert always.deaths.tolist() == [-1, 0, -1, -1]


def test_the_unit_worth_seeing_lived_for_long_and_was_dead_for_long():
    dead = np.zeros((10, 3), bool)
    dead[9:, 0] = dead[5:, 1] = dead[1:, 2] = True
    states = np.where(dead, DEAD, ALIVE)
    assert Lives(("1.1", "1.2", "1.3"), np.arange(10), states, 1.0 - dead).worth_seeing == 1


def test_a_life_goes_on_in_another_training():
    first, second = of(FIT, ALL_ALIVE, ONE_DEAD, ONE_DEAD), of(FIT, ONE_DEAD, ALL_ALIVE)
    whole = first.followed_by(second, 1)
    assert whole.epochs.tolist() == [0, 1, 2]
    assert whole.dead[:, 1].tolist() == [False, True, False]


@pytest.mark.parametrize("activation", ["relu", "prelu", "maxout", "tanh"])
def test_sums_of_a_unit_are_those_of_the_affine_map(activation):
    fit = DyingStudy(activation=activation, units=3).fit
    data = fit.load()
    weights = np.random.default_rng(0).standard_normal((2, fit.parameter_count))
    pieces = fit.layers[0].pieces
    kernel, bias = weights[:, : 3 * pieces], weights[:, 3 * pieces : 6 * pieces]
    sums = data.train_inputs[None] * kernel[:, None] + bias[:, None]
    expected = sums[..., pieces : 2 * pieces].max(axis=-1)
    found = unit_sums(fit, weights.astype(np.float32), data.train_inputs, 1)
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4)


def test_examples_switch_a_relu_unit_on_where_its_sum_is_above_zero():
    fit = DyingStudy().fit
    data = fit.load()
    weights = np.random.default_rng(1).standard_normal((3, fit.parameter_count)).astype(np.float32)
    on = switched_on(fit, weights, data.train_inputs, 9)
    np.testing.assert_array_equal(on, unit_sums(fit, weights, data.train_inputs, 9) > 0)
