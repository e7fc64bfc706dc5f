"""What stands beside the race on its screen: the tabs, several seeds, the question."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

from core import workers
from core.experiments import jobs
from core.experiments.race import Race
from core.studies.regularization.presets import notes_race
from tests.screens.regularization.app import PLAIN, SCREEN, kept, opened, raced, turn_to
from tests.screens.trained_app import PATIENCE, figures, pictures, press, settle, texts
from ui.screens.regularization import many_starts, notes


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
def test_every_tab_opens_in_both_languages(open_app, monkeypatch, language, english, korean, count):
    monkeypatch.setattr("ui.i18n.language.DEFAULT", language)
    app = opened(open_app, lang=language)
    seen = len(pictures(app))
    app = turn_to(app, english if language == "en" else korean)
    # Three pictures of digits give way to those of the tab.
    assert len(pictures(app)) == seen - 3 + count


def test_normalization_at_work_shows_each_layer_before_and_after(open_app):
    two = "hidden:8,8~activations:relu,relu"
    app = opened(open_app, variants=f"{two}~~{two}~normalization:batch")
    before = len(pictures(app)) - 3
    app = turn_to(app, "Normalization at work")
    assert len(pictures(app)) == before + 4
    choice = next(c for c in app.get("segmented_control") if "sums of" in c.key)
    choice.set_value("1 no brake").run()
    # It does not normalize: a picture for each layer, and none after.
    assert len(pictures(settle(app))) == before + 2
    assert "What is known" in texts(app)


def test_without_dropout_or_normalization_their_tabs_say_so(open_app):
    app = opened(open_app, variants=PLAIN)
    assert "No variant has dropout" in texts(turn_to(app, "Dropout at work"))
    assert "No variant normalizes" in texts(turn_to(app, "Normalization at work"))


def test_wrong_pictures_come_first_and_one_can_be_chosen(open_app):
    app = opened(open_app)
    run = raced(Race(epochs=3))
    lane = run.lanes[0]
    wrong = int((lane.findings.predicted != run.labels).sum())
    assert f"{wrong} of {len(run.labels)} are told wrong" in texts(app)
    before = pictures(app)
    menu = next(n for n in app.number_input if n.key == f"{SCREEN} picture")
    menu.set_value(3).run()
    assert pictures(settle(app)) != before


def test_boundaries_of_moons_follow_one_scrubber(open_app):
    app = opened(open_app, data="moons", variants=f"{PLAIN}~~{PLAIN}~l2:0.1", train_share="0.2")
    moving = [
        chart
        for chart in app.get("vega_lite_chart")
        if "frame" in [param["name"] for param in json.loads(chart.proto.spec).get("params", [])]
    ]
    assert len(moving) == 2


def test_a_table_shows_its_most_telling_columns(open_app):
    app = opened(open_app, data="breast_cancer", variants=PLAIN)
    assert "most telling columns" in texts(app)


def test_what_is_taken_home_holds_the_variant(open_app):
    app = turn_to(opened(open_app), "Take it home")
    offered = [button.label for button in app.get("download_button")]
    assert offered == ["Keras script", "Notebook", "History as CSV", "Trained model (.keras)"]
    assert "Total params: 4,810" in "".join(code.value for code in app.code)
    assert figures(app)["Weights and biases"] == "4,810"


def test_several_seeds_are_run_on_demand_with_intervals(open_app):
    app = turn_to(opened(open_app, variants=f"{PLAIN}~~{PLAIN}~l2:0.1"), "Is it luck?")
    app = press(app, "Run them all")
    found = workers.submit_job(
        jobs.RACE_LUCK,
        dataclasses.replace(kept(app), seed=0),
        visitor="a test",
        slot="luck",
        seeds=many_starts.SEEDS,
    ).result(PATIENCE)
    counted = many_starts.wins(found)
    assert counted.sum() == many_starts.SEEDS
    assert f"in so many of {many_starts.SEEDS} seeds" in texts(app)
    assert "…" in app.dataframe[-1].value.to_string()


def test_the_question_is_answered_by_the_trainings_themselves(open_app):
    app = opened(open_app, variants=f"{PLAIN}~~{PLAIN}~l2:1")
    radio = next(radio for radio in app.radio if "prediction" in radio.key)
    radio.set_value(0).run()
    settle(app)
    assert "Mean test loss: 1" in texts(app)


def test_of_a_single_variant_another_question_is_asked(open_app):
    app = opened(open_app, variants=PLAIN)
    radio = next(radio for radio in app.radio if "prediction" in radio.key)
    assert "In how many of them" in radio.label
    radio.set_value(2).run()
    assert "of 5 starts" in texts(settle(app))


def test_losses_that_differ_are_not_compared(open_app):
    app = opened(open_app, variants=f"{PLAIN}~loss:mse~~{PLAIN}~loss:poisson")
    assert "their values cannot be compared" in texts(app)
    assert "Lowest test loss" not in texts(app)
    radio = next(radio for radio in app.radio if "prediction" in radio.key)
    assert "highest mean test accuracy" in radio.label


def test_figures_of_the_notes_stand_beside_no_other_data():
    run = raced(dataclasses.replace(notes_race("d2", "digits"), epochs=2))
    assert notes.beside(run) == []
    shown = run.examples._replace(data="fashion_mnist")
    found = notes.beside(dataclasses.replace(run, examples=shown))
    assert [key for _name, _lane, key in found] == ["d2"]


def test_the_mean_of_the_masks_is_near_one(open_app):
    app = turn_to(
        opened(open_app, variants="hidden:64~activations:relu~dropout:0.5"), "Dropout at work"
    )
    assert float(figures(app)["Mean factor in training"]) == pytest.approx(1, abs=0.15)
    assert np.isclose(float(figures(app)["Switched off"].rstrip("%")), 50, atol=8)
