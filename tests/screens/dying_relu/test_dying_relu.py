"""The screen on dying ReLU, driven without a browser, with a real worker."""

from __future__ import annotations

import json
import re
from functools import partial

import numpy as np
import pytest

from core import workers
from core.experiments import jobs
from core.studies.dying_relu.study import DyingStudy
from core.studies.dying_relu.unit_lives import ALIVE, DEAD
from tests.screens import trained_app
from tests.screens.trained_app import PATIENCE, figures, pictures, press, settle, texts
from ui.charts.frame_parameter import NAME as FRAME
from ui.screens.dying_relu import learning_rates, unit, views

SCREEN = "dying_relu"
control = partial(trained_app.control, SCREEN)
turn_to = partial(trained_app.turn_to, SCREEN)


@pytest.fixture
def open_settled(open_app):
    return trained_app.opener(open_app, SCREEN)


def trained(study: DyingStudy):
    handle = workers.submit_job(
        jobs.TRAIN, study.fit, visitor="a test", slot="run", frames=views.frames(study)
    )
    return handle.result(PATIENCE)


def test_while_the_worker_starts_the_data_are_shown_and_what_is_happening(open_app, monkeypatch):
    monkeypatch.setattr(workers, "ready", lambda: False)
    app = open_app(SCREEN, lang="en", seed="4321")
    assert len(pictures(app)) == 1
    assert "is starting" in str(app.get("progress")[0].proto)
    monkeypatch.undo()
    assert len(pictures(settle(app))) == 6


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(
    ("kind", "name", "value", "field", "text"),
    [
        ("select_slider", "learning_rate", 0.03, "learning_rate", "0.03"),
        ("selectbox", "activation", "leaky_relu", "activation", "leaky_relu"),
        ("selectbox", "activation", "maxout", "activation", "maxout"),
        ("selectbox", "initializer", "he_normal", "initializer", "he_normal"),
        ("selectbox", "bias_initializer", "random_normal", "bias_initializer", "random_normal"),
        ("slider", "bias", -1.0, "bias", "-1"),
        ("number_input", "layers", 3, "layers", "3"),
        ("number_input", "units", 4, "units", "4"),
        ("select_slider", "epochs", 20, "epochs", "20"),
        ("number_input", "seed", 7, "seed", "7"),
        ("selectbox", "optimizer", "rmsprop", "optimizer", "rmsprop"),
        ("selectbox", "batch", 64, "batch", "64"),
        ("selectbox", "data", "sine", "data", "sine"),
        ("select_slider", "size", 101, "size", "101"),
        ("select_slider", "noise", 5, "noise", "5"),
        ("slider", "interval", (-5.0, 5.0), "interval", "-5,5"),
        ("number_input", "data_seed", 3, "data_seed", "3"),
        ("toggle", "standardised", True, "standardised", "true"),
        ("slider", "held_out", 0.2, "held_out", "0.2"),
    ],
)
def test_each_control_changes_the_pictures_and_reaches_the_address(
    open_settled, monkeypatch, language, kind, name, value, field, text
):
    # AppTest asks for the labels of menus outside of any session, whose language is the default.
    monkeypatch.setattr("ui.i18n.language.DEFAULT", language)
    app = open_settled(lang=language)
    before = pictures(app)
    control(app, kind, name).set_value(value).run()
    settle(app)
    # A layer that dies is no complaint about the control.
    assert all("**" in warning.value for warning in app.warning)
    assert pictures(app) != before
    assert app.query_params[field] == text


def test_another_law_brings_its_range_and_noise(open_settled):
    app = open_settled()
    control(app, "selectbox", "data").set_value("sine").run()
    settle(app)
    assert app.query_params["interval"] == "-6.5,6.5"
    assert app.query_params["noise"] == "0.1"


def test_a_parameter_of_the_activation_has_a_slider(open_settled):
    app = open_settled(activation="leaky_relu")
    control(app, "slider", "parameters.leaky_relu.alpha").set_value(0.2).run()
    assert "0.2" in settle(app).query_params["parameters"]


def test_the_figures_count_what_numpy_counts(open_settled):
    study = DyingStudy()
    run = trained(study)
    # Judged by the weights alone: ReLU units whose outputs are 0 on every example.
    x = study.load().train_inputs
    dead = []
    for weights in (run.weights[0], run.weights[-1]):
        kernels = np.split(weights, np.cumsum([np.prod(shape) for shape in study.fit.shapes])[:-1])
        values, count = x, 0
        for layer in range(study.layers):
            kernel = kernels[2 * layer].reshape(values.shape[1], -1)
            values = np.maximum(values @ kernel + kernels[2 * layer + 1], 0)
            count += int((values == 0).all(axis=0).sum())
        dead.append(count)
    app = open_settled()
    assert figures(app)["Dead before training"] == f"{dead[0]} of 16"
    assert figures(app)["Dead at the end"] == f"{dead[1]} of 16"
    assert 0 < dead[0] < dead[1], "the first picture is to show both ways to die"


def test_a_unit_is_chosen_from_the_menu_and_its_death_is_told(open_settled):
    app = open_settled()
    life = views.lives_of(trained(DyingStudy()))
    menu = control(app, "selectbox", "unit")
    assert menu.value == life.names[life.worth_seeing]
    other = int(np.flatnonzero(life.died)[-1])
    before = pictures(app)
    menu.set_value(life.names[other]).run()
    settle(app)
    epoch = int(life.epochs[life.deaths[other]])
    assert f"In epoch {epoch} the last example left" in texts(app)
    assert pictures(app) != before
    # It is still looked at when the learning rate is another one; a new start shows its own.
    control(app, "select_slider", "learning_rate").set_value(0.03).run()
    assert control(settle(app), "selectbox", "unit").value == life.names[other]
    press(app, "New start")
    assert unit._CHOSEN not in app.session_state


def test_new_start_and_undo(open_settled):
    app = open_settled()
    first = pictures(app)
    press(app, "New start")
    assert app.query_params["seed"] == str(DyingStudy().seed + 1)
    assert pictures(app) != first
    press(app, "Undo")
    assert "seed" not in app.query_params
    assert pictures(app) == first


def test_the_same_start_gives_the_same_weights(open_settled):
    app = press(open_settled(), "Same start again")
    assert "the same to the last digit" in app.toast[0].value


def test_no_unit_of_tanh_dies_at_a_low_rate(open_settled):
    app = open_settled(activation="tanh", learning_rate="0.001")
    assert "**No unit dies.**" in texts(app)


def test_a_layer_that_dies_as_a_whole_is_said_to(open_settled):
    app = open_settled(learning_rate="3", seed="0")
    assert "The whole of hidden layer" in app.warning[0].value


def test_a_function_without_a_slope_is_told_from_a_bad_start(open_settled):
    told = open_settled(activation="binary_step").warning[0].value
    assert "The slope of Binary step is 0 everywhere" in told
    # Its steps differ from x to x, dead as they are.
    assert "one number for all x" not in told


def test_large_losses_are_written_out(open_settled):
    assert re.fullmatch(r"2,\d{3}", figures(open_settled(learning_rate="10"))["Loss"])


def test_a_run_that_diverges_says_when_and_what_to_change(open_settled):
    app = open_settled(learning_rate="10", optimizer="sgd")
    assert "**Diverged.** In epoch" in app.error[0].value
    assert "Lower the learning rate (now 10)" in app.error[0].value


def test_the_rates_are_trained_on_demand_and_told_as_found(open_settled):
    app = press(open_settled(), "Train with every rate")
    assert "The share of dead units, as the rate goes up: it rises and falls" in texts(app)
    assert len(pictures(app)) == 8


def test_the_remedies_stand_side_by_side_and_can_be_opened(open_settled):
    app = turn_to(open_settled(), "Remedies")
    assert len(pictures(app)) == 6 + 2 * len(DyingStudy().remedies())
    assert "Fewest dead units (0): Leaky ReLU" in texts(app)
    press(app, "Open")
    assert app.query_params["learning_rate"] == "0.03"


def test_dead_units_are_brought_back_by_leaky_relu(open_settled):
    app = turn_to(open_settled(), "Bring units back")
    shown = figures(app)
    dead = int(shown["Dead at the change"])
    assert dead > 0
    assert int(shown["Above 0 again at some time"].split()[0]) > 0
    slider = next(s for s in app.slider if (s.key or "").startswith(f"{SCREEN} change"))
    slider.set_value(0).run()
    assert int(figures(settle(app))["Dead at the change"]) < dead


def test_dead_units_are_brought_back_with_a_slope_of_ones_choice(open_settled):
    app = turn_to(open_settled(), "Bring units back")
    before = figures(app)["Loss with Leaky ReLU"], figures(app)["Loss without the change"]
    slope = next(s for s in app.select_slider if s.label.startswith("Slope"))
    assert slope.value == 0.01
    slope.set_value(0.3).run()
    after = figures(settle(app))
    assert after["Loss with Leaky ReLU"] != before[0]
    assert after["Loss without the change"] == before[1]


@pytest.mark.parametrize("activation", ["prelu", "maxout", "leaky_relu"])
def test_where_nothing_can_die_there_is_nothing_to_bring_back(open_settled, activation):
    app = turn_to(open_settled(activation=activation), "Bring units back")
    assert "are remedies themselves" in texts(app)
    assert "Stop the training at an epoch" not in texts(app)


def test_what_is_taken_home_holds_the_experiment(open_settled):
    app = turn_to(open_settled(), "Take it home")
    assert "Total params: 97" in "".join(code.value for code in app.code)
    assert len(app.get("download_button")) == 4


def test_the_pictures_of_a_training_follow_one_frame(open_settled):
    for picture in open_settled().get("vega_lite_chart"):
        names = [param["name"] for param in json.loads(picture.proto.spec)["params"]]
        assert FRAME in names


@pytest.mark.parametrize(
    ("shares", "option"),
    [
        ([0.1, 0.2, 0.3], 0),
        ([0.1, 0.2, 0.195], 0),
        ([0.1, 0.5, 0.3], 1),
        ([0.3, np.nan, 0.1], 2),
        ([0.0, 0.0, 0.005], 3),
        ([np.nan, np.nan, np.nan], 3),
    ],
)
def test_every_course_of_the_shares_belongs_to_one_option(shares, option):
    assert learning_rates.course(np.array(shares)) == option


@pytest.mark.parametrize(("activation", "option"), [("relu", 1), ("leaky_relu", 3)])
def test_the_question_is_answered_by_the_trainings_themselves(open_settled, activation, option):
    app = open_settled(activation=activation)
    radio = next(radio for radio in app.radio if "prediction" in radio.key)
    radio.set_value(option).run()
    settle(app)
    assert any("Mean share of dead units by rate: 0.001" in s.value for s in app.success)


def test_a_wrong_value_in_the_address_is_named(open_app):
    app = open_app(SCREEN, lang="en", epochs="0", learning_rate="0.1")
    assert "epochs" in app.warning[0].value
    assert app.query_params["learning_rate"] == "0.1"


def test_the_states_of_a_unit_agree_with_its_gradient():
    life = views.lives_of(trained(DyingStudy()))
    assert (life.gradients[life.states == DEAD] == 0).all()
    assert (life.gradients[life.states == ALIVE] > 0).all()
