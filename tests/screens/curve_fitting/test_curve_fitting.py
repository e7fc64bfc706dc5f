"""The screen on curve fitting, driven without a browser, with a real worker."""

from __future__ import annotations

import re

import pytest

from core import workers
from core.datasets import CURVES
from core.studies.curve_fitting.study import CurveStudy
from tests.screens.curve_fitting.app import QUICK, SCREEN, control, press
from tests.screens.trained_app import pictures, settle, texts
from ui.screens.curve_fitting.controls import PRESETS


def figures(app, label: str) -> list[str]:
    return [metric.value for metric in app.metric if metric.label == label]


def test_while_the_worker_starts_the_data_are_shown_and_what_is_happening(open_app, monkeypatch):
    monkeypatch.setattr(workers, "ready", lambda: False)
    app = open_app(SCREEN, lang="en", seed="4321")
    assert len(pictures(app)) == 1
    assert "is starting" in str(app.get("progress")[0].proto)
    monkeypatch.undo()
    assert len(pictures(settle(app))) == 4


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_pair_of_the_notes_is_trained_when_the_screen_opens(open_settled, open_app, lang):
    open_settled()
    app = open_app(SCREEN, lang=lang)
    assert len(pictures(app)) == 4
    label = {"en": "Parameters", "ko": "매개변수"}[lang]
    assert figures(app, label) == ["19", "19"]
    error = {"en": "Mean squared error", "ko": "평균 제곱 오차"}[lang]
    parallel, serial = figures(app, error)
    assert 100 < float(parallel) < 112
    assert float(serial) > 500


CONTROLS = [
    ("selectbox", "data", "absolute", "absolute"),
    ("select_slider", "noise", 1, "1"),
    ("slider", "interval", (-5.0, 5.0), "-5,5"),
    ("toggle", "standardised", True, "true"),
    ("select_slider", "size", 501, "501"),
    ("number_input", "data_seed", 3, "3"),
    ("slider", "held_out", 0.3, "0.3"),
    ("number_input", "parallel_units", 9, "9"),
    ("selectbox", "parallel_activation", "tanh", "tanh"),
    ("number_input", "serial_layers", 2, "2"),
    ("number_input", "serial_units", 4, "4"),
    ("selectbox", "serial_activation", "leaky_relu", "leaky_relu"),
    ("select_slider", "learning_rate", 0.01, "0.01"),
    ("select_slider", "epochs", 30, "30"),
    ("number_input", "seed", 7, "7"),
    ("selectbox", "optimizer", "sgd", "sgd"),
    ("selectbox", "batch", 64, "64"),
    ("selectbox", "initializer", "he_normal", "he_normal"),
    ("selectbox", "bias_initializer", "random_normal", "random_normal"),
]


@pytest.mark.parametrize(("kind", "name", "value", "text"), CONTROLS)
def test_each_control_changes_the_pictures_and_reaches_the_address(
    open_settled, kind, name, value, text
):
    app = open_settled(**QUICK)
    before = pictures(app)
    control(app, kind, name).set_value(value).run()
    settle(app)
    assert not app.warning
    assert pictures(app) != before
    assert app.query_params[name] == text


@pytest.mark.parametrize(("kind", "name", "value", "text"), CONTROLS)
def test_each_setting_of_a_link_is_shown_by_its_control_in_korean(
    open_settled, open_app, kind, name, value, text
):
    query = QUICK | {name: text}
    open_settled(**query)
    # Trained by now: an AppTest cannot run a second time with menus in another language.
    app = open_app(SCREEN, **query, lang="ko")
    assert not app.warning
    assert control(app, kind, name).value == value
    assert len(pictures(app)) == 4


def test_a_constant_start_of_the_biases_has_its_own_slider(open_settled):
    app = open_settled(**QUICK, bias_initializer="constant")
    before = pictures(app)
    control(app, "slider", "bias").set_value(1.0).run()
    assert pictures(settle(app)) != before
    assert app.query_params["bias"] == "1"


@pytest.mark.parametrize("data", [key for key in CURVES if key != "square"])
def test_another_law_brings_its_own_range_and_noise(open_settled, data):
    app = open_settled(**QUICK)
    control(app, "selectbox", "data").set_value(data).run()
    settle(app)
    assert control(app, "select_slider", "noise").value == CURVES[data].noise
    assert control(app, "slider", "interval").value == CURVES[data].interval
    assert not app.warning


@pytest.mark.parametrize("key", PRESETS)
def test_the_presets_set_what_the_notes_have(open_settled, key):
    app = open_settled(**QUICK, seed="5", parallel_units="9")
    app.get("button_group")[0].set_value(key).run()
    settle(app)
    query = {name: text for name, text in app.query_params.items() if name != "lang"}
    found, problems = CurveStudy.from_query(query)
    assert not problems
    assert found == CurveStudy(**PRESETS[key][1], seed=5)
    assert ("one straight line" in texts(app)) == key.endswith("line")


def test_own_points_that_are_not_shown_wait_and_are_in_no_link(open_settled):
    app = open_settled(data="points", points="0,1,1,3,2,2")
    control(app, "selectbox", "data").set_value("square").run()
    settle(app)
    assert app.query_params.get("points", "none") == "none"
    control(app, "selectbox", "data").set_value("points").run()
    settle(app)
    assert app.query_params["points"] == "0,1,1,3,2,2"


def test_a_preset_stands_as_chosen_after_own_points(open_settled):
    app = open_settled()
    control(app, "selectbox", "data").set_value("points").run()
    settle(app)
    assert app.get("button_group")[0].value is None
    control(app, "selectbox", "data").set_value("square").run()
    app.run()
    assert app.get("button_group")[0].value == "notes"


@pytest.mark.parametrize("which", ["parallel", "serial"])
def test_match_finds_the_nearest_number_of_parameters(open_settled, which):
    app = open_settled(**QUICK, parallel_units="20", serial_units="3")
    next(b for b in app.button if b.key == f"{SCREEN} match {which}").click().run()
    settle(app)
    query = {name: text for name, text in app.query_params.items() if name != "lang"}
    study, _problems = CurveStudy.from_query(query)
    counts = study.parallel.parameter_count, study.serial.parameter_count
    assert figures(app, "Parameters") == [f"{count}" for count in counts]
    assert counts == ((34, 34) if which == "parallel" else (61, 53))


def test_held_out_examples_have_their_own_error(open_settled):
    app = open_settled(**QUICK, held_out="0.3")
    assert len(figures(app, "Held-out error")) == 2


def test_smooth_functions_have_no_pieces_and_prelu_tells_its_slopes(open_settled):
    app = open_settled(**QUICK, parallel_activation="tanh", serial_activation="prelu")
    assert len(figures(app, "Straight pieces")) == 1
    app = open_settled(**QUICK, parallel_activation="prelu")
    line = next(text for text in texts(app).splitlines() if text.startswith("Layer 1:"))
    assert len(line.split(",")) == 6


def test_both_networks_of_prelu_tell_their_slopes_under_a_heading_each(open_settled):
    app = open_settled(**QUICK, parallel_activation="prelu", serial_activation="prelu")
    said = [text.value for text in app.markdown if "learned slopes" in text.value]
    assert [text.split(":")[0] for text in said] == ["**Parallel", "**Serial"]
    slopes = [[line.count(",") + 1 for line in text.splitlines()[1:]] for text in said]
    assert slopes == [[6], [2, 2, 2]]


def test_a_run_that_diverges_says_when_and_what_to_change(open_settled):
    app = open_settled(**QUICK, optimizer="sgd", learning_rate="10")
    assert re.search(r"Diverged\. In epoch \d+ ", texts(app))
    assert "Lower the learning rate (now 10)" in texts(app)


def test_units_are_said_to_be_silent_only_where_they_are(open_settled):
    # Seven pieces, no dead unit: what it misses, it misses with all units.
    app = open_settled(data="sawtooth", interval="-6,6", noise="0.1")
    assert "Parallel:** It follows the curve on one side only. On the other, it is" in texts(app)
    app = open_settled()
    assert "Serial:** It follows the curve on one side only. On the other, its units" in texts(app)


def test_only_units_of_relu_are_said_to_die_as_relu_units(open_settled):
    query = {"parallel_activation": "gelu_tanh", "learning_rate": "10"}
    sentence = next(text for text in texts(open_settled(**query)).splitlines() if "died" in text)
    assert "ReLU" not in sentence
    assert "say the same for all examples" in sentence


def test_new_start_same_start_and_undo(open_settled):
    app = open_settled(**QUICK)
    first = pictures(app)
    press(app, "New start")
    assert app.query_params["seed"] == str(CurveStudy().seed + 1)
    assert pictures(app) != first
    press(app, "Same start again")
    assert "all 38 weights came out the same" in app.toast[0].value
    press(app, "Undo")
    assert pictures(app) == first
