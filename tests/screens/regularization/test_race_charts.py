"""The charts of a race: their tables hold what its lanes hold, whatever is drawn of it."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

from core.experiments.race import Race
from core.experiments.variant import Variant
from core.statistics import interval
from tests.ui.charts.specifications import tables_read, titles
from tests.ui.race_cases import EPOCHS, RACE, findings, history, lane, run
from ui.charts.palette import COLOURS
from ui.screens.regularization import names as race_names
from ui.screens.regularization.charts import confusion as race_sight
from ui.screens.regularization.charts import (
    images,
    last_and_best,
    learning_rates,
    line_ends,
    numbers,
    seeds,
    sums,
)
from ui.screens.regularization.charts import lines as race_lines
from ui.screens.regularization.charts import masks as race_masks
from ui.screens.regularization.charts import weights as race_weights

RUN = run()
NAMES = race_names.names(RACE)


def line(table, name: str, validated: bool):
    return table[(table["name"] == name) & (table["validated"] == validated)]


@pytest.mark.parametrize("figure", ["loss", "accuracy"])
def test_the_lines_are_those_of_the_lanes_training_and_validation(figure):
    picture = race_lines.race(RUN.lanes, NAMES, EPOCHS, figure)
    low, high = picture.tables["limits"]["value"]
    for one, name in zip(RUN.lanes, NAMES, strict=True):
        pair = {
            "loss": (one.history.loss, one.history.validation_loss),
            "accuracy": (one.history.accuracy, one.history.validation_accuracy),
        }[figure]
        for validated, values in zip((False, True), pair, strict=True):
            rows = line(picture.tables["lines"], name, validated)
            assert rows["epoch"].tolist() == list(range(1, len(values) + 1))
            # What lies above the axis is left out, not bent.
            seen = rows["value"].notna().to_numpy()
            np.testing.assert_allclose(rows["value"].to_numpy()[seen], values[seen])
            assert (values[~seen] > high).all()
    assert low < high


def test_the_gap_is_shaded_between_both_losses():
    picture = race_lines.race(RUN.lanes, NAMES, EPOCHS)
    band = picture.tables["band"]
    rows = band[band["name"] == NAMES[0]].set_index("epoch")
    for epoch, one, other in rows[["one", "other"]].itertuples():
        assert one == pytest.approx(RUN.lanes[0].history.loss[epoch - 1])
        assert other == pytest.approx(RUN.lanes[0].history.validation_loss[epoch - 1])
    assert len(rows) >= EPOCHS - 1


def test_best_epochs_and_stops_are_marked_on_the_validation_loss_alone():
    picture = race_lines.race(RUN.lanes, NAMES, EPOCHS)
    marks = picture.tables["marks"]
    assert len(marks[~marks["stopped"].astype(bool)]) == len(RUN.lanes)
    stop = marks[marks["stopped"].astype(bool)]
    assert stop[["name", "epoch"]].to_numpy().tolist() == [[NAMES[2], 6]]
    for name, epoch, value in marks[["name", "epoch", "value"]].to_numpy():
        one = RUN.lanes[NAMES.index(name)]
        assert value == one.history.validation_loss[epoch - 1]
    assert "marks" not in race_lines.race(RUN.lanes, NAMES, EPOCHS, "accuracy").tables


def test_a_race_under_way_keeps_its_axis_and_its_specification():
    early = [lane(variant, 2, findings=None) for variant in RACE.variants]
    late = [lane(variant, 7, findings=None) for variant in RACE.variants]
    pictures = [race_lines.race(lanes, NAMES, EPOCHS) for lanes in (early, late)]
    # The same specification: the browser only takes in new numbers.
    assert pictures[0].spec is pictures[1].spec
    assert [p.tables["limits"]["epoch"].tolist() for p in pictures] == [[1, EPOCHS]] * 2
    assert [p.tables["lines"]["epoch"].max() for p in pictures] == [2, 7]


def test_lanes_without_an_epoch_have_no_line_yet():
    picture = race_lines.race([lane(Variant(), 0), lane(Variant(l2=0.1), 3)], ["a", "b"], 5)
    assert set(picture.tables["lines"]["name"]) == {"b"}
    empty = race_lines.race((), ["a", "b"], 5)
    assert empty.tables["lines"].empty
    # What follows only brings numbers.
    assert empty.spec is picture.spec


def test_numbers_that_are_not_finite_are_left_out():
    past = dataclasses.replace(
        history(4), loss=np.array([1, np.inf, np.nan, 2]), validation_loss=np.full(4, np.nan)
    )
    picture = race_lines.race([lane(Variant(), history=past, best_epoch=0)], ["a"], 4)
    values = line(picture.tables["lines"], "a", False)["value"]
    assert values.dropna().tolist() == [1, 2]
    assert np.isfinite(picture.tables["limits"].to_numpy()).all()
    json.dumps(picture.spec)


def test_a_logarithmic_axis_knows_only_what_is_positive():
    past = dataclasses.replace(history(5), loss=np.array([1, 0.5, 0, 0.25, 0]))
    picture = race_lines.race([lane(Variant(), history=past)], ["a"], 5, logarithmic=True)
    assert (picture.tables["lines"]["value"].dropna() > 0).all()
    assert (picture.tables["limits"]["value"] > 0).all()


def test_an_accuracy_has_no_logarithmic_axis():
    past = dataclasses.replace(history(5), validation_accuracy=np.linspace(0.01, 0.9, 5))
    lanes = [lane(Variant(), history=past)]
    pictures = [race_lines.race(lanes, ["a"], 5, "accuracy", log) for log in (False, True)]
    assert pictures[0].spec is pictures[1].spec
    assert pictures[0].tables["ends"].equals(pictures[1].tables["ends"])


def test_a_race_under_way_is_drawn_with_fewer_epochs():
    past = history(400)
    picture = race_lines.race([lane(Variant(), history=past)] * 2, ["a", "b"], 400, most=60)
    for name in ("a", "b"):
        rows = line(picture.tables["lines"], name, True)
        assert len(rows) == 60
        assert rows["epoch"].iloc[[0, -1]].tolist() == [1, 400]
    assert len(picture.tables["readings"]) == 60


def test_the_penalty_has_a_line_for_each_variant():
    lines = race_lines.race(RUN.lanes, NAMES, EPOCHS, "penalty").tables["lines"]
    assert lines["validated"].all()
    assert line(lines, NAMES[1], True)["value"].unique() == pytest.approx([0.1])


@pytest.mark.parametrize("count", [1, 2, 6])
def test_names_at_the_right_never_cover_each_other(count):
    generator = np.random.default_rng(count)
    for _try in range(50):
        shares = generator.uniform(0, 1, count) ** 3
        found = line_ends.apart(shares, 0.08)
        assert ((found >= -1e-9) & (found <= 1 + 1e-9)).all()
        assert (np.diff(np.sort(found)) >= 0.08 - 1e-9).all()
        assert (np.argsort(found) == np.argsort(shares)).all()


def test_names_that_are_apart_stand_where_their_lines_end():
    np.testing.assert_allclose(line_ends.apart(np.array([0.1, 0.9, 0.5]), 0.05), [0.1, 0.9, 0.5])


@pytest.mark.parametrize(
    "picture",
    [
        race_lines.race(RUN.lanes, NAMES, EPOCHS),
        race_lines.race(RUN.lanes, NAMES, EPOCHS, "accuracy"),
        race_lines.race(RUN.lanes, NAMES, EPOCHS, "penalty"),
        learning_rates.rates(dict(zip(NAMES, RUN.lanes, strict=True)), NAMES),
        seeds.outcomes(np.ones((3, 3)), NAMES, "loss"),
        last_and_best.compared(dict.fromkeys(NAMES, (0.5, 0.4)), NAMES, "loss"),
        race_masks.masks(findings().masks),
        sums.spread(np.zeros((4, 5)), (-1, 1), 0),
        numbers.predictions(np.arange(5.0), np.arange(5.0)),
        race_sight.confusion(np.eye(3, dtype=int), ["a", "b", "c"]),
        race_sight.probabilities(np.array([0.2, 0.8]), ["a", "b"], 0),
        race_sight.importance(np.array([[0.1, 0.01], [0.3, 0.02]]), ["a", "b"], True),
        race_weights.histograms({NAMES[0]: findings().weights[0]}, NAMES),
    ],
)
def test_every_chart_has_titles_on_its_axes(picture):
    assert len(titles(picture.spec)) >= 2
    assert tables_read(picture.spec) == set(picture.tables)


def test_variants_keep_their_colour_and_dash_where_some_are_missing():
    part = {NAMES[2]: RUN.lanes[2]}
    text = json.dumps(learning_rates.rates(part, NAMES).spec)
    assert json.dumps({"domain": NAMES, "range": list(COLOURS[:3])}) in text


def test_the_density_of_a_histogram_sums_to_one():
    tables = race_weights.histograms({"a": findings().weights[0]}, ["a"]).tables
    after, before = tables["after"], tables["before"]
    assert np.trapezoid(after["density"], after["weight"]) == pytest.approx(1)
    assert (before["density"][:-1] * np.diff(before["weight"])).sum() == pytest.approx(1)


def test_the_start_has_one_height_at_a_weight():
    # The area is stacked: two heights at one weight would be drawn as their sum.
    before = race_weights.histograms({"a": findings().weights[0]}, ["a"]).tables["before"]
    assert before["weight"].is_unique


def test_weights_that_are_all_zero_are_drawn_too():
    zero = dataclasses.replace(
        findings().weights[0], edges=np.zeros(11), after=np.array([0] * 9 + [7])
    )
    table = race_weights.histograms({"a": zero}, ["a"]).tables["after"]
    assert np.isfinite(table.to_numpy()[:, :2].astype(float)).all()


def test_masks_show_every_unit_that_speaks_and_all_at_evaluation():
    factors = findings().masks
    cells = race_masks.masks(factors).tables["cells"]
    steps = len(factors)
    assert (cells["left"] < steps).sum() == np.count_nonzero(factors)
    evaluated = cells[cells["left"] > steps]
    assert set(evaluated["unit"]) == set(range(factors.shape[1]))
    assert (evaluated["factor"] == 1).all()


def test_the_mean_over_seeds_stands_with_its_interval_without_what_diverged():
    values = np.array([[1.0, 5.0], [2.0, np.nan], [3.0, 7.0]])
    tables = seeds.outcomes(values, ["a", "b"], "loss").tables
    mean, low, high = interval(values[:, 0])
    assert tables["means"].iloc[0].tolist() == ["a", mean, low, high]
    assert tables["dots"].groupby("name").size().to_dict() == {"a": 3, "b": 2}


def test_wrong_pictures_are_told_what_they_are_and_ink_is_dark():
    pictures = np.zeros((2, 8, 8))
    pictures[1, 0, 0] = 16
    table = images.grid(pictures, ["3", "4"], [0.9, 0.6], ["3", "7"], 1).tables["cells"]
    assert table["said"].tolist() == ["3 · 90%", "4 · 60%"]
    assert table["truth"].tolist() == ["", "is 7"]
    assert table["chosen"].tolist() == [False, True]
    inked = images.paper(pictures)
    assert (inked[1, 0, 0], inked[0].min()) == (0, 255)


def test_names_of_variants_say_which_brakes_are_on():
    race = Race(
        variants=(
            Variant(),
            Variant(l2=0.01),
            Variant(dropout=(0.5,), constraint="unit_norm"),
            Variant(l1=0.001, l2=0.01, early_stopping=True),
            Variant(normalization="batch"),
            Variant(schedule="cosine"),
        )
    )
    assert race_names.names(race) == [
        "1 no brake",
        "2 L2 0.01",
        "3 dropout + UnitNorm",
        "4 L1 + L2 +1",
        "5 batch norm",
        "6 cosine rate",
    ]


def test_the_importance_of_a_single_column_has_room_for_its_axes():
    def height(columns: int) -> int:
        names = [str(number) for number in range(columns)]
        return race_sight.importance(np.full((columns, 2), 0.1), names, True).spec["height"]

    assert height(1) == height(3) < height(4)
