"""The screen on curve fitting, driven without a browser, with a real worker."""

from __future__ import annotations

import re

import pytest

from core import workers
from core.datasets import CURVES
from core.studies.curve_fitting.study import CurveStudy
from tests.screens.trained_app import pictures, settle, texts
from ui.screens.curve_fitting.controls import PRESETS
from ui.screens.curve_fitting.many_starts import rank

SCREEN = "curve_fitting"
QUICK = {"epochs": "10", "size": "201"}


@pytest.fixture
def open_settled(open_app):
    def opened(**query):
        return settle(open_app(SCREEN, **{"lang": "en"} | query))

    return opened


def control(app, kind: str, name: str):
    return next(w for w in app.get(kind) if w.key == f"{SCREEN}.{name}")


def press(app, label: str):
    next(button for button in app.button if button.label.startswith(label)).click().run()
    return settle(app)


def turn_to(app, tab: str):
    app.session_state[f"{SCREEN} further"] = tab
    return settle(app.run())


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


def test_hinges_without_training(open_settled):
    app = open_settled(**QUICK)
    before = pictures(app)[-1]
    app.session_state[f"{SCREEN} hinges"] = "by hand"
    settle(app.run())
    assert pictures(app)[-1] != before
    by_hand = pictures(app)[-1]
    next(w for w in app.slider if w.key == f"{SCREEN} hinges by hand").set_value(9).run()
    assert pictures(settle(app))[-1] != by_hand


def test_luck_tells_the_ways_to_fail_apart_and_opens_a_start(open_settled):
    app = turn_to(open_settled(**QUICK, learning_rate="0.03"), "Is it luck?")
    press(app, "Train both from 100 starts")
    assert "95 % interval" in texts(app)
    table = app.dataframe[0].value
    assert list(table.index) == ["Parallel", "Serial"]
    assert re.fullmatch(r"\d+ / 100 \(\d+% – \d+%\)", table["Constant before training"]["Serial"])
    worst = next(b.label for b in app.button if b.label.startswith("Worst serial start"))
    press(app, worst)
    assert app.query_params["seed"] == worst.split()[-1]


@pytest.mark.parametrize(("rate", "serial", "charts"), [("0.05", 0, 1), ("10", 100, 0)])
def test_of_starts_that_diverged_no_difference_is_told(open_settled, rate, serial, charts):
    app = open_settled(**QUICK, optimizer="sgd", learning_rate=rate)
    before = len(pictures(turn_to(app, "Is it luck?")))
    press(app, "Train both from 100 starts")
    said = f"Many trainings diverged: 100 of 100 parallel, {serial} of 100 serial."
    assert any(said in error.value for error in app.error)
    assert "The median error is" not in texts(app)
    assert not re.search(r"\b(nan|inf)\b", texts(app))
    assert len(pictures(app)) == before + charts


def test_shape_against_budget(open_settled):
    app = turn_to(open_settled(**QUICK), "Shape against budget")
    before = len(pictures(app))
    press(app, "Train all sizes")
    assert len(pictures(app)) == before + 1


def test_the_question_is_answered_by_a_computation(open_settled):
    app = open_settled(**QUICK)
    next(radio for radio in app.radio if "prediction" in radio.key).set_value(0).run()
    settle(app)
    said = "\n".join(text.value for text in (*app.info, *app.success))
    count = int(re.search(r"In (\d+) of 100 starts", said)[1])
    options = ["fewer than a quarter", "a quarter to a half", "more than a half", "more than three"]
    assert options[rank(count, 100)] in said


@pytest.mark.parametrize(("count", "option"), [(0, 0), (24, 0), (25, 1), (50, 1), (75, 2), (76, 3)])
def test_the_options_of_the_question_share_no_number(count, option):
    assert rank(count, 100) == option


def test_own_points_begin_with_those_shown_and_come_from_a_file(open_settled):
    app = open_settled(epochs="10", size="21", noise="0")
    control(app, "selectbox", "data").set_value("points").run()
    settle(app)
    assert len(app.query_params["points"].split(",")) == 42
    app = turn_to(app, "Own points")
    app.get("file_uploader")[0].set_value([("points.csv", b"x,y\n0,1\n1,3\n2,2\n", "text/csv")])
    settle(app.run())
    assert app.query_params["points"] == "0,1,1,3,2,2"


def test_going_back_keeps_points_too_many_for_the_address(open_settled):
    app = turn_to(open_settled(epochs="10", size="21"), "Own points")
    rows = "\n".join(f"{place},{place % 7}" for place in range(300))
    app.get("file_uploader")[0].set_value([("points.csv", rows.encode(), "text/csv")])
    settle(app.run())
    before = dict(app.query_params)
    drawn = pictures(app)[:3]
    control(app, "select_slider", "learning_rate").set_value(0.01).run()
    settle(app)
    assert pictures(app)[:3] != drawn
    app.query_params.clear()
    app.query_params.update(before)
    settle(app.run())
    assert not app.warning
    assert pictures(app)[:3] == drawn


def test_what_is_wrong_with_a_file_is_said(open_settled):
    app = turn_to(open_settled(**QUICK), "Own points")
    app.get("file_uploader")[0].set_value([("points.csv", b"x,y\n1,2,3\n", "text/csv")])
    settle(app.run())
    assert "Line 2 should hold two numbers" in texts(app)


def test_each_network_can_be_taken_home(open_settled):
    app = turn_to(open_settled(**QUICK), "Take it home")
    assert any("19 (76.00 B)" in block.value for block in app.code)
    app.session_state[f"{SCREEN} network taken home"] = "serial"
    settle(app.run())
    assert sum(code.value.count("Dense(2") for code in app.code) >= 3


def test_of_a_standardised_fit_the_model_file_is_explained(open_settled):
    sentence = "The model file takes standardised x"
    assert sentence not in texts(turn_to(open_settled(**QUICK), "Take it home"))
    app = turn_to(open_settled(**QUICK, standardised="true"), "Take it home")
    assert sentence in texts(app)
