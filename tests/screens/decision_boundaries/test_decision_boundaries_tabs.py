"""The tabs of the screen on decision boundaries: many starts, pins, weights by hand, own points."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from core import workers
from core.experiments import Experiment, jobs
from core.studies.decision_boundaries.own_points import write_csv
from core.studies.decision_boundaries.presets import NOTES
from tests.screens.decision_boundaries.app import SCREEN, control, opened, texts, turn_to
from tests.screens.trained_app import PATIENCE, figures, pictures, press, settle
from ui.screens.decision_boundaries import many_starts, weights_by_hand


@pytest.fixture
def open_settled(open_app):
    return partial(opened, open_app)


def test_how_often_counts_the_starts_and_opens_the_worst(open_settled):
    app = press(turn_to(open_settled(), "How often?"), "Train from 200 starts")
    count = int(figures(app)["Starts that solve it"].split()[0])
    assert 100 < count < 200
    assert figures(app)["Share, 95 % interval"].startswith(f"{count / 200:.0%} (")
    worst = [button for button in app.button if button.label.startswith("Open start")][1]
    press(app, worst.label)
    assert app.query_params["seed"] == worst.label.split()[-1]
    assert "**Not solved.**" in texts(app)


def test_starts_without_chance_are_not_counted_for_all_would_be_the_same(open_settled):
    app = turn_to(open_settled(initializer="zeros", epochs="50"), "How often?")
    button = next(one for one in app.button if one.label == "Train from 200 starts")
    assert button.disabled
    assert "Units that are alike: 2 of 2" in texts(app)
    assert any("no chance in the start" in caption.value for caption in app.caption)


def test_starts_that_all_diverge_are_told_in_one_sentence(open_settled):
    app = open_settled(
        data="or",
        hidden="none",
        activations="none",
        output="linear",
        loss="mse",
        optimizer="sgd",
        learning_rate="10",
        epochs="200",
    )
    before = len(pictures(turn_to(app, "How often?")))
    press(app, "Train from 200 starts")
    said = [error.value for error in app.error]
    assert "All 200 starts diverged. Lower the learning rate (now 10)." in said
    assert len(pictures(app)) == before
    assert not any("nan" in value for value in figures(app).values())


@pytest.mark.parametrize(
    ("experiment", "option"),
    [(NOTES["b3_xor"], 0), (NOTES["b5_xor"], 2), (NOTES["b3_or"], 3)],
    ids=["sigmoid on XOR", "hidden layer on XOR", "sigmoid on OR"],
)
def test_the_prediction_has_different_answers_for_different_settings(experiment, option):
    handle = workers.submit_job(
        jobs.TRAIN_MANY, experiment, visitor="a test", slot="many", seeds=100
    )
    many = handle.result(PATIENCE)
    assert many_starts.rank(int(many.solved.sum()), len(many.seeds)) == option


@pytest.mark.parametrize(
    ("count", "option"), [(0, 0), (1, 1), (99, 1), (100, 2), (199, 2), (200, 3)]
)
def test_every_number_of_starts_belongs_to_one_option(count, option):
    assert many_starts.rank(count, 200) == option


def test_the_question_is_answered_by_the_trainings_themselves(open_settled):
    app = open_settled()
    radio = next(radio for radio in app.radio if "prediction" in radio.key)
    radio.set_value(2).run()
    settle(app)
    assert any(" of 200 starts" in message.value for message in app.success)


def test_pinned_runs_stand_in_the_address_by_what_differs(open_settled):
    app = open_settled(epochs="10", pinned1="seed~7", pinned2="hidden~3~seed~8")
    assert (app.query_params["pinned1"], app.query_params["pinned2"]) == (
        "seed~7",
        "hidden~3~seed~8",
    )
    assert [button.key for button in app.button].count(f"{SCREEN} unpin 1") == 1
    # What differs is said against what is shown now.
    control(app, "number_input", "seed").set_value(7).run()
    assert settle(app).query_params["pinned1"] == "same"
    press(app, "Unpin")
    assert app.query_params["pinned1"] == "hidden~3~seed~8"
    assert "pinned2" not in app.query_params


def test_of_more_than_three_pinned_runs_the_oldest_goes(open_settled):
    app = turn_to(open_settled(epochs="10"), "Side by side")
    for _time in range(4):
        press(app, "Pin this run")
        press(app, "New start")
    pins = [value for name, value in app.query_params.items() if name.startswith("pinned")]
    assert pins == ["seed~2", "seed~3", "seed~4"]


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("pinned1", "epochs~0", "“pinned1” is left out. “epochs” must lie between 1 and 20000"),
        ("pinned2", "seed", "“pinned2” is left out. “seed” is no list of settings and values."),
        ("pinned3", "colour~red", "“pinned3” is left out. This screen has no setting “colour”."),
        ("pinned4", "seed~3", "This screen has no setting “pinned4”."),
    ],
)
def test_a_wrong_pinned_run_is_named(open_settled, name, text, problem):
    app = open_settled(epochs="10", **{name: text})
    assert problem in app.warning[0].value
    assert name not in app.query_params


def test_a_wrong_pinned_run_is_named_in_korean(open_settled):
    app = open_settled(lang="ko", epochs="10", pinned1="epochs~0")
    assert "“pinned1” 항목은 뺐습니다. “epochs”" in app.warning[0].value


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
    experiment = Experiment(**weights_by_hand.XOR_BY_HAND)
    run = weights_by_hand.by_hand(experiment, np.array(experiment.weights))
    assert run.figures.accuracy[0] == 1
    corners = run.planes[0, [-1, -1, 0, 0], [0, -1, 0, -1], 0]
    assert corners.round().tolist() == [0, 1, 1, 0]


def test_weights_of_units_with_several_pieces_stand_below_the_outputs_they_take(open_settled):
    app = open_settled(hidden="2,3", activations="maxout,prelu", epochs="10")
    app = press(turn_to(app, "Weights by hand"), "Take the trained weights")
    first, second, last = (table.value for table in app.dataframe[-3:])
    assert [*first.columns] == ["h1.1.a", "h1.1.b", "h1.2.a", "h1.2.b"]
    assert [*second.index] == ["h1.1", "h1.2", "bias", "α"]
    assert [*last.index] == ["h2.1", "h2.2", "h2.3", "bias"]


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


def test_one_neuron_is_written_with_its_numbers(open_settled):
    app = turn_to(open_settled(), "One neuron")
    assert "h_{1,1}" in app.latex[0].value


def test_what_is_taken_home_holds_the_experiment(open_settled):
    app = turn_to(open_settled(), "Take it home")
    assert "Total params: 9" in "".join(code.value for code in app.code)
    assert len(app.get("download_button")) == 4
