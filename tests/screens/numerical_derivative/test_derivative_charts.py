"""Charts of the numerical derivative: they hold the numbers of core, and every axis has a title."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from core.activations import ELEMENTWISE
from core.studies.numerical_derivative.derivatives import (
    SEARCH_STEPS,
    BestStep,
    Theory,
    error_against_step,
    numerical_derivative,
)
from core.studies.numerical_derivative.study import DerivativeStudy
from tests.ui.charts.specifications import titles
from ui.i18n.numbers import compact
from ui.screens.numerical_derivative import error_of_steps
from ui.screens.numerical_derivative.charts import derivative, error_curve

SIGMOID = ELEMENTWISE["sigmoid"]
X = np.linspace(-5, 5, 1001)


def curve_of(study: DerivativeStudy):
    found = error_of_steps.error_curve(study)
    (error,) = error_against_step(
        study.f, study.derivative, study.points, [study.h], study.scheme, study.precision
    )
    now = BestStep(study.h, float(error))
    return error_curve.error_curve(found.errors, now, found.best, found.thumb, found.laws)


def chord_of(study: DerivativeStudy) -> derivative.Chord:
    point = study.points.astype(study.precision)
    (quotient,) = numerical_derivative(study.f, point, study.h, study.scheme)
    (slope,) = study.derivative(point)
    return derivative.Chord(
        study.x, study.h, study.scheme, study.precision, float(quotient), float(slope)
    )


def line(picture, name: str):
    lines = picture.tables["lines"]
    return lines[lines["name"] == name]


def test_both_panels_hold_the_derivatives_and_their_difference():
    numerical, analytic = numerical_derivative(SIGMOID, X, 1e-15), SIGMOID.derivative(X)
    rows = derivative.over_a_range(X, numerical, analytic).tables["values"]
    assert len(rows) == 1001
    np.testing.assert_array_equal(rows["numerical"], numerical)
    np.testing.assert_array_equal(rows["analytic"], analytic)
    np.testing.assert_array_equal(rows["difference"], numerical - analytic)


@pytest.mark.parametrize("scheme", ["forward", "central"])
@pytest.mark.parametrize("exponent", [0.0, -8.0, -15.0])
def test_chord_and_tangent_have_their_slopes_and_the_chord_meets_both_ends(scheme, exponent):
    study = DerivativeStudy(place="point", scheme=scheme, exponent=exponent, x=0.7)
    chord = chord_of(study)
    for picture in (
        derivative.chord_and_tangent(study.f, chord),
        derivative.under_the_microscope(study.f, chord),
    ):
        for name, slope in (("chord", chord.quotient), ("tangent", chord.slope)):
            ends = line(picture, name)
            drawn = np.ptp(ends["y"]) / np.ptp(ends["x"])
            assert drawn == pytest.approx(slope, rel=1e-6)
    # Under the microscope even the smallest step shows.
    points = picture.tables["points"]
    on_chord = np.interp(points["x"], *line(picture, "chord")[["x", "y"]].to_numpy().T)
    np.testing.assert_allclose(points["y"], on_chord, atol=1e-6)


def test_the_microscope_shows_the_staircase_of_round_off():
    def levels(exponent: float) -> int:
        study = DerivativeStudy(place="point", exponent=exponent)
        picture = derivative.under_the_microscope(study.f, chord_of(study))
        return line(picture, "f")["y"].nunique()

    assert levels(-2.0) > 490
    assert levels(-15.0) < 15
    assert levels(-17.0) == 1


def test_a_steep_chord_is_cut_at_the_edge_of_the_picture():
    step = DerivativeStudy(
        activation="binary_step", place="point", x=0.0, scheme="central", exponent=-15.0
    )
    picture = derivative.chord_and_tangent(step.f, chord_of(step), jumps=[0.0])
    assert picture.tables["lines"]["y"].abs().max() < 2
    assert line(picture, "f").set_index("x")["y"].isna()[0.0]


def test_the_curve_holds_every_step_and_the_three_marks():
    study = DerivativeStudy(exponent=-10.0)
    tables = curve_of(study).tables
    np.testing.assert_array_equal(tables["measured"]["h"], SEARCH_STEPS)
    np.testing.assert_array_equal(
        tables["measured"]["error"],
        error_against_step(study.f, study.derivative, study.points, SEARCH_STEPS),
    )
    marks = tables["marks"]
    assert marks["h"].tolist() == pytest.approx([1e-10, 3.548e-8, 1.490e-8], rel=1e-3)
    assert marks["error"].min() == marks["error"][1]


@pytest.mark.parametrize(("scheme", "slope"), [("forward", 1), ("central", 2)])
def test_the_guides_have_the_slopes_of_theory_and_stay_inside_the_picture(scheme, slope):
    tables = curve_of(DerivativeStudy(scheme=scheme)).tables
    low, high = tables["edges"]["error"]
    guides = tables["guides"]
    assert guides["error"].between(low * 0.999, high * 1.001).all()
    for law, power in (("truncation", slope), ("round-off", -1)):
        ends = guides[guides["law"] == law]
        drawn = np.polyfit(np.log(ends["h"]), np.log(ends["error"]), 1)[0]
        assert drawn == pytest.approx(power)
        assert (ends["name"] != "").sum() == 1


def test_an_error_of_zero_stands_on_the_lower_edge_and_is_named():
    study = DerivativeStudy(activation="binary_step", exponent=-8.0)
    picture = curve_of(study)
    low = picture.tables["edges"]["error"].min()
    zeros = picture.tables["zeros"]
    assert len(zeros) == (error_of_steps.error_curve(study).errors == 0).sum() > 0
    assert (zeros["error"] == low).all()
    assert picture.tables["zero label"]["name"].tolist() == ["error exactly 0"]
    # The line itself skips them, and lies above the edge.
    assert picture.tables["measured"]["error"].min() > low
    assert picture.tables["marks"]["error text"][0] == "0"
    assert "zeros" in str(picture.spec)
    assert "'zeros'" not in str(curve_of(DerivativeStudy()).spec)


def test_a_curve_without_any_error_is_drawn_too():
    laws = Theory(order=1, epsilon=2.2e-16, truncation=None, round_off=None)
    exact = BestStep(1e-3, 0.0)
    tables = error_curve.error_curve(np.zeros(SEARCH_STEPS.size), exact, exact, exact, laws).tables
    assert len(tables["zeros"]) == SEARCH_STEPS.size
    assert (tables["marks"]["error"] > 0).all()
    assert tables["guides"].empty


def test_every_axis_has_a_title():
    study = DerivativeStudy(place="point")
    both = derivative.over_a_range(X, SIGMOID(X), SIGMOID(X))
    assert titles(both.spec) == {"x", "f′(x)", "difference"}
    assert titles(derivative.chord_and_tangent(study.f, chord_of(study)).spec) == {"x", "f(x)"}
    assert all(
        "h" in t for t in titles(derivative.under_the_microscope(study.f, chord_of(study)).spec)
    )
    assert titles(curve_of(study).spec) == {"step h", "error"}


def test_moving_h_builds_no_specification_and_no_curve_anew():
    here, there = DerivativeStudy(exponent=-3.0), DerivativeStudy(exponent=-4.0, x=3.0)
    before = curve_of(here)
    spec = copy.deepcopy(before.spec)
    after = curve_of(there)
    assert after.spec is before.spec
    assert after.spec == spec
    assert error_of_steps.error_curve(there) is error_of_steps.error_curve(here)


def test_each_setting_but_h_has_a_curve_of_its_own():
    plain = DerivativeStudy()
    differing = [
        DerivativeStudy(activation="tanh"),
        DerivativeStudy(scheme="central"),
        DerivativeStudy(precision="float32"),
        DerivativeStudy(interval=(-4.0, 5.0)),
        DerivativeStudy(place="point"),
    ]
    for study in differing:
        assert not np.array_equal(
            error_of_steps.error_curve(study).errors, error_of_steps.error_curve(plain).errors
        )
    elu = DerivativeStudy(activation="elu")
    assert not np.array_equal(
        error_of_steps.error_curve(elu).errors,
        error_of_steps.error_curve(
            DerivativeStudy(activation="elu", parameters={"elu.alpha": 2})
        ).errors,
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.14472, "0.145"),
        (1e-15, "1e-15"),
        (1.5e-9, "1.5e-9"),
        (-4.58e-9, "-4.58e-9"),
        (999.9, "1e3"),
        (5e14, "5e14"),
        (2.5e-10, "2.5e-10"),
        (100, "100"),
    ],
)
def test_numbers_of_any_size_are_short(value, text):
    assert compact(value) == text
