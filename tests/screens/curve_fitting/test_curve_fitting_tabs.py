"""The screen on curve fitting, what stands behind its tabs, with a real worker."""

from __future__ import annotations

import re

import pytest

from tests.screens.curve_fitting.app import QUICK, SCREEN, control, press, turn_to
from tests.screens.trained_app import pictures, settle, texts
from ui.screens.curve_fitting.many_starts import rank


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
