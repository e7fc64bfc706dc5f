"""The gallery's charts hold the numbers of core, gaps at jumps, and titles on every axis."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from core.activations import ELEMENTWISE
from tests.ui.charts.specifications import titles
from ui.charts.palette import COLOURS, DASHES
from ui.screens.function_gallery.charts import curves, histograms, lines

INTERVAL = (-4.0, 4.0)


def curve(key: str, **parameters: float) -> curves.Curve:
    f = ELEMENTWISE[key]
    return curves.Curve(f, f.defaults | parameters, f.name)


@pytest.mark.parametrize("key", ELEMENTWISE)
def test_the_rows_are_the_function_and_its_derivative(key):
    f = ELEMENTWISE[key]
    rows = curves.functions([curve(key)], INTERVAL).tables["values"]
    x = rows["x"].to_numpy()
    assert x[0] == INTERVAL[0]
    assert x[-1] == INTERVAL[1]
    for column, expected in (("f0", f(x)), ("d0", f.derivative(x))):
        shown = rows[column].to_numpy()
        seen = ~np.isnan(shown)
        np.testing.assert_array_equal(shown[seen], expected[seen])
        assert (~seen).sum() <= len(f.kinks(**f.defaults))


def test_a_jump_is_a_gap_and_a_kink_only_in_the_derivative():
    step = curves.functions([curve("binary_step")], INTERVAL).tables["values"]
    assert step.loc[step["x"] == 0, "f0"].isna().all()
    relu = curves.functions([curve("relu")], INTERVAL).tables["values"]
    assert relu.loc[relu["x"] == 0, "f0"].notna().all()
    assert relu.loc[relu["x"] == 0, "d0"].isna().all()


def test_a_kink_shows_both_slopes():
    kinks = curves.functions([curve("leaky_relu", alpha=0.3)], INTERVAL).tables["kinks"]
    assert kinks["slope"].tolist() == pytest.approx([0.3, 1.0])
    assert kinks["x"].tolist() == [0, 0]


def test_an_asymptote_is_drawn_only_where_the_curve_is_not_on_it():
    names = {
        key: curves.functions([curve(key)], INTERVAL).tables["asymptotes"]["line"].nunique()
        for key in ("tanh", "relu", "linear", "softplus")
    }
    assert names == {"tanh": 2, "relu": 0, "linear": 0, "softplus": 2}


def test_labels_stand_apart_where_curves_end_together():
    labels = curves.functions([curve("relu"), curve("elu"), curve("gelu")], INTERVAL)
    heights = np.sort(labels.tables["labels"]["y"])
    assert np.diff(heights).min() > 0.3


def test_without_guides_nothing_but_the_curves_is_drawn():
    picture = curves.functions([curve("tanh")], INTERVAL, guides=False)
    assert set(picture.tables) == {"values", "readings", "labels"}
    assert "kinks" not in str(picture.spec)


def test_every_axis_has_a_title():
    assert titles(curves.functions([curve("tanh")], INTERVAL).spec) == {"x", "f(x)", "f′(x)"}
    bars = (np.arange(4.0), np.arange(3))
    assert titles(histograms.before_and_after(bars, bars).spec) == {"value", "before", "after"}
    x = np.arange(3.0)
    assert titles(lines.compare(x, {"a": x}, "time", "height").spec) == {"time", "height"}


def test_a_memoised_specification_is_never_changed():
    picture = curves.functions([curve("tanh")], INTERVAL)
    before = copy.deepcopy(picture.spec)
    again = curves.functions([curve("tanh")], (-1.0, 1.0))
    assert again.spec is picture.spec
    assert picture.spec == before


def test_histogram_rows_are_its_edges_and_counts():
    edges, counts = np.array([0.0, 1.0, 3.0]), np.array([4, 5])
    rows = histograms.before_and_after((edges, counts), (edges, counts)).tables["after"]
    assert rows[["low", "high", "count"]].to_numpy().tolist() == [[0, 1, 4], [1, 3, 5]]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("background", ["#ffffff", "#10151f"], ids=["light", "dark"])
@pytest.mark.parametrize("colour", COLOURS)
def test_every_colour_is_seen_on_both_backgrounds(colour, background):
    bright, dim = sorted((luminance(colour), luminance(background)), reverse=True)
    assert (bright + 0.05) / (dim + 0.05) >= 3


def test_no_two_dashes_are_alike():
    assert len({tuple(dash) for dash in DASHES}) == len(DASHES) == len(COLOURS)
