"""The screen on regularization, driven without a browser, with a real worker."""

from __future__ import annotations

import dataclasses
import gc
import time

import pytest

from core import workers
from core.datasets.tables import Table, read_table
from core.experiments.race import Race
from core.experiments.race_results import RaceRun
from core.problems import Problem
from core.studies.regularization.presets import NOTES, notes_race
from core.studies.regularization.starts import STARTS
from tests.screens.regularization.app import PLAIN, SCREEN, control, kept, opened, raced, turn_to
from tests.screens.trained_app import PATIENCE, pictures, settle, texts
from ui.screens.regularization import names as race_names
from ui.screens.regularization import own_table as race_table
from ui.screens.regularization.controls import PRESETS


def test_while_the_worker_starts_axes_wait_and_it_is_said_what_happens(open_app, monkeypatch):
    monkeypatch.setattr(workers, "ready", lambda: False)
    # Long enough not to end while the page is drawn.
    app = open_app(SCREEN, lang="en", epochs="500", seed="4321")
    assert len(pictures(app)) == 1
    assert "is starting" in str(app.get("progress")[0].proto)
    monkeypatch.undo()
    assert len(pictures(settle(app))) > 3


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(
    ("kind", "name", "value", "field", "text"),
    [
        ("select_slider", "epochs", 5, "epochs", "5"),
        ("number_input", "seed", 7, "seed", "7"),
        ("selectbox", "batch", 64, "batch", "64"),
        ("slider", "train_share", 0.1, "train_share", "0.1"),
        ("slider", "validation_share", 0.1, "validation_share", "0.1"),
        ("slider", "test_share", 0.1, "test_share", "0.1"),
        ("number_input", "data_seed", 3, "data_seed", "3"),
        ("selectbox", "data", "breast_cancer", "data", "breast_cancer"),
    ],
)
def test_each_control_changes_the_pictures_and_reaches_the_address(
    open_app, monkeypatch, language, kind, name, value, field, text
):
    # AppTest asks for the labels of menus outside of any session, whose language is the default.
    monkeypatch.setattr("ui.i18n.language.DEFAULT", language)
    app = opened(open_app, lang=language)
    before = pictures(app)
    control(app, kind, name).set_value(value).run()
    settle(app)
    assert [warning.value for warning in app.warning] == []
    assert pictures(app) != before
    assert app.query_params[field] == text


def test_other_data_bring_what_suits_them_unless_something_was_changed(open_app):
    app = settle(open_app(SCREEN, lang="en"))
    control(app, "selectbox", "data").set_value("moons").run()
    settle(app)
    assert kept(app) == dataclasses.replace(STARTS["moons"], seed=Race().seed)
    control(app, "select_slider", "epochs").set_value(5).run()
    settle(app)
    control(app, "selectbox", "data").set_value("breast_cancer").run()
    settle(app)
    assert kept(app) == dataclasses.replace(STARTS["moons"], data="breast_cancer", epochs=5)


@pytest.mark.parametrize("name", PRESETS)
def test_the_experiments_of_the_notes_are_one_click_away(open_app, name):
    app = opened(open_app)
    next(t for t in app.toggle if t.key == f"{SCREEN} data of the notes").set_value(False).run()
    pills = next(pills for pills in app.get("pills") if pills.key == f"{SCREEN} presets")
    pills.set_value(name).run()
    assert not app.exception
    found = notes_race(name, "digits")
    assert kept(app).variants == found.variants
    assert kept(app).data == "digits"
    # It stands as chosen, and a press on “Stop” ends what would take long.
    pills = next(pills for pills in app.get("pills") if pills.key == f"{SCREEN} presets")
    assert pills.value == name


def test_every_experiment_of_the_notes_has_a_button():
    assert set(PRESETS) == set(NOTES)


def test_the_table_tells_what_the_race_found(open_app):
    run = raced(Race(epochs=3))
    app = opened(open_app)
    table = app.dataframe[0].value
    assert table["name"].tolist() == race_names.names(run.race)
    for row, lane in zip(table.to_dict("records"), run.lanes, strict=True):
        assert row["loss"] == pytest.approx(lane.findings.test.loss)
        assert row["accuracy"] == pytest.approx(lane.findings.test.accuracy)
        assert row["gap"] == pytest.approx(lane.history.validation_loss[-1] - lane.history.loss[-1])
        assert row["parameters"] == lane.parameters == 64 * 64 + 64 + 64 * 10 + 10
    best = min(run.lanes, key=lambda lane: lane.findings.test.loss)
    name = race_names.names(run.race)[run.lanes.index(best)]
    assert f"Lowest test loss: **{name}**" in texts(app)


def test_which_data_were_used_stands_beside_the_figures(open_app):
    assert "**Handwritten digits**: 89 examples to train with" in texts(opened(open_app))
    app = opened(open_app, data="breast_cancer", lang="ko")
    assert "30개" in texts(app)


def test_penalties_are_drawn_apart_where_there_are_any(open_app):
    with_penalty = len(pictures(opened(open_app, variants=f"{PLAIN}~~{PLAIN}~l2:0.01")))
    assert len(pictures(opened(open_app, variants=f"{PLAIN}~~{PLAIN}"))) == with_penalty - 1


def test_a_constraint_that_never_bound_is_said_to(open_app):
    app = opened(open_app, variants=f"{PLAIN}~constraint:max_norm~max_norm:20")
    assert "never bound" in texts(app)
    app = opened(open_app, variants=f"{PLAIN}~constraint:max_norm~max_norm:0.1")
    assert "never bound" not in texts(app)


def test_a_variant_that_diverges_is_named(open_app):
    app = opened(
        open_app,
        variants=f"{PLAIN}~~hidden:64~activations:linear~loss:mse~optimizer:sgd~learning_rate:10",
        data="breast_cancer",
        epochs="30",
    )
    diverged = [lane.why == "diverged" for lane in raced(kept(app)).lanes]
    assert ("diverged in epoch" in texts(app)) == any(diverged)


def test_a_race_that_was_stopped_keeps_what_has_run(open_app):
    app = open_app(SCREEN, lang="en", epochs="500", seed="77", data="moons")
    end = time.monotonic() + PATIENCE
    stop = [button for button in app.button if button.key == "stop race"]
    while not app.dataframe and stop and time.monotonic() < end:
        stop[0].click().run()
        app = settle(app)
        stop = [button for button in app.button if button.key == "stop race"]
    assert not app.exception
    assert "Stopped" in texts(app) or app.dataframe


def test_own_tables_stay_in_the_session_and_out_of_links(open_app):
    rows = ["a,b,label"] + [f"{k % 7},{k % 5},{'yes' if k % 7 > 3 else 'no'}" for k in range(80)]
    table = read_table("\n".join(rows).encode())
    app = opened(open_app, variants=PLAIN)
    app.session_state[race_table._TABLE] = table
    control(app, "selectbox", "data").set_value("own").run()
    settle(app)
    assert kept(app).table == table.digest
    assert "**Your own table (CSV)**" in texts(app)
    assert "most telling columns" in texts(app)
    for text in app.query_params.values():
        assert "yes" not in str(text)
    app = turn_to(app, "Take it home")
    assert "neither link nor script carries it" in texts(app)


def _held() -> list:
    """Tables, and races on them, that this process holds."""
    gc.collect()
    gc.unfreeze()  # what `ui.server` sets aside
    kinds = {Table: lambda _table: True, RaceRun: lambda run: run.race.data == "own"}
    return [one for one in gc.get_objects() if type(one) in kinds and kinds[type(one)](one)]


def test_a_table_that_is_removed_leaves_nothing(open_app):
    rows = ["a,b,label"] + [f"{k % 7},{k % 5},{'yes' if k % 7 > 3 else 'no'}" for k in range(80)]
    before = len(_held())
    app = opened(open_app, variants=PLAIN)
    app.session_state[race_table._TABLE] = read_table("\n".join(rows).encode())
    control(app, "selectbox", "data").set_value("own").run()
    app = turn_to(settle(app), "What it sees")
    assert len(_held()) >= before + 2
    next(button for button in app.button if button.key == "remove own table").click().run()
    assert not app.exception
    assert "Choose a CSV file" in texts(app)
    assert len(_held()) <= before


def test_a_link_to_a_table_that_is_not_here_says_what_to_do(open_app):
    app = open_app(SCREEN, lang="en", data="own", table="abc123")
    assert not app.exception
    assert "a table that a link does not carry" in texts(app)
    app = open_app(SCREEN, lang="en", data="own")
    assert "Choose a CSV file" in texts(app)


def test_a_table_with_a_number_to_predict_takes_a_loss_that_suits_it(open_app):
    rows = ["a,b,price"] + [f"{k % 7},{k % 5},{0.37 * (k % 7) + 0.11 * k}" for k in range(80)]
    table = read_table("\n".join(rows).encode())
    assert not table.classes
    app = opened(open_app, variants=f"{PLAIN}~~{PLAIN}~l2:0.1")
    app.session_state[race_table._TABLE] = table
    control(app, "selectbox", "data").set_value("own").run()
    settle(app)
    assert {variant.loss for variant in kept(app).variants} == {"mse"}
    assert "accuracy" not in app.dataframe[0].value.columns


def test_the_table_of_a_race_is_only_found_where_it_is(monkeypatch):
    monkeypatch.setattr(race_table, "own", lambda: None)
    assert race_table.of(Race()) is None
    with pytest.raises(Problem):
        race_table.of(Race(data="own"))


def test_a_wrong_value_in_the_address_is_named_until_something_is_changed(open_app):
    app = opened(open_app, batch="-1", seed="3")
    assert any("batch" in warning.value for warning in app.warning)
    assert app.query_params["seed"] == "3"
    control(app, "number_input", "seed").set_value(4).run()
    assert not settle(app).run().warning


def test_shares_that_exceed_all_there_is_are_said_to(open_app):
    app = opened(open_app)
    control(app, "slider", "train_share").set_value(0.9).run()
    app = settle(app)
    assert any("100 %" in warning.value for warning in app.warning)
    assert kept(app).train_share == Race().train_share
