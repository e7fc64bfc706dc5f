"""Additivity and homogeneity; the neuron."""

from __future__ import annotations

import numpy as np
import pytest

from core.activations import ELEMENTWISE
from core.problems import Problem
from core.studies.why_nonlinear.linearity import (
    additivity_gap,
    homogeneity_gap,
    neuron,
    random_draws,
)


def test_gaps_by_hand():
    relu = ELEMENTWISE["relu"]
    assert additivity_gap(relu, 2.0, -3.0) == -2
    assert homogeneity_gap(relu, -2.0, 3.0) == 6
    np.testing.assert_array_equal(additivity_gap(lambda x: 2 * x + 1, [1, 2], [3, 4]), -1)
    np.testing.assert_array_equal(homogeneity_gap(lambda x: 2 * x + 1, [3, 1], 5), [-2, 0])


@pytest.mark.parametrize("slope", [1.0, 0.1, -1 / 3, 1e-8, 1e8])
@pytest.mark.parametrize("spread", [1e-3, 1.0, 1e4])
def test_roundoff_is_no_failure_of_a_linear_function(slope, spread):
    draws = random_draws(lambda x: slope * x, 2000, 0, spread)
    assert (draws.additive_share, draws.homogeneous_share) == (1, 1)


def test_affine_functions_fail():
    draws = random_draws(lambda x: 2 * x + 1e-3, 1000, 0, 1.0)
    assert (draws.additive_share, draws.homogeneous_share) == (0, 0)


@pytest.mark.parametrize("spread", [0.01, 1.0, 10.0])
def test_tanh_fails_even_where_it_is_nearly_straight(spread):
    draws = random_draws(ELEMENTWISE["tanh"], 1000, 0, spread)
    assert draws.additive_share < 0.1
    assert draws.homogeneous_share < 0.1


def test_relu_holds_for_half_of_the_draws():
    draws = random_draws(ELEMENTWISE["relu"], 10_000, 3, 5.0)
    same_sign = draws.u * draws.v > 0
    assert draws.additive_share == np.mean(same_sign)
    # For u < 0 < c both sides are 0, for u, c < 0 only the right one.
    assert draws.homogeneous_share == np.mean(draws.c > 0)
    np.testing.assert_array_equal(
        draws.additivity, additivity_gap(ELEMENTWISE["relu"], draws.u, draws.v)
    )


def test_draws_depend_on_the_seed_alone():
    first, again, other = (random_draws(np.tanh, 50, seed, 2.0) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.u, again.u)
    assert not np.array_equal(first.u, other.u)
    assert max(np.abs([first.u, first.v, first.c]).ravel()) < 2
    with pytest.raises(Problem):
        random_draws(np.tanh, 0, 1, 2.0)
    with pytest.raises(Problem):
        random_draws(np.tanh, 10, 1, 0)


def test_a_neuron_adds_its_weighted_inputs_and_compares():
    result = neuron([1, 0, 1], [0.5, 0.9, -0.25], 0.25)
    assert result.products == (0.5, 0, -0.25)
    assert (result.total, result.fires) == (0.25, True)
    assert not neuron([1, 0, 1], [0.5, 0.9, -0.25], 0.26).fires


def test_a_sum_of_decimals_reaches_its_threshold():
    assert neuron([1, 1, 1], [0.6, 0.3, 0.1], 1.0).fires


def test_every_input_needs_a_weight():
    with pytest.raises(Problem, match="3 inputs and 2 weights"):
        neuron([1, 0, 1], [1, 2], 0)
