"""The screen on regularization, driven without a browser, with a real worker."""

from __future__ import annotations

import dataclasses
import json
import time

import numpy as np
import pytest

from core import compute
from core.problems import Problem
from core.race import Race
from core.race_notes import NOTES, notes_race
from core.race_starts import STARTS
from core.racing import RACE_JOB, RACE_LUCK_JOB
from core.tables import read_table
from tests.screens.trained_app import PATIENCE, figures, pictures, press, settle
from ui import race_luck, race_names, race_notes_views, race_table
from ui.controls.regularization import PRESETS

SCREEN = "regularization"
# Few epochs of little data: what is asked here is not how well it learns.
QUICK = {"epochs": "3"}
PLAIN = "hidden:8~activations:relu"


@pytest.fixture
def open_settled(open_app):
    def opened(**query):
        return settle(open_app(SCREEN, **{"lang": "en"} | QUICK | query))

    return opened


def control(app, kind: str, *path: str):
    key = ".".join((SCREEN, *path))
    return next(widget for widget in app.get(kind) if widget.key == key)


def of_variant(app, kind: str, name: str, place: int = 0):
    return control(app, kind, "variants", str(place), name)


def turn_to(app, tab: str):
    app.session_state[f"{SCREEN} further"] = tab
    return settle(app.run())


def texts(app) -> str:
    kinds = (*app.info, *app.success, *app.error, *app.markdown, *app.warning, *app.caption)
    return "\n".join(element.value for element in kinds)


def kept(app) -> Race:
    return app.session_state[f"settings of {SCREEN}"]


def raced(race: Race, **options):
    return compute.submit_job(RACE_JOB, race, visitor="a test", slot="race", **options).result(
        PATIENCE
    )


def test_while_the_worker_starts_axes_wait_and_it_is_said_what_happens(open_app, monkeypatch):
    monkeypatch.setattr(compute, "ready", lambda: False)
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
    open_settled, monkeypatch, language, kind, name, value, field, text
):
    # AppTest asks for the labels of menus outside of any session, whose language is the default.
    monkeypatch.setattr("ui.language.DEFAULT", language)
    app = open_settled(lang=language)
    before = pictures(app)
    control(app, kind, name).set_value(value).run()
    settle(app)
    assert [warning.value for warning in app.warning] == []
    assert pictures(app) != before
    assert app.query_params[field] == text


@pytest.mark.parametrize(
    ("kind", "name", "value", "text"),
    [
        ("number_input", "hidden.0", 8, "hidden:8"),
        ("selectbox", "activations.0", "tanh", "activations:tanh"),
        ("number_input", "layers", 2, "hidden:64,64"),
        ("number_input", "layers", 0, "hidden:none"),
        ("selectbox", "loss", "mse", "loss:mse"),
        ("select_slider", "l1", 1e-3, "l1:0.001"),
        ("select_slider", "l2", 0.1, "l2:0.1"),
        ("select_slider", "activity_l1", 0.01, "activity_l1:0.01"),
        ("select_slider", "activity_l2", 0.01, "activity_l2:0.01"),
        ("select_slider", "weight_decay", 0.1, "weight_decay:0.1"),
        ("selectbox", "constraint", "max_norm", "constraint:max_norm"),
        ("selectbox", "constraint", "unit_norm", "constraint:unit_norm"),
        ("selectbox", "constraint", "non_neg", "constraint:non_neg"),
        ("select_slider", "dropout.0 of 1", 0.5, "dropout:0.5"),
        ("select_slider", "input_noise", 0.5, "input_noise:0.5"),
        ("select_slider", "label_smoothing", 0.2, "label_smoothing:0.2"),
        ("selectbox", "normalization", "batch", "normalization:batch"),
        ("selectbox", "normalization", "layer", "normalization:layer"),
        ("toggle", "early_stopping", True, "early_stopping:true"),
        ("selectbox", "optimizer", "nadam", "optimizer:nadam"),
        ("select_slider", "learning_rate", 0.1, "learning_rate:0.1"),
        ("select_slider", "beta_1", 0.5, "beta_1:0.5"),
        ("selectbox", "schedule", "exponential", "schedule:exponential"),
        ("selectbox", "schedule", "cosine", "schedule:cosine"),
        ("selectbox", "schedule", "cosine_restarts", "schedule:cosine_restarts"),
        ("selectbox", "schedule", "plateau", "schedule:plateau"),
    ],
)
def test_everything_of_a_variant_can_be_set_and_reaches_the_address(
    open_settled, monkeypatch, kind, name, value, text
):
    # Every label in turn, in either language.
    language = "ko" if len(text) % 2 else "en"
    monkeypatch.setattr("ui.language.DEFAULT", language)
    app = open_settled(lang=language, variants=PLAIN.replace("8", "64"))
    of_variant(app, kind, name).set_value(value).run()
    settle(app)
    assert text in app.query_params["variants"].split("~")
    assert [warning.value for warning in app.warning] == []


@pytest.mark.parametrize(
    ("variant", "name", "value"),
    [
        ("constraint:max_norm~max_norm:2", "max_norm", 0.5),
        ("early_stopping:true", "patience", 2),
        ("early_stopping:true", "min_delta", 0.01),
        ("schedule:exponential", "decay_steps", 100),
        ("schedule:exponential", "decay_rate", 0.5),
        ("schedule:cosine", "alpha", 0.1),
        ("schedule:cosine", "warmup_steps", 30),
        ("schedule:cosine_restarts", "first_decay_steps", 100),
        ("schedule:plateau", "plateau_factor", 0.1),
        ("schedule:plateau", "plateau_patience", 1),
        ("optimizer:momentum", "momentum", 0.5),
        ("optimizer:rmsprop", "rho", 0.5),
        ("optimizer:adamw", "beta_2", 0.99),
    ],
)
def test_what_belongs_to_a_choice_can_be_set_too(open_settled, variant, name, value):
    app = open_settled(variants=f"{PLAIN}~{variant}")
    of_variant(app, "select_slider", name).set_value(value).run()
    assert f"{name}:{value:g}" in settle(app).query_params["variants"].split("~")


def test_restoring_the_best_weights_can_be_switched_off(open_settled):
    app = open_settled(variants=f"{PLAIN}~early_stopping:true")
    of_variant(app, "toggle", "restore_best").set_value(False).run()
    assert "restore_best:false" in settle(app).query_params["variants"]


def test_rates_of_dropout_that_differ_by_layer_have_a_control_each(open_settled):
    app = open_settled(variants="hidden:8,8~activations:relu,relu~dropout:0.5,0")
    of_variant(app, "select_slider", "dropout.1 of 2").set_value(0.2).run()
    assert "dropout:0.5,0.2" in settle(app).query_params["variants"]


def test_variants_are_added_duplicated_and_removed(open_settled):
    app = open_settled()
    count = len(Race().variants)
    press(app, "Duplicate")
    assert len(kept(app).variants) == count + 1
    assert kept(app).variants[0] == kept(app).variants[1]
    press(app, "Add")
    assert len(kept(app).variants) == count + 2
    assert kept(app).variants[-1].brakes() == ()
    disabled = {button.label: button.disabled for button in app.button}
    assert disabled["Add"]
    assert disabled["Duplicate"]
    # The one that was added is looked at.
    of_variant(app, "select_slider", "l2", count + 1).set_value(0.1).run()
    settle(app)
    assert kept(app).variants[-1].l2 == 0.1
    press(app, "Remove")
    assert len(kept(app).variants) == count + 1
    assert all(variant.l2 != 0.1 for variant in kept(app).variants)


def test_another_variant_is_looked_at_by_its_name(open_settled):
    app = open_settled()
    chips = next(chips for chips in app.get("pills") if chips.key == f"{SCREEN} variant chips")
    chips.set_value(2).run()
    assert of_variant(settle(app), "select_slider", "dropout.0 of 1", 2).value == 0.5
    # To look is no change: nothing is trained anew.
    assert "variants" not in app.query_params or kept(app).variants == Race().variants


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
def test_the_experiments_of_the_notes_are_one_click_away(open_settled, name):
    app = open_settled()
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


def test_the_table_tells_what_the_race_found(open_settled):
    run = raced(Race(epochs=3))
    app = open_settled()
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


def test_which_data_were_used_stands_beside_the_figures(open_settled):
    assert "**Handwritten digits**: 89 examples to train with" in texts(open_settled())
    app = open_settled(data="breast_cancer", lang="ko")
    assert "30개" in texts(app)


def test_penalties_are_drawn_apart_where_there_are_any(open_settled):
    with_penalty = len(pictures(open_settled(variants=f"{PLAIN}~~{PLAIN}~l2:0.01")))
    assert len(pictures(open_settled(variants=f"{PLAIN}~~{PLAIN}"))) == with_penalty - 1


def test_a_constraint_that_never_bound_is_said_to(open_settled):
    app = open_settled(variants=f"{PLAIN}~constraint:max_norm~max_norm:20")
    assert "never bound" in texts(app)
    app = open_settled(variants=f"{PLAIN}~constraint:max_norm~max_norm:0.1")
    assert "never bound" not in texts(app)


def test_a_variant_that_diverges_is_named(open_settled):
    app = open_settled(
        variants=f"{PLAIN}~~hidden:64~activations:linear~loss:mse~optimizer:sgd~learning_rate:10",
        data="breast_cancer",
        epochs="30",
    )
    diverged = [lane.why == "diverged" for lane in raced(kept(app)).lanes]
    assert ("diverged in epoch" in texts(app)) == any(diverged)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(
    ("english", "korean", "count"),
    [
        ("Weights", "가중치", 1),
        ("Learning rate", "학습률", 1),
        ("Last against best", "마지막과 최고", 2),
        ("Dropout at work", "드롭아웃 들여다보기", 1),
        ("Take it home", "가져가기", 0),
    ],
)
def test_every_tab_opens_in_both_languages(
    open_settled, monkeypatch, language, english, korean, count
):
    monkeypatch.setattr("ui.language.DEFAULT", language)
    app = open_settled(lang=language)
    seen = len(pictures(app))
    app = turn_to(app, english if language == "en" else korean)
    # Three pictures of digits give way to those of the tab.
    assert len(pictures(app)) == seen - 3 + count


def test_normalization_at_work_shows_each_layer_before_and_after(open_settled):
    two = "hidden:8,8~activations:relu,relu"
    app = open_settled(variants=f"{two}~~{two}~normalization:batch")
    before = len(pictures(app)) - 3
    app = turn_to(app, "Normalization at work")
    assert len(pictures(app)) == before + 4
    choice = next(c for c in app.get("segmented_control") if "sums of" in c.key)
    choice.set_value("1 no brake").run()
    # It does not normalize: a picture for each layer, and none after.
    assert len(pictures(settle(app))) == before + 2
    assert "What is known" in texts(app)


def test_without_dropout_or_normalization_their_tabs_say_so(open_settled):
    app = open_settled(variants=PLAIN)
    assert "No variant has dropout" in texts(turn_to(app, "Dropout at work"))
    assert "No variant normalizes" in texts(turn_to(app, "Normalization at work"))


def test_wrong_pictures_come_first_and_one_can_be_chosen(open_settled):
    app = open_settled()
    run = raced(Race(epochs=3))
    lane = run.lanes[0]
    wrong = int((lane.findings.predicted != run.labels).sum())
    assert f"{wrong} of {len(run.labels)} are told wrong" in texts(app)
    before = pictures(app)
    menu = next(n for n in app.number_input if n.key == f"{SCREEN} picture")
    menu.set_value(3).run()
    assert pictures(settle(app)) != before


def test_boundaries_of_moons_follow_one_scrubber(open_settled):
    app = open_settled(data="moons", variants=f"{PLAIN}~~{PLAIN}~l2:0.1", train_share="0.2")
    moving = [
        chart
        for chart in app.get("vega_lite_chart")
        if "frame" in [param["name"] for param in json.loads(chart.proto.spec).get("params", [])]
    ]
    assert len(moving) == 2


def test_a_table_shows_its_most_telling_columns(open_settled):
    app = open_settled(data="breast_cancer", variants=PLAIN)
    assert "most telling columns" in texts(app)


def test_what_is_taken_home_holds_the_variant(open_settled):
    app = turn_to(open_settled(), "Take it home")
    offered = [button.label for button in app.get("download_button")]
    assert offered == ["Keras script", "Notebook", "History as CSV"]
    assert "Total params: 4,810" in "".join(code.value for code in app.code)
    assert figures(app)["Weights and biases"] == "4,810"


def test_several_seeds_are_run_on_demand_with_intervals(open_settled):
    app = turn_to(open_settled(variants=f"{PLAIN}~~{PLAIN}~l2:0.1"), "Is it luck?")
    app = press(app, "Run them all")
    found = compute.submit_job(
        RACE_LUCK_JOB,
        dataclasses.replace(kept(app), seed=0),
        visitor="a test",
        slot="luck",
        seeds=race_luck.SEEDS,
    ).result(PATIENCE)
    counted = race_luck.wins(found)
    assert counted.sum() == race_luck.SEEDS
    assert f"in so many of {race_luck.SEEDS} seeds" in texts(app)
    assert "…" in app.dataframe[-1].value.to_string()


def test_the_question_is_answered_by_the_trainings_themselves(open_settled):
    app = open_settled(variants=f"{PLAIN}~~{PLAIN}~l2:1")
    radio = next(radio for radio in app.radio if "prediction" in radio.key)
    radio.set_value(0).run()
    settle(app)
    assert "Mean test loss: 1" in texts(app)


def test_of_a_single_variant_another_question_is_asked(open_settled):
    app = open_settled(variants=PLAIN)
    radio = next(radio for radio in app.radio if "prediction" in radio.key)
    assert "In how many of them" in radio.label
    radio.set_value(2).run()
    assert "of 5 starts" in texts(settle(app))


def test_losses_that_differ_are_not_compared(open_settled):
    app = open_settled(variants=f"{PLAIN}~loss:mse~~{PLAIN}~loss:poisson")
    assert "their values cannot be compared" in texts(app)
    assert "Lowest test loss" not in texts(app)
    radio = next(radio for radio in app.radio if "prediction" in radio.key)
    assert "highest mean test accuracy" in radio.label


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


def test_own_tables_stay_in_the_session_and_out_of_links(open_settled):
    rows = ["a,b,label"] + [f"{k % 7},{k % 5},{'yes' if k % 7 > 3 else 'no'}" for k in range(80)]
    table = read_table("\n".join(rows).encode())
    app = open_settled(variants=PLAIN)
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


def test_a_link_to_a_table_that_is_not_here_says_what_to_do(open_app):
    app = open_app(SCREEN, lang="en", data="own", table="abc123")
    assert not app.exception
    assert "a table that a link does not carry" in texts(app)
    app = open_app(SCREEN, lang="en", data="own")
    assert "Choose a CSV file" in texts(app)


def test_a_table_with_a_number_to_predict_takes_a_loss_that_suits_it(open_settled):
    rows = ["a,b,price"] + [f"{k % 7},{k % 5},{0.37 * (k % 7) + 0.11 * k}" for k in range(80)]
    table = read_table("\n".join(rows).encode())
    assert not table.classes
    app = open_settled(variants=f"{PLAIN}~~{PLAIN}~l2:0.1")
    app.session_state[race_table._TABLE] = table
    control(app, "selectbox", "data").set_value("own").run()
    settle(app)
    assert {variant.loss for variant in kept(app).variants} == {"mse"}
    assert "accuracy" not in app.dataframe[0].value.columns or (
        app.dataframe[0].value["accuracy"].isna().all()
    )


def test_the_table_of_a_race_is_only_found_where_it_is(monkeypatch):
    monkeypatch.setattr(race_table, "own", lambda: None)
    assert race_table.of(Race()) is None
    with pytest.raises(Problem):
        race_table.of(Race(data="own"))


def test_figures_of_the_notes_stand_beside_no_other_data():
    run = raced(dataclasses.replace(notes_race("d2", "digits"), epochs=2))
    assert race_notes_views.beside(run) == []
    shown = run.examples._replace(data="fashion_mnist")
    found = race_notes_views.beside(dataclasses.replace(run, examples=shown))
    assert [key for _name, _lane, key in found] == ["d2"]


def test_a_wrong_value_in_the_address_is_named_until_something_is_changed(open_settled):
    app = open_settled(batch="-1", seed="3")
    assert any("batch" in warning.value for warning in app.warning)
    assert app.query_params["seed"] == "3"
    control(app, "number_input", "seed").set_value(4).run()
    assert not settle(app).run().warning


def test_shares_that_exceed_all_there_is_are_said_to(open_settled):
    app = open_settled()
    control(app, "slider", "train_share").set_value(0.9).run()
    app = settle(app)
    assert any("100 %" in warning.value for warning in app.warning)
    assert kept(app).train_share == Race().train_share


def test_the_mean_of_the_masks_is_near_one(open_settled):
    app = turn_to(
        open_settled(variants="hidden:64~activations:relu~dropout:0.5"), "Dropout at work"
    )
    assert float(figures(app)["Mean factor in training"]) == pytest.approx(1, abs=0.15)
    assert np.isclose(float(figures(app)["Switched off"].rstrip("%")), 50, atol=8)
