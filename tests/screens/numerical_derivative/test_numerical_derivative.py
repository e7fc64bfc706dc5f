"""The numerical derivative, driven without a browser."""

from __future__ import annotations

import contextlib
import io

import numpy as np
import pytest

from core.activations import ELEMENTWISE
from core.studies.numerical_derivative import errors as derivative_errors
from core.studies.numerical_derivative.derivatives import rule_of_thumb
from core.studies.numerical_derivative.study import DerivativeStudy
from ui.screens.numerical_derivative import controls, error_of_steps

SCREEN = "numerical_derivative"


def control(app, kind: str, name: str):
    return next(w for w in app.get(kind) if w.key == f"{SCREEN}.{name}")


def button(app, label: str):
    return next(b for b in app.button if b.label == label)


def figure(app, label: str):
    return next(m for m in app.metric if m.label == label)


def text(app) -> str:
    return " ".join(element.value for element in (*app.markdown, *app.caption))


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("place", ["range", "point"])
def test_opens_in_both_languages_at_both_places(open_app, language, place):
    app = open_app(SCREEN, lang=language, place=place)
    assert not app.error
    assert not app.warning
    assert len(app.metric) == 3
    assert len(app.get("vega_lite_chart")) == (2 if place == "range" else 3)


@pytest.mark.parametrize(
    ("kind", "name", "value", "text"),
    [
        ("select_slider", "exponent", -8.0, "-8"),
        ("selectbox", "activation", "tanh", "tanh"),
        ("button_group", "scheme", "central", "central"),
        ("button_group", "precision", "float32", "float32"),
        ("slider", "interval", (-1.0, 0.5), "-1,0.5"),
    ],
)
def test_each_control_reaches_the_address_and_the_figure(open_app, kind, name, value, text):
    app = open_app(SCREEN)
    before = figure(app, "Largest error").value
    control(app, kind, name).set_value(value).run()
    assert not app.exception
    assert app.query_params[name] == text
    assert figure(app, "Largest error").value != before


def test_one_x_has_a_picture_a_slider_and_a_link_of_its_own(open_app):
    app = open_app(SCREEN)
    control(app, "button_group", "place").set_value("point").run()
    before = figure(app, "Error").value
    control(app, "slider", "x").set_value(-2.5).run()
    assert app.query_params["x"] == "-2.5"
    assert figure(app, "Error").value != before
    again = open_app(SCREEN, **app.query_params)
    assert figure(again, "Error").value == figure(app, "Error").value


def test_a_parameter_changes_the_error(open_app):
    app = open_app(SCREEN, activation="elu", exponent="-2", lang="en")
    before = figure(app, "Largest error").value
    control(app, "slider", "parameters.elu.alpha").set_value(3.0).run()
    assert app.query_params["parameters"] == "elu.alpha:3"
    assert figure(app, "Largest error").value != before


def test_the_first_picture_is_that_of_the_notes_and_ruined(open_app):
    app = open_app(SCREEN)
    assert float(figure(app, "Largest error").value) > 0.1
    control(app, "select_slider", "exponent").set_value(-3.0).run()
    control(app, "button_group", "scheme").set_value("central").run()
    button(app, "As in the notes").click().run()
    assert control(app, "select_slider", "exponent").value == -15
    assert float(figure(app, "Largest error").value) > 0.1
    # These are the defaults, which an address leaves out.
    assert "exponent" not in app.query_params


@pytest.mark.parametrize("scheme", ["forward", "central"])
def test_presets_move_h_to_the_best_and_to_the_rule_of_thumb(open_app, scheme):
    app = open_app(SCREEN, scheme=scheme, lang="en")
    curve = error_of_steps.error_curve(DerivativeStudy(scheme=scheme))
    for label, wanted in (
        ("Rule of thumb", rule_of_thumb(scheme)),
        ("Best h found", curve.best.step),
    ):
        button(app, label).click().run()
        exponent = control(app, "select_slider", "exponent").value
        assert 10**exponent == pytest.approx(wanted, rel=1e-9)
    shown = figure(app, "Largest error").value
    assert figure(app, "Best h found").delta == f"error {shown}"
    button(app, "Reset").click().run()
    assert control(app, "select_slider", "exponent").value == -15
    assert control(app, "button_group", "scheme").value == "forward"


def test_a_wrong_value_in_the_address_is_named(open_app):
    app = open_app(SCREEN, exponent="-40", lang="en")
    assert "-40" in app.warning[0].value
    assert control(app, "select_slider", "exponent").value == -15


def test_a_step_between_two_stops_moves_to_the_nearer(open_app):
    app = open_app(SCREEN, exponent="-7.99")
    assert not app.warning
    assert app.query_params["exponent"] == "-8"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            {"activation": "relu", "exponent": "-8"},
            "**A kink at x = 0:** the slope is 0 on its left",
        ),
        ({"activation": "relu", "exponent": "-8"}, "No smaller h brings the two together."),
        ({"activation": "binary_step", "scheme": "central"}, "**A jump at x = 0.**"),
        ({"exponent": "-16.5"}, "of 1001 points x + h rounds to x"),
        ({"place": "point", "exponent": "-8"}, "**Chord and tangent coincide:**"),
        ({"place": "point", "exponent": "0"}, "Slope of the chord: 0.1497. Slope of the tangent:"),
        ({"place": "point", "exponent": "-17"}, "the step is lost"),
        ({"place": "point", "exponent": "-17", "x": "0.1"}, "Both values of f round to one number"),
        ({"place": "point"}, "(x + h) − x = 1.11e-15"),
        ({"activation": "relu"}, "follows neither law"),
        ({"activation": "linear"}, "No line for truncation"),
    ],
)
def test_what_a_setting_shows_is_said_in_words(open_app, query, said):
    assert said in text(open_app(SCREEN, lang="en", **query))


def test_where_convention_and_quotient_agree_nothing_else_is_claimed(open_app):
    # At 6 the convention is the slope on the right, which the forward quotient gives.
    app = open_app(SCREEN, activation="relu6", interval="5,7", exponent="-8", lang="en")
    assert "**A kink at x = 6:**" in text(app)
    assert "No smaller h" not in text(app)


@pytest.mark.parametrize(
    ("exponent", "answer"), [(-15.0, 0), (-1.0, 1), (-6.8, 2)], ids=["grows", "shrinks", "same"]
)
def test_the_prediction_has_each_of_its_answers(exponent, answer):
    change = derivative_errors.ten_times_smaller(DerivativeStudy(exponent=exponent))
    assert change.answer == answer


def run(code: str) -> float:
    """What a script prints as its largest error."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})
    return float(printed.getvalue().removeprefix("largest error "))


@pytest.mark.parametrize("key", ELEMENTWISE)
@pytest.mark.parametrize(
    ("scheme", "precision"),
    [("forward", "float64"), ("central", "float64"), ("forward", "float32")],
)
def test_the_code_prints_the_error_shown_where_truncation_rules(key, scheme, precision):
    study = DerivativeStudy(
        activation=key,
        scheme=scheme,
        precision=precision,
        exponent=-1.0,
        # TensorFlow's gradient of CELU at exactly 0 is 2.
        interval=(0.5, 5.0) if key == "celu" else (-5.0, 5.0),
    )
    shown = derivative_errors.measure(study).error
    # An error of rounding alone, as of a straight line, has only its size in common.
    assert run(controls.code(study)) == pytest.approx(shown, rel=0.01, abs=1e-5)


@pytest.mark.parametrize("key", ["sigmoid", "tanh", "gelu", "elu", "softplus"])
@pytest.mark.parametrize("exponent", [-15.0, -12.0])
def test_the_code_prints_an_error_of_the_size_shown_where_round_off_rules(key, exponent):
    study = DerivativeStudy(activation=key, exponent=exponent)
    shown = derivative_errors.measure(study).error
    assert shown / 10 < run(controls.code(study)) < shown * 10


@pytest.mark.parametrize("scheme", ["forward", "central"])
def test_the_code_of_one_x_prints_its_error(scheme):
    study = DerivativeStudy(place="point", x=-1.3, scheme=scheme, exponent=-2.0)
    assert run(controls.code(study)) == pytest.approx(
        derivative_errors.measure(study).error, rel=0.01
    )


@pytest.mark.parametrize("key", ELEMENTWISE)
@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_the_figure_is_the_largest_difference_drawn(key, precision):
    study = DerivativeStudy(activation=key, precision=precision, exponent=-6.0)
    found = derivative_errors.measure(study)
    assert found.error == np.abs(found.numerical - found.analytic)[found.worst]
    if precision == "float64":
        # -6 is one of the steps of the curve, too.
        assert found.error == pytest.approx(error_of_steps.error_curve(study).errors[220], rel=0.01)
