"""The examples of curves: laws, noise, what is held out, what standardising does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from core.datasets import CURVES
from core.experiments import CurveFit
from tests.core.experiments.curve_strategies import any_curve_fit

LAWS = {
    "square": lambda x: x * x,
    "fifth_power": lambda x: x * x * x * x * x,
    "sine": np.sin,
    "absolute": np.abs,
    "step": lambda x: (x >= 0).astype(float),
    "sawtooth": lambda x: ((x + 2) % 4 - 2) / 2,
    "x_sine": lambda x: x * np.sin(x),
    "sines": lambda x: sum(np.sin(k * x) / k for k in (1, 2, 3)),
}


@pytest.mark.parametrize("key", CURVES)
def test_each_law_is_what_its_name_says(key):
    fit = CurveFit(data=key, noise=0)
    data = fit.load()
    np.testing.assert_allclose(data.train_y, LAWS[key](data.train_x), atol=1e-12)
    np.testing.assert_array_equal(fit.law(data.train_x), data.train_y)
    assert (data.train_x[0], data.train_x[-1]) == fit.interval == fit.span
    np.testing.assert_allclose(np.diff(data.train_x), 0.01)


def test_the_menu_names_the_laws_that_are_tested():
    assert list(CURVES) == list(LAWS)


def test_the_noise_of_the_notes_gives_an_error_of_about_100():
    floors = [CurveFit(data_seed=seed).load().noise_floor for seed in range(20)]
    assert np.mean(floors) == pytest.approx(100, rel=0.03)
    data = CurveFit().load()
    np.testing.assert_allclose(data.train_y - data.train_x**2, data.train_noise, atol=1e-9)
    assert data.noise_floor == np.mean((data.train_y - data.train_x**2) ** 2)


def test_another_noise_rescales_the_same_numbers():
    small, large = CurveFit(noise=1).load(), CurveFit(noise=3).load()
    np.testing.assert_allclose(3 * small.train_noise, large.train_noise)


@settings(max_examples=60)
@given(any_curve_fit())
def test_every_example_is_trained_on_or_held_out(fit):
    data = fit.load()
    assert len(data.train_inputs) == len(data.train_y) == fit.examples
    assert len(data.held_inputs) == len(data.held_y) == fit.held_examples <= fit.examples
    everything = np.sort(np.concatenate([data.train_x, data.held_x]))
    expected = (
        np.sort(fit.points[::2]) if fit.data == "points" else np.linspace(*fit.span, fit.size)
    )
    np.testing.assert_array_equal(everything, expected)
    assert (np.diff(data.train_x) >= 0).all()
    again = fit.load()
    np.testing.assert_array_equal(data.train_targets, again.train_targets)
    np.testing.assert_array_equal(data.held_inputs, again.held_inputs)
    for array in (data.train_inputs, data.train_targets, data.held_inputs, data.held_targets):
        assert array.dtype == np.float32
        assert array.ndim == 2
        assert np.isfinite(array).all()


@settings(max_examples=60)
@given(any_curve_fit())
def test_what_the_network_takes_leads_back_to_x_and_y(fit):
    data = fit.load()
    np.testing.assert_array_equal(data.to_inputs(data.held_x), data.held_inputs)
    largest = np.abs(data.train_y).max()
    np.testing.assert_allclose(
        data.to_y(data.train_targets[:, 0]), data.train_y, rtol=1e-6, atol=1e-6 * largest + 1e-12
    )
    if not fit.standardised:
        assert (data.centre, data.scale, data.loss_scale) == ((0, 0), (1, 1), 1)


@settings(max_examples=60)
@given(any_curve_fit(most=300).filter(lambda fit: fit.data != "points" and fit.noise > 0.1))
def test_standardised_examples_have_mean_0_and_deviation_1(fit):
    data = fit.load()
    if fit.standardised:
        for array in (data.train_inputs, data.train_targets):
            assert array.mean(dtype=np.float64) == pytest.approx(0, abs=1e-5)
            assert array.std(dtype=np.float64) == pytest.approx(1, abs=1e-5)


def test_y_that_is_everywhere_the_same_can_be_standardised():
    data = (CurveFit(data="points", points=(0, 5, 1, 5, 2, 5), standardised=True)).load()
    np.testing.assert_array_equal(data.train_targets, 0)
    np.testing.assert_array_equal(data.to_y(data.train_targets), 5)


def test_examples_held_out_are_not_divided_by_next_to_nothing():
    # The training examples have all but one y, the one held out another.
    points = (0.0, 0.0, 1.0, 1.0, 2.0, 1e-145)
    for seed in range(9):
        fit = CurveFit(
            data="points", points=points, standardised=True, held_out=0.4, data_seed=seed
        )
        assert np.abs(fit.load().held_targets).max() < 10


def test_own_points_are_taken_as_they_are_sorted_by_x():
    fit = CurveFit(data="points", points=(3, 1, -1, 2, 3, 0), noise=7)
    data = fit.load()
    np.testing.assert_array_equal(data.train_x, [-1, 3, 3])
    np.testing.assert_array_equal(data.train_y, [2, 1, 0])
    assert data.train_noise is None
    assert data.noise_floor is None
    assert fit.law(data.train_x) is None
    assert fit.span == (-1, 3)
    assert (fit.grid[0], fit.grid[-1], len(fit.grid)) == (-1, 3, 401)
