"""The charts of dying units: their tables hold what happened, whatever is drawn of it."""

from __future__ import annotations

import json

import numpy as np
import pytest

from core.studies.dying_relu.rates import Rates
from core.studies.dying_relu.study import DyingStudy
from core.studies.dying_relu.unit_lives import ALIVE, CUT_OFF, DEAD, Lives
from tests.ui.charts.specifications import tables_read, titles
from ui.charts import frame_codes
from ui.charts.frame_parameter import NAME as FRAME
from ui.screens.dying_relu.charts import fit as fitted
from ui.screens.dying_relu.charts import gradients, rates, sums, unit_map
from ui.screens.dying_relu.charts import looks as life_looks
from ui.screens.dying_relu.charts import tables as life_tables

STATES = np.array(
    [
        # alive throughout, dead from the start, dies, comes back, cut off at the end
        [ALIVE, DEAD, ALIVE, DEAD, ALIVE],
        [ALIVE, DEAD, ALIVE, DEAD, ALIVE],
        [ALIVE, DEAD, DEAD, ALIVE, CUT_OFF],
    ]
)
LIFE = Lives(("1.1", "1.2", "1.3", "2.1", "2.2"), np.arange(3), STATES, 1.0 - (STATES == DEAD))
LOSSES = np.array([100.0, 10.0, 5.0])


def test_every_stretch_of_a_life_is_a_bar_and_every_change_a_mark():
    tables = unit_map.lives_map(LIFE, LOSSES, 4.0, "1.3").tables
    bars = tables["bars"]
    assert len(bars) == 8
    # Together the bars of a unit cover all frames.
    assert ((bars["end"] - bars["start"]).groupby(bars["unit"]).sum() == 3).all()
    marks = tables["marks"].set_index("unit")
    assert marks.loc["1.3", ["event", "epoch"]].tolist() == ["died", 2]
    assert marks.loc["2.1", "event"].tolist() == ["dead from the start", "came back"]
    assert tables["chosen"]["unit"].tolist() == ["1.3"]
    assert tables["loss"]["loss"].tolist() == LOSSES.tolist()


def test_states_are_told_by_more_than_their_colour():
    looks = [(look.thickness, look.colour) for look in life_looks.STATES.values()]
    assert len({colour for _thickness, colour in looks}) == len(looks)
    assert life_looks.STATES[ALIVE].thickness > life_looks.STATES[CUT_OFF].thickness > 0
    assert life_looks.STATES[DEAD].thickness == 0
    assert len({look.shape for look in life_looks.EVENTS.values()}) == len(life_looks.EVENTS)


def test_the_legend_names_what_occurs():
    assert life_tables.states_of(LIFE) == (ALIVE, CUT_OFF, DEAD)
    assert life_tables.events_of(LIFE) == ("died", "dead from the start", "came back")


def test_the_rule_of_a_frame_stands_at_its_epoch():
    shares = unit_map.lives_map(LIFE, LOSSES, None).tables["frames"]["share"]
    np.testing.assert_allclose(shares, [1 / 6, 1 / 2, 5 / 6])


def test_a_change_in_mid_training_is_a_line_with_the_loss_without_it():
    whole = LIFE.followed_by(LIFE, 1)
    picture = unit_map.continued_map(whole, np.array([9.0, 8, 7, 6]), 4.0, 1, np.array([8.0, 9, 9]))
    assert picture.tables["switch"]["epoch"].tolist() == [1]
    assert picture.tables["control"]["epoch"].tolist() == [1, 2, 3]
    assert FRAME not in json.dumps(picture.spec)


def test_losses_that_no_logarithm_knows_are_left_out():
    tables = unit_map.lives_map(LIFE, np.array([1.0, np.inf, 0.0]), None).tables
    assert tables["loss"]["epoch"].tolist() == [0]
    assert tables["floor"].empty


@pytest.mark.parametrize("frame", [0, 1])
def test_the_browser_reads_the_numbers_of_a_frame(frame):
    values = np.array([[0.0, 5.0, 10.0], [2.5, -5.0, 30.0]])
    codes = frame_codes.encoded(values, (0.0, 10.0))
    digits = len(codes[0]) // len(values)
    here = [int(code[digits * frame : digits * (frame + 1)], 16) for code in codes]
    # From one length of the axis below it to one above it.
    read = np.array(here) / (16**digits - 1) * 3 - 1
    np.testing.assert_allclose(read, np.clip(values[frame] / 10, -1, 2), atol=1e-4)


def test_flags_have_one_character_for_each_frame():
    assert frame_codes.flags(np.array([[True, False], [True, True]])) == ["11", "01"]


def test_thinning_keeps_both_ends():
    assert frame_codes.thinned(1000, 11).tolist() == [round(k * 99.9) for k in range(11)]
    assert frame_codes.thinned(3, 11).tolist() == [0, 1, 2]


def unit_picture(frames: int = 2):
    x = np.linspace(-1, 1, 5)
    found = np.outer(np.arange(1, frames + 1), x)
    return sums.unit((x, found), (x, found), found > 0, sums.domain(found))


def test_the_picture_of_a_unit_counts_the_examples_that_switch_it_on():
    tables = unit_picture().tables
    assert tables["counts"]["text"].tolist() == ["on for 2 of 5 examples"] * 2
    assert tables["examples"]["on"].tolist() == ["00", "00", "00", "11", "11"]
    low, high = tables["limits"]["y"]
    assert low < -2 < 0 < 2 < high


def test_the_domain_of_sums_holds_zero_even_where_all_are_below_it():
    low, high = sums.domain(np.array([[-5.0, -3.0]]))
    assert low < -5
    assert high > 0


def test_the_gradient_is_drawn_to_its_very_zero():
    picture = gradients.gradient(np.arange(3), np.array([1e4, np.nan, 0.0]), 2)
    assert picture.tables["lengths"]["length"].tolist()[::2] == [1e4, 0]
    assert picture.tables["death"]["epoch"].tolist() == [2]
    assert "symlog" in json.dumps(picture.spec)


def found_rates() -> Rates:
    return Rates(
        fit=DyingStudy().fit,
        rates=np.array([0.01, 1.0]),
        dead_before=np.array([0.0, 0.5]),
        dead=np.array([[0.0, 0.5], [0.25, 1.0]]),
        constant=np.zeros((2, 2), bool),
        losses=np.array([[5.0, 6.0], [7.0, np.inf]]),
        why="",
        seconds=0.0,
    )


def test_starts_that_diverged_have_no_share():
    tables = rates.dead(found_rates(), 0.3).tables
    assert tables["starts"]["value"].tolist() == [0.0, 0.5, 0.25]
    assert tables["ranges"]["mean"].tolist() == [0.25, 0.25]
    assert tables["before"]["value"].tolist() == [0.25]
    assert tables["now"]["rate"].tolist() == [0.3]
    assert rates.losses(found_rates(), 0.3).tables["ranges"]["median"].tolist() == [5.5, 7.0]


@pytest.mark.parametrize(
    "picture",
    [
        unit_map.lives_map(LIFE, LOSSES, 4.0),
        unit_map.small_map(LIFE),
        unit_map.small_map(LIFE, moving=False),
        unit_map.continued_map(LIFE, LOSSES, 4.0, 1, LOSSES[1:]),
        unit_picture(),
        gradients.gradient(np.arange(3), np.ones(3), None),
        rates.dead(found_rates(), 0.3),
        rates.losses(found_rates(), 0.3),
        fitted.still(DyingStudy().fit, DyingStudy().fit.load()),
    ],
)
def test_every_picture_names_both_axes(picture):
    assert len(titles(dict(picture.spec))) >= 2
    assert tables_read(picture.spec) == set(picture.tables)


def test_a_specification_does_not_hold_the_numbers():
    one, other = unit_picture(), unit_picture()
    assert one.spec is other.spec
