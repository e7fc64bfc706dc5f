"""The screen on decision boundaries, driven without a browser, with a real worker."""

from __future__ import annotations

import json
import re
import time

import numpy as np
import pytest

from core import compute
from core.experiments import NOTES, Experiment
from core.forward import signals
from core.own_points import write_csv
from ui import boundary_hands, boundary_neuron, boundary_studies
from ui.charts.frames import NAME as FRAME

SCREEN = "decision_boundaries"
PATIENCE = 90  # seconds: the first worker imports TensorFlow


@pytest.fixture
def open_settled(open_app):
    def opened(**query):
        return settle(open_app(SCREEN, **{"lang": "en"} | query))

    return opened


def settle(app):
    """Run until nothing is under way."""
    end = time.monotonic() + PATIENCE
    while any((button.key or "").startswith("stop ") for button in app.button):
        assert time.monotonic() < end, "still training"
        time.sleep(0.2)
        app.run()
    assert not app.exception
    assert [error.value for error in app.error if "part of the page" in error.value] == []
    return app


def control(app, kind: str, name: str):
    return next(w for w in app.get(kind) if w.key == f"{SCREEN}.{name}")


def press(app, label: str):
    next(button for button in app.button if button.label == label).click().run()
    return settle(app)


def turn_to(app, tab: str):
    app.session_state[f"{SCREEN} further"] = tab
    return settle(app.run())


def figures(app) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def pictures(app) -> tuple[str, ...]:
    return tuple(str(chart.proto) for chart in app.get("vega_lite_chart"))


def texts(app) -> str:
    kinds = (*app.info, *app.success, *app.error, *app.markdown, *app.warning)
    return "\n".join(element.value for element in kinds)


def test_while_the_worker_starts_the_data_are_shown_and_what_is_happening(open_app, monkeypatch):
    monkeypatch.setattr(compute, "ready", lambda: False)
    app = open_app(SCREEN, lang="en", seed="4321")
    assert len(pictures(app)) == 1
    assert "is starting" in str(app.get("progress")[0].proto)
    monkeypatch.undo()
    assert len(pictures(settle(app))) == 3


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


def test_how_often_counts_the_starts_and_opens_the_worst(open_settled):
    app = press(turn_to(open_settled(), "How often?"), "Train from 200 starts")
    count = int(figures(app)["Starts that solve it"].split()[0])
    assert 100 < count < 200
    assert figures(app)["Share, 95 % interval"].startswith(f"{count / 200:.0%} (")
    worst = [button for button in app.button if button.label.startswith("Open start")][1]
    press(app, worst.label)
    assert app.query_params["seed"] == worst.label.split()[-1]
    assert "**Not solved.**" in texts(app)


@pytest.mark.parametrize(
    ("experiment", "option"),
    [(NOTES["b3_xor"], 0), (NOTES["b5_xor"], 2), (NOTES["b3_or"], 3)],
    ids=["sigmoid on XOR", "hidden layer on XOR", "sigmoid on OR"],
)
def test_the_prediction_has_different_answers_for_different_settings(experiment, option):
    many = compute.submit_many(experiment, "a test", seeds=100).result(PATIENCE)
    assert boundary_studies.rank(int(many.solved.sum()), len(many.seeds)) == option


@pytest.mark.parametrize(
    ("count", "option"), [(0, 0), (1, 1), (99, 1), (100, 2), (199, 2), (200, 3)]
)
def test_every_number_of_starts_belongs_to_one_option(count, option):
    assert boundary_studies.rank(count, 200) == option


def test_the_question_is_answered_by_the_trainings_themselves(open_settled):
    app = open_settled()
    radio = next(radio for radio in app.radio if "prediction" in radio.key)
    radio.set_value(2).run()
    settle(app)
    assert any(" of 200 starts" in message.value for message in app.success)


def test_a_pinned_run_stands_beside_the_one_shown_with_what_differs(open_settled):
    app = press(turn_to(open_settled(), "Side by side"), "Pin this run")
    before = len(pictures(app))
    control(app, "select_slider", "learning_rate").set_value(0.1).run()
    settle(app)
    assert len(pictures(app)) == before
    assert any("Learning rate: 0.01 → 0.1" in caption.value for caption in app.caption)
    control(app, "number_input", "seed").set_value(5).run()
    press(settle(app), "Give the run above this start")
    assert app.query_params["seed"] == str(Experiment().seed)
    press(app, "Unpin")
    assert len(pictures(app)) < before


def test_xor_by_hand_solves_it_and_travels_in_the_link(open_settled):
    app = press(turn_to(open_settled(), "Weights by hand"), "XOR from OR, NAND and AND")
    assert app.query_params["weights"] == "20,-20,20,-20,-10,30,20,20,-30"
    assert "**Solved.** From epoch 0" in texts(app)
    linked = open_settled(**{k: v for k, v in app.query_params.items() if k != "lang"})
    assert figures(linked)["Loss"] == figures(app)["Loss"]
    # Another network has other weights: those set by hand are dropped.
    control(app, "number_input", "hidden.0").set_value(3).run()
    assert settle(app).query_params["weights"] == "none"


def test_the_trained_weights_can_be_taken_over(open_settled):
    app = press(turn_to(open_settled(), "Weights by hand"), "Take the trained weights")
    assert len(app.query_params["weights"].split(",")) == 9
    press(app, "Draw the start again")
    assert "weights" not in app.query_params  # every setting has its default again


def test_the_network_by_hand_is_the_one_in_the_table():
    experiment = Experiment(**boundary_hands.XOR_BY_HAND)
    run = boundary_hands.by_hand(experiment, np.array(experiment.weights))
    assert run.figures.accuracy[0] == 1
    corners = run.planes[0, [-1, -1, 0, 0], [0, -1, 0, -1], 0]
    assert corners.round().tolist() == [0, 1, 1, 0]


def test_own_points_begin_with_those_shown_and_travel_in_the_link(open_settled):
    app = open_settled(data="circle", size="20", epochs="10")
    control(app, "selectbox", "data").set_value("points").run()
    settle(app)
    assert app.query_params["data"] == "points"
    assert len(app.query_params["points"].split(",")) == 60


def test_points_from_a_file_become_the_data(open_settled):
    points = (0.0, 0.0, 0.0, 1.0, 1.0, 1.0, -1.0, 2.0, 2.0)
    app = turn_to(open_settled(epochs="10"), "Own points")
    app.file_uploader[0].upload("mine.csv", write_csv(points).encode(), "text/csv").run()
    settle(app)
    assert app.query_params["points"] == "0,0,0,1,1,1,-1,2,2"
    assert figures(app)["Accuracy"]


@pytest.mark.parametrize(
    ("experiment", "layer", "unit"),
    [(Experiment(), 0, 1), (Experiment(), 1, 0), (NOTES["b4_xor"], 0, 0)],
)
def test_a_formula_holds_the_weights_of_its_neuron(experiment, layer, unit):
    vector = np.arange(1, experiment.parameter_count + 1) / 8
    text = boundary_neuron.formula(experiment, vector, layer, unit)
    # At inputs of 0 with the last bias alone, what is left of the formula is its constant.
    made = signals(experiment, vector[None], np.zeros((1, len(experiment.features))))
    if layer == 0:
        assert f"{made[0].sums[0, 0, unit]:.3f}" in text
    assert text.count(r"\,") == (len(experiment.features), *experiment.hidden)[layer]


@pytest.mark.parametrize(
    "changes",
    [
        {"activations": ("maxout",)},
        {"activations": ("prelu",)},
        {"output": "softmax", "loss": "categorical_crossentropy"},
        {"output": "step", "rule": "rosenblatt", "hidden": (), "activations": ()},
    ],
)
def test_every_neuron_of_any_network_has_a_formula(changes):
    experiment = Experiment(**changes)
    vector = np.ones(experiment.parameter_count)
    for number, layer in enumerate(experiment.layers):
        for unit in range(layer.units):
            assert "=" in boundary_neuron.formula(experiment, vector, number, unit)


def test_one_neuron_is_written_with_its_numbers(open_settled):
    app = turn_to(open_settled(), "One neuron")
    assert "h_{1,1}" in app.latex[0].value


def test_what_is_taken_home_holds_the_experiment(open_settled):
    app = turn_to(open_settled(), "Take it home")
    assert "Total params: 9" in "".join(code.value for code in app.code)
    assert len(app.get("download_button")) == 4


def test_the_three_pictures_of_a_training_follow_one_frame(open_settled):
    app = open_settled()
    for picture in app.get("vega_lite_chart"):
        names = [param["name"] for param in json.loads(picture.proto.spec)["params"]]
        assert FRAME in names


def test_the_surface_can_be_seen_at_another_epoch(open_settled):
    app = open_settled()
    view = next(group for group in app.get("button_group") if group.key == f"{SCREEN} view")
    view.set_value("surface").run()
    settle(app)
    assert app.get("plotly_chart")
    slider = next(s for s in app.select_slider if s.key == f"{SCREEN} surface epoch")
    before = str(app.get("plotly_chart")[0].proto)
    slider.set_value(slider.options[0] if isinstance(slider.options[0], int) else 0).run()
    assert str(settle(app).get("plotly_chart")[0].proto) != before


def test_a_wrong_value_in_the_address_is_named(open_settled):
    app = open_settled(epochs="0", learning_rate="0.1")
    assert "epochs" in app.warning[0].value
    assert app.query_params["learning_rate"] == "0.1"


def test_settings_too_large_to_train_say_what_to_lower(open_settled):
    app = open_settled(data="spiral", size="1000", epochs="1000")
    control(app, "selectbox", "batch").set_value(1).run()
    control(app, "select_slider", "epochs").set_value(20_000).run()
    assert "are too much for a network" in app.warning[0].value
