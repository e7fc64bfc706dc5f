"""Softmax and maxout, driven without a browser."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from core.activations import ELEMENTWISE
from core.studies.softmax_and_maxout import probabilities
from core.studies.softmax_and_maxout.envelopes import envelope
from core.studies.softmax_and_maxout.study import VectorStudy
from ui.screens.softmax_and_maxout import controls, views

SCREEN = "softmax_and_maxout"


def control(app, kind: str, name: str):
    return next(w for w in app.get(kind) if w.key == f"{SCREEN}.{name}")


def button(app, label: str, key: str = ""):
    return next(b for b in app.button if b.label == label and key in (b.key or ""))


def metric(app, label: str) -> str:
    return next(m for m in app.metric if m.label == label).value


def shown(app) -> list:
    """All that a visitor can read of charts, figures and text."""
    charts = [chart.proto.SerializeToString() for chart in app.get("arrow_vega_lite_chart")]
    texts = [text.value for text in (*app.markdown, *app.metric, *app.code, *app.info)]
    return charts + texts


@pytest.mark.parametrize(
    ("kind", "name", "value", "field", "text"),
    [
        ("slider", "logits.1", -0.5, "logits", "2,-0.5,0.5,-1"),
        ("select_slider", "temperature", 0.3, "temperature", "0.3"),
        ("slider", "shift", 7.0, "shift", "7"),
        ("selectbox", "jacobian", "sparsemax", "jacobian", "sparsemax"),
        ("slider", "point", 1.5, "point", "1.5"),
        ("slider", "second", (-4.0, 5.0), "second", "-4,5"),
        ("button_group", "spacing", "0.5", "spacing", "0.5"),
        ("slider", "slopes.0", -2.0, "slopes", "-2,0,1"),
        ("slider", "intercepts.0", 1.0, "intercepts", "1,0.5,-1"),
    ],
)
def test_each_control_changes_the_page_and_the_address(open_app, kind, name, value, field, text):
    app = open_app(SCREEN)
    before = shown(app)
    control(app, kind, name).set_value(value).run()
    assert not app.exception
    assert not app.error
    assert app.query_params[field] == text
    assert shown(app) != before


def test_a_link_opens_the_same_study(open_app):
    query = VectorStudy(
        logits=(1.0, -2.0), temperature=0.35, shift=-3, slopes=(0.5,), intercepts=(1.0,)
    ).to_query()
    app = open_app(SCREEN, **query)
    assert not app.warning
    assert control(app, "slider", "logits.1").value == -2
    # No stop of the slider, and yet kept.
    assert control(app, "select_slider", "temperature").value == 0.35
    control(app, "select_slider", "temperature").set_value(0.5).run()
    assert app.query_params["temperature"] == "0.5"
    assert metric(app, "Parameters") == "2 = 1 × 2"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"logits": "1,99"}, "99"),
        ({"temperature": "0"}, "temperature"),
        ({"slopes": "1,2", "intercepts": "0"}, "2 slopes and 1"),
        ({"spacing": "0.3"}, "0.3"),
    ],
)
def test_a_wrong_value_in_the_address_is_named(open_app, query, said):
    app = open_app(SCREEN, **query)
    assert any(said in warning.value for warning in app.warning)
    assert not app.error


def test_logits_are_added_and_removed_between_two_and_eight(open_app):
    app = open_app(SCREEN)
    for _time in range(4):
        button(app, "Add one", "logits").click().run()
    assert app.query_params["logits"] == "2,1.5,0.5,-1,0,0,0,0"
    assert button(app, "Add one", "logits").disabled
    for _time in range(6):
        button(app, "Remove last", "logits").click().run()
    assert app.query_params["logits"] == "2,1.5"
    assert button(app, "Remove last", "logits").disabled
    assert not app.error


def test_lines_are_added_and_removed_between_one_and_five(open_app):
    app = open_app(SCREEN)
    control(app, "button_group", "line").set_value(2).run()
    assert control(app, "slider", "slopes.2").value == 1
    button(app, "Remove last", "slopes").click().run()
    assert not app.error
    assert app.query_params["slopes"] == "-1,0"
    button(app, "Remove last", "slopes").click().run()
    assert button(app, "Remove last", "slopes").disabled
    assert metric(app, "Linear pieces") == "1"
    for _time in range(4):
        button(app, "Add one", "slopes").click().run()
    assert button(app, "Add one", "slopes").disabled
    assert metric(app, "Parameters") == "10 = 5 × 2"


def test_a_shift_leaves_softmax_and_moves_the_sigmoids(open_app):
    app = open_app(SCREEN)
    assert metric(app, "Sigmoids moved") == "0"
    control(app, "slider", "shift").set_value(-4.0).run()
    assert float(metric(app, "Softmax moved")) < 1e-14
    assert float(metric(app, "Sigmoids moved")) > 0.5


def test_the_figures_are_those_of_core(open_app):
    app = open_app(SCREEN)
    found = probabilities.compare(VectorStudy().logits, 1.0)
    assert metric(app, "Largest share") == f"{found['softmax'].max():.3f}"
    assert metric(app, "Exact zeros") == "2 / 4"
    assert metric(app, "Entropy") == f"{probabilities.entropy(found['softmax']):.2f} bit"
    assert metric(app, "as in the notes") == "0.00524"
    assert metric(app, "second vector") == "0.0952"


def test_an_entry_outside_the_second_vector_has_no_value_there(open_app):
    app = open_app(SCREEN)
    control(app, "slider", "point").set_value(3.0).run()
    assert metric(app, "second vector") == "–"
    assert any("no entry" in info.value for info in app.info)
    button(app, "Same range, twice as fine").click().run()
    assert float(metric(app, "second vector")) < float(metric(app, "as in the notes"))
    button(app, "End at x = 2").click().run()
    assert metric(app, "second vector") == "–"


@pytest.mark.parametrize(
    ("preset", "expected"),
    [
        ("ReLU", ELEMENTWISE["relu"]),
        ("Leaky ReLU", lambda x: ELEMENTWISE["leaky_relu"](x, alpha=0.01)),
        ("|x|", np.abs),
    ],
)
def test_a_preset_is_the_function_it_is_named_after(open_app, preset, expected):
    x = np.linspace(-5, 5, 101)
    np.testing.assert_array_equal(envelope(x, *controls.LINES[preset]), expected(x))
    app = open_app(SCREEN)
    button(app, preset).click().run()
    assert not app.error
    assert metric(app, "Linear pieces") == "2"
    button(app, "Reset").click().run()
    assert metric(app, "Linear pieces") == "3"
    assert app.query_params == {}


def test_the_tangents_lie_below_their_parabola_and_touch_it():
    x = np.linspace(-3, 3, 61)
    gap = x**2 / 2 - envelope(x, *controls.LINES["≈ ½x²"])
    assert gap.min() == pytest.approx(0, abs=1e-12)
    assert (gap >= -1e-12).all()


@pytest.mark.parametrize(
    ("key", "said"), [("softmax", "Every column sums to 0"), ("log_softmax", "columns do not")]
)
def test_the_sums_of_the_jacobian_are_stated(open_app, key, said):
    app = open_app(SCREEN, jacobian=key)
    assert any("Every row sums to 0" in text.value for text in app.markdown)
    assert any(said in text.value for text in app.markdown)


def test_the_prediction_asks_differently_and_has_different_answers():
    studies = [
        VectorStudy(logits=(first / 10, 1.5, 0.5, -1.0), temperature=temperature)
        for first, temperature in itertools.product(range(-10, 40), (0.3, 1, 5))
    ]
    found = [views.change(study) for study in studies]
    assert {change.key for change in found} == set(probabilities.CHANGES)
    assert {change.zeros for change in found} == {0, 1, 2, 3}


def test_the_prediction_is_checked_against_the_run(open_app):
    app = open_app(SCREEN)
    answer = views.change(VectorStudy()).zeros
    assert answer == 3  # halving the temperature takes one share more than is seen
    question = next(radio for radio in app.radio if "prediction" in radio.key)
    question.set_value(answer).run()
    assert "1, 0, 0, 0" in app.success[0].value


@pytest.mark.parametrize(
    "study",
    [
        VectorStudy(),
        VectorStudy(
            logits=(0.3, 0.1, -0.2), temperature=0.5, shift=-2, slopes=(0.5,), intercepts=(1.0,)
        ),
    ],
    ids=["default", "other"],
)
def test_the_code_runs_as_it_is_shown_and_gives_the_figures(study, capsys):
    namespace: dict = {}
    exec(controls.code(study), namespace)
    expected = probabilities.compare(study.logits, study.temperature, study.shift)
    for name, key in (("softmax", "softmax"), ("sigmoids", "sigmoid"), ("sparsemax", "sparsemax")):
        np.testing.assert_allclose(np.asarray(namespace[name]), expected[key], atol=1e-6)
    x = np.linspace(-5, 5, 11)
    np.testing.assert_allclose(
        np.asarray(namespace["maxout"]), envelope(x, study.slopes, study.intercepts), atol=1e-5
    )
    assert len(capsys.readouterr().out.splitlines()) >= 4


def test_the_code_follows_the_controls_of_both_parts(open_app):
    app = open_app(SCREEN)
    control(app, "slider", "logits.0").set_value(3.5).run()
    control(app, "slider", "slopes.0").set_value(-2.5).run()
    codes = [code.value for code in app.code]
    assert len(codes) == 1
    assert "[3.5, 1.5, 0.5, -1.0]" in codes[0]
    assert "[-2.5, 0.0, 1.0]" in codes[0]
