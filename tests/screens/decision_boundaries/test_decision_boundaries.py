"""The screen on decision boundaries: its controls, its pictures and what it says of a training."""

from __future__ import annotations

import json
import re
from functools import partial

import pytest

from core import workers
from core.experiments import Experiment
from core.studies.decision_boundaries.presets import NOTES
from tests.screens.decision_boundaries.app import SCREEN, control, opened, texts
from tests.screens.trained_app import figures, pictures, press, settle
from ui.charts.frame_parameter import NAME as FRAME


@pytest.fixture
def open_settled(open_app):
    return partial(opened, open_app)


def test_while_the_worker_starts_the_data_are_shown_and_what_is_happening(open_app, monkeypatch):
    monkeypatch.setattr(workers, "ready", lambda: False)
    app = open_app(SCREEN, lang="en", seed="4321")
    assert len(pictures(app)) == 1
    assert "is starting" in str(app.get("progress")[0].proto)
    monkeypatch.undo()
    assert len(pictures(settle(app))) == 3


def test_a_softmax_output_that_has_not_solved_its_data_gets_a_verdict(open_settled):
    app = open_settled(
        data="three_gaussians",
        output="softmax",
        loss="categorical_crossentropy",
        hidden="4",
        activations="relu",
        epochs="5",
    )
    assert not app.error
    assert app.info or app.warning or app.success


@pytest.mark.parametrize(
    ("kind", "name", "value", "field", "text"),
    [
        ("selectbox", "data", "or", "data", "or"),
        ("selectbox", "data", "moons", "data", "moons"),
        ("multiselect", "features", ["x1", "x2", "x1_x2"], "features", "x1,x2,x1_x2"),
        ("slider", "layers", 2, "hidden", "2,2"),
        ("number_input", "hidden.0", 3, "hidden", "3"),
        ("selectbox", "activations.0", "tanh", "activations", "tanh"),
        ("selectbox", "output", "sigmoid", "output", "sigmoid"),
        ("selectbox", "output", "softmax", "loss", "categorical_crossentropy"),
        ("selectbox", "loss", "mae", "loss", "mae"),
        ("selectbox", "optimizer", "sgd", "optimizer", "sgd"),
        ("select_slider", "learning_rate", 0.1, "learning_rate", "0.1"),
        ("select_slider", "epochs", 100, "epochs", "100"),
        ("number_input", "seed", 7, "seed", "7"),
        ("number_input", "threshold", 0.3, "threshold", "0.3"),
        ("selectbox", "initializer", "he_normal", "initializer", "he_normal"),
        ("selectbox", "bias_initializer", "ones", "bias_initializer", "ones"),
        ("select_slider", "l1", 0.01, "l1", "0.01"),
        ("select_slider", "l2", 0.01, "l2", "0.01"),
        ("selectbox", "batch", 2, "batch", "2"),
    ],
)
def test_each_control_changes_the_pictures_and_reaches_the_address(
    open_settled, kind, name, value, field, text
):
    app = open_settled()
    before = pictures(app)
    control(app, kind, name).set_value(value).run()
    settle(app)
    assert not app.warning
    assert pictures(app) != before
    assert app.query_params[field] == text


@pytest.mark.parametrize(
    ("name", "kind", "value"),
    [
        ("size", "slider", 50),
        ("noise", "slider", 0.2),
        ("flips", "slider", 0.1),
        ("data_seed", "number_input", 3),
        ("held_out", "slider", 0.3),
    ],
)
def test_the_data_have_controls_of_their_own(open_settled, name, kind, value):
    app = open_settled(data="gaussians", epochs="10")
    before = pictures(app)
    control(app, kind, name).set_value(value).run()
    assert pictures(settle(app)) != before
    assert app.query_params[name] == f"{value:g}"


@pytest.mark.parametrize("rung", ["b1", "b2", "b3", "b4", "b5"])
def test_the_ladder_sets_what_the_notes_have(open_settled, rung):
    app = open_settled(data="or")
    app.get("button_group")[0].set_value(rung).run()
    settle(app)
    loaded, problems = Experiment.from_query(
        {name: value for name, value in app.query_params.items() if name != "lang"}
    )
    assert not problems
    assert loaded == NOTES[f"{rung}_or"]
    assert figures(app)["Accuracy"] == "100%"


def test_a_linear_neuron_on_xor_is_said_to_have_no_answer(open_settled):
    app = open_settled(hidden="none", activations="none")
    assert "**No answer.**" in texts(app)
    assert "**One line is not enough.**" in texts(app)


def test_a_run_that_diverges_says_when_and_what_to_change(open_settled):
    app = open_settled(learning_rate="10", optimizer="sgd", activations="relu")
    assert re.search(r"\*\*Diverged\.\*\* In epoch \d+ ", texts(app))
    assert "Lower the learning rate (now 10)" in texts(app)


def test_new_start_and_undo(open_settled):
    app = open_settled()
    first = pictures(app)
    press(app, "New start")
    assert app.query_params["seed"] == str(Experiment().seed + 1)
    assert pictures(app) != first
    press(app, "Undo")
    assert "seed" not in app.query_params
    assert pictures(app) == first
    assert next(button for button in app.button if button.label == "Undo").disabled


def test_the_same_start_gives_the_same_weights(open_settled):
    app = press(open_settled(), "Same start again")
    assert "the same to the last digit" in app.toast[0].value


def test_a_step_takes_the_hidden_layers_away_and_another_output_brings_the_slider_back(
    open_settled,
):
    app = open_settled()
    control(app, "selectbox", "output").set_value("step").run()
    settle(app)
    assert (app.query_params["rule"], app.query_params["hidden"]) == ("rosenblatt", "none")
    assert not [w for w in app.slider if w.key.endswith(".layers")]
    control(app, "selectbox", "output").set_value("sigmoid").run()
    settle(app)
    assert app.query_params["rule"] == "gradient"
    assert control(app, "slider", "layers").value == 0


def test_the_three_pictures_of_a_training_follow_one_frame(open_settled):
    app = open_settled()
    for picture in app.get("vega_lite_chart"):
        names = [param["name"] for param in json.loads(picture.proto.spec)["params"]]
        assert FRAME in names


def test_a_wrong_value_in_the_address_is_named(open_settled):
    app = open_settled(epochs="0", learning_rate="0.1")
    assert "epochs" in app.warning[0].value
    assert app.query_params["learning_rate"] == "0.1"


def test_settings_too_large_to_train_say_what_to_lower(open_settled):
    app = open_settled(data="spiral", size="1000", epochs="1000")
    control(app, "selectbox", "batch").set_value(1).run()
    control(app, "select_slider", "epochs").set_value(20_000).run()
    assert "are too much for a network" in app.warning[0].value


def test_the_surface_comes_with_every_frame(open_settled):
    app = open_settled(epochs="30")
    view = next(group for group in app.get("button_group") if group.key == f"{SCREEN} view")
    view.set_value("surface").run()
    settle(app)
    sent = json.loads(app.get("plotly_chart")[0].proto.spec)
    # The start, and every epoch.
    assert [frame["name"] for frame in sent["frames"]] == [str(number) for number in range(31)]
