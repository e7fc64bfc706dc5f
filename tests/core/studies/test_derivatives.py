"""Numerical derivatives: the quotient itself, and the V of its error."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from core.activations import ELEMENTWISE
from core.problems import Problem
from core.studies.numerical_derivative.derivatives import (
    SEARCH_STEPS,
    at_kinks,
    best_step,
    error_against_step,
    numerical_derivative,
    rule_of_thumb,
    theory,
)

SIGMOID, RELU, LINEAR = ELEMENTWISE["sigmoid"], ELEMENTWISE["relu"], ELEMENTWISE["linear"]
RANGE = np.linspace(-5, 5, 1001)


def sigmoid_errors(steps, scheme, dtype=np.float64):
    return error_against_step(SIGMOID, SIGMOID.derivative, RANGE, steps, scheme, dtype)


def power_of_step(steps, errors):
    return np.polyfit(np.log(steps), np.log(errors), 1)[0]


def test_quotients_agree_with_the_definition():
    x = np.array([[1.0, 2.0], [3.0, -4.0]])
    np.testing.assert_allclose(numerical_derivative(np.square, x, 0.5, "forward"), 2 * x + 0.5)
    np.testing.assert_allclose(numerical_derivative(np.square, x, 0.5, "central"), 2 * x)


@pytest.mark.parametrize("f", ELEMENTWISE.values(), ids=lambda f: f.key)
def test_analytic_derivatives_agree_with_central_quotients_away_from_kinks(f):
    kinks = np.array([*f.kinks(**f.defaults), 1e9])
    x = RANGE[np.abs(RANGE[:, None] - kinks).min(axis=1) > 1e-3]
    numerical = numerical_derivative(f, x, 1e-5, "central")
    # Where only the second derivative jumps, the quotient is off by a multiple of h.
    np.testing.assert_allclose(numerical, f.derivative(x), atol=2e-5)


def test_roundoff_destroys_the_setting_of_the_notes():
    numerical = numerical_derivative(SIGMOID, RANGE, 1e-15, "forward")
    error = np.abs(numerical - SIGMOID.derivative(RANGE))
    # The derivative itself is at most 1/4.
    assert error.max() > 0.1
    assert sigmoid_errors([1e-8], "forward")[0] < 1e-7


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("scheme", ["forward", "central"])
def test_type_of_x_is_kept_all_the_way(dtype, scheme):
    seen = []

    def square(x):
        seen.append(x.dtype)
        return x**2

    assert numerical_derivative(square, RANGE.astype(dtype), 0.01, scheme).dtype == dtype
    assert set(seen) == {np.dtype(dtype)}


def test_float32_has_float32s_rounding():
    at_three = np.float32(3)
    step = np.float32(1e-3)
    by_hand = ((at_three + step) ** 2 - at_three**2) / step
    assert numerical_derivative(np.square, at_three, 1e-3, "forward") == by_hand
    assert abs(by_hand - 6.001) > 1e-4


def test_integers_become_float64():
    assert numerical_derivative(np.square, [1, 2], 0.5, "forward").dtype == np.float64


@pytest.mark.parametrize("scheme", ["forward", "central"])
def test_a_step_lost_in_rounding_gives_zero(scheme):
    np.testing.assert_array_equal(numerical_derivative(np.square, [1.0, -3.0], 1e-17, scheme), 0)


@pytest.mark.parametrize("scheme", ["forward", "central"])
def test_no_warning_even_when_everything_overflows(scheme):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        numerical_derivative(np.exp, [1e3, 1e308, -1e308, np.inf, np.nan], 1e308, scheme)
        numerical_derivative(np.exp, np.float32([80, 88, 89]), 1e-17, scheme)


@pytest.mark.parametrize("h", [0, -1e-3, np.inf, -np.inf, np.nan])
def test_impossible_steps_are_named(h):
    with pytest.raises(Problem, match=f"float64, not {h:g}"):
        numerical_derivative(np.square, [1.0], h)


def test_a_step_that_float32_cannot_hold_is_named():
    with pytest.raises(Problem, match="float32, not 1e-60"):
        numerical_derivative(np.square, np.float32([1]), 1e-60)


def test_unknown_scheme_is_named():
    with pytest.raises(Problem, match="sideways"):
        numerical_derivative(np.square, [1.0], 0.1, "sideways")
    with pytest.raises(Problem, match="sideways"):
        rule_of_thumb("sideways")


@pytest.mark.parametrize(("scheme", "power"), [("forward", 1), ("central", 2)])
def test_truncation_error_grows_with_the_power_of_the_step(scheme, power):
    steps = np.logspace(-3, -1, 30)
    assert power_of_step(steps, sigmoid_errors(steps, scheme)) == pytest.approx(power, abs=0.05)


@pytest.mark.parametrize("scheme", ["forward", "central"])
@pytest.mark.parametrize(("dtype", "low", "high"), [(np.float64, -13, -8), (np.float32, -5, -3.5)])
def test_roundoff_error_is_inverse_to_the_step(scheme, dtype, low, high):
    # Forward truncation would take over from about 1e-8.
    steps = np.logspace(low, high - (dtype is np.float64 and scheme == "forward"), 60)
    errors = sigmoid_errors(steps, scheme, dtype)
    assert power_of_step(steps, errors) == pytest.approx(-1, abs=0.15)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("scheme", ["forward", "central"])
def test_best_step_is_near_the_rule_of_thumb(scheme, dtype):
    best = best_step(SIGMOID, SIGMOID.derivative, RANGE, scheme, dtype)
    assert abs(np.log10(best.step / rule_of_thumb(scheme, dtype))) < 2
    assert best.error == sigmoid_errors(SEARCH_STEPS, scheme, dtype).min()


def test_rule_of_thumb_is_the_textbooks():
    assert rule_of_thumb("forward") == pytest.approx(1.49e-8, rel=0.01)
    assert rule_of_thumb("central") == pytest.approx(6.06e-6, rel=0.01)
    assert rule_of_thumb("forward", np.float32) == pytest.approx(3.45e-4, rel=0.01)


def test_error_at_one_point_is_the_error_there():
    at_one = error_against_step(SIGMOID, SIGMOID.derivative, 1.0, [0.1, 0.01])
    by_hand = [
        abs((SIGMOID(1 + h) - SIGMOID(1)) / h - SIGMOID(1) * SIGMOID(-1)) for h in (0.1, 0.01)
    ]
    np.testing.assert_allclose(at_one, by_hand, rtol=1e-9)


def test_points_without_a_finite_quotient_are_left_out():
    errors = error_against_step(np.exp, np.exp, np.float32([0, 89]), [0.5], dtype=np.float32)
    np.testing.assert_allclose(errors, 2 * np.expm1(0.5) - 1, rtol=1e-5)
    assert np.isnan(error_against_step(np.exp, np.exp, [800.0], [0.5])).all()
    with pytest.raises(Problem, match="no finite"):
        best_step(np.exp, np.exp, [800.0])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    ("scheme", "constant"),
    # max|f''|/2 = 1/(12 sqrt 3) and max|f'''|/6 = 1/48, Taylor's remainders for the sigmoid.
    [("forward", 1 / (12 * np.sqrt(3))), ("central", 1 / 48)],
)
def test_truncation_constant_is_taylors(scheme, constant, dtype):
    laws = theory(SIGMOID, SIGMOID.derivative, RANGE, scheme, dtype)
    assert laws.truncation == pytest.approx(constant, rel=0.01)
    np.testing.assert_allclose(
        laws.truncation_error([0.1, 0.01]), laws.truncation * np.array([0.1, 0.01]) ** laws.order
    )


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("scheme", ["forward", "central"])
def test_roundoff_law_runs_through_the_measured_branch(scheme, dtype):
    laws = theory(SIGMOID, SIGMOID.derivative, RANGE, scheme, dtype)
    steps = rule_of_thumb(scheme, dtype) * np.array([0.03, 0.05, 0.1])
    ratio = sigmoid_errors(steps, scheme, dtype) / laws.round_off_error(steps)
    assert np.all((ratio > 1 / 3) & (ratio < 3))


@pytest.mark.parametrize("scheme", ["forward", "central"])
@pytest.mark.parametrize(
    ("f", "x"),
    [(LINEAR, RANGE), (RELU, RANGE[RANGE != 0]), (RELU, 2.0)],
    ids=["a line", "off the kink", "a point"],
)
def test_straight_lines_have_roundoff_but_no_truncation(f, x, scheme):
    laws = theory(f, f.derivative, x, scheme)
    assert laws.truncation is None
    assert laws.truncation_error([0.1]) is None
    assert 0.05 < laws.round_off < 5


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("scheme", ["forward", "central"])
@pytest.mark.parametrize("key", ["relu", "binary_step", "hard_shrink"])
def test_an_error_ruled_by_a_kink_or_a_jump_follows_neither_law(key, scheme, dtype):
    f = ELEMENTWISE[key]
    laws = theory(f, f.derivative, RANGE, scheme, dtype)
    assert (laws.truncation, laws.round_off) == (None, None)
    assert laws.round_off_error([0.1]) is None


@pytest.mark.parametrize(("scheme", "numerical"), [("forward", 1), ("central", 0.5)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_kinks_are_reported_with_convention_and_quotient(scheme, numerical, dtype):
    (report,) = at_kinks(RELU, RELU.derivative, RELU.kinks(), 1e-3, scheme, dtype)
    assert (report.x, report.analytic) == (0, 0)
    assert report.numerical == pytest.approx(numerical)
    assert at_kinks(SIGMOID, SIGMOID.derivative, SIGMOID.kinks(), 1e-3, scheme) == ()
