"""Charts of stacks, of tests of linearity, and of the neuron: their numbers and their titles."""

from __future__ import annotations

import numpy as np
import pytest

from core.activations import ELEMENTWISE
from core.studies.why_nonlinear.affine_stack import AffineStack, pieces
from core.studies.why_nonlinear.linearity import neuron
from tests.ui.charts.specifications import titles
from ui.screens.why_nonlinear.charts import folds, linearity
from ui.screens.why_nonlinear.charts import neuron as neuron_charts

INTERVAL = (-3.0, 3.0)


def folded(stack, line=(1.0, 0.0)):
    return folds.folds(stack, INTERVAL, pieces(stack, *INTERVAL), line)


@pytest.mark.parametrize("key", ["relu", "hard_tanh", "tanh", "linear"])
def test_the_curve_is_the_output_of_the_stack(key):
    stack = AffineStack(4, 8, key, seed=3)
    values = folded(stack).tables["values"]
    np.testing.assert_allclose(values["output"], stack.output(values["x"].to_numpy()))
    assert (values["x"].iloc[0], values["x"].iloc[-1]) == INTERVAL
    np.testing.assert_allclose(values["line"], values["x"])


def test_every_breakpoint_is_marked_on_the_curve_and_every_second_piece_shaded():
    stack = AffineStack(3, 8, "relu", seed=1)
    found = pieces(stack, *INTERVAL)
    tables = folded(stack).tables
    np.testing.assert_array_equal(tables["breaks"]["x"], found.breakpoints)
    np.testing.assert_allclose(tables["breaks"]["output"], stack.output(found.breakpoints))
    shaded = tables["bands"]
    assert len(shaded) == found.count // 2
    assert set(shaded["x"]) | set(shaded["end"]) <= set(found.edges)
    assert (shaded["end"].to_numpy()[:-1] < shaded["x"].to_numpy()[1:]).all()


def test_the_slope_that_is_read_is_that_of_the_piece():
    stack = AffineStack(3, 8, "relu", seed=1)
    values = folded(stack).tables["values"]
    rise = np.diff(values["output"]) / np.diff(values["x"])
    np.testing.assert_allclose(rise, values["slope"].to_numpy()[:-1], rtol=1e-6, atol=1e-9)


def test_a_curved_stack_has_neither_marks_nor_slopes_of_pieces():
    tables = folded(AffineStack(3, 8, "tanh")).tables
    assert tables["breaks"].empty
    assert tables["bands"].empty
    assert "slope" not in tables["values"]


def test_a_step_is_a_gap_in_the_curve():
    stack = AffineStack(2, 8, "binary_step", seed=2)
    found = pieces(stack, *INTERVAL)
    values = folded(stack).tables["values"]
    at_gaps = values["x"][values["output"].isna()]
    np.testing.assert_array_equal(at_gaps, found.breakpoints)
    levels = values["output"].dropna().round(9).unique()
    assert len(levels) == found.count


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ((0.0, 0.0), [-3, 3]),
        ((1000.0, 0.0), None),
        ((-2.0, 1.0), None),
        ((0.0, 1e6), []),
        ((1e-3, -1e6), []),
    ],
)
def test_a_steep_line_is_cut_where_it_leaves_the_picture(line, ends):
    tables = folded(AffineStack(2, 8, "tanh", seed=1), line).tables
    shown, values = tables["line"], tables["values"]["output"]
    if ends is not None:
        np.testing.assert_array_equal(shown["x"], ends)
    else:
        assert len(shown) == 2
    reach = 0.5 * np.ptp(values) + 1e-9
    assert shown["line"].between(values.min() - reach, values.max() + reach).all()
    np.testing.assert_allclose(shown["line"], line[0] * shown["x"] + line[1])


def test_both_sides_of_additivity_and_the_gap_between_them():
    tables = linearity.additivity(ELEMENTWISE["relu"], 2.0, -3.0, (0.0,)).tables
    assert list(tables["outcomes"]["x"]) == [-1, -1]
    assert list(tables["outcomes"]["y"]) == [0, 2]
    assert list(tables["inputs"]["y"]) == [2, 0]
    gap = tables["gap"].iloc[0]
    assert (gap["y"], gap["end"], gap["label"]) == (2, 0, "gap −2")


def test_both_sides_of_homogeneity_and_the_gap_between_them():
    tables = linearity.homogeneity(ELEMENTWISE["relu"], -2.0, 2.0, (0.0,)).tables
    assert list(tables["outcomes"]["x"]) == [-4, -4]
    assert list(tables["outcomes"]["y"]) == [0, -4]
    assert tables["gap"]["label"][0] == "gap 4"


def test_a_small_gap_is_drawn_but_not_labelled():
    gap = linearity.additivity(lambda x: 2 * x + 1, 9.0, 9.0).tables["gap"].iloc[0]
    assert (gap["end"] - gap["y"], gap["label"]) == (-1, "")


def test_rounding_is_no_gap():
    tables = linearity.additivity(lambda x: 0.1 * x, 0.1, 0.7).tables
    assert tables["outcomes"]["y"].nunique() == 2, "the example must round"
    assert tables["gap"].empty


def test_the_curve_reaches_all_points():
    curve = linearity.additivity(np.tanh, 10.0, 10.0).tables["curve"]
    assert curve["x"].min() < 0 < 20 < curve["x"].max()
    still = linearity.homogeneity(np.tanh, 0.0, 0.0).tables["curve"]
    assert still["x"].min() < 0 < still["x"].max()


def test_a_jump_is_not_drawn_as_a_slope():
    curve = linearity.additivity(ELEMENTWISE["binary_step"], 1.0, -2.0, (0.0,)).tables["curve"]
    assert curve["x"][curve["y"].isna()].tolist() == [0]
    bent = linearity.additivity(ELEMENTWISE["relu"], 1.0, -2.0, (0.0,)).tables["curve"]
    assert bent["y"].notna().all()


def test_the_histogram_counts_every_gap_and_holds_zero_in_its_middle_bin():
    bars = linearity.gaps(np.array([0.0, 0.0, -2.0, 1.0]), "gap").tables["bars"]
    assert bars["count"].sum() == 4
    middle = bars.iloc[len(bars) // 2]
    assert middle["low"] == pytest.approx(-middle["high"])
    assert middle["count"] == 2


def test_rounding_alone_is_one_bar():
    bars = linearity.gaps(np.array([1e-16, -2e-16, 0.0]), "gap").tables["bars"]
    assert np.count_nonzero(bars["count"]) == 1


def test_products_stand_on_one_another_up_to_the_sum():
    firing = neuron((1.0, 0.5, 1.0), (0.6, -0.8, 0.6), 0.9)
    tables = neuron_charts.summing(firing, 0.9).tables
    bars = tables["bars"]
    assert bars["start"].tolist() == pytest.approx([0, 0.6, 0.2, 0])
    assert bars["end"].tolist() == pytest.approx([0.6, 0.2, 0.8, 0.8])
    assert bars["kind"].tolist() == ["excites", "inhibits", "excites", "stays silent"]
    assert tables["threshold"]["y"].tolist() == [0.9]


@pytest.mark.parametrize(("threshold", "output"), [(1.0, 1), (1.1, 0)])
def test_the_step_marks_the_sum_and_what_comes_of_it(threshold, output):
    firing = neuron((1.0, 0.0, 0.0), (1.0, 1.0, 1.0), threshold)
    tables = neuron_charts.step(firing, threshold).tables
    assert tables["now"].values.tolist() == [[1, output]]
    assert tables["edge"]["x"].tolist() == [threshold]
    assert tables["step"]["x"].min() < 1 < tables["step"]["x"].max()


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        (folded(AffineStack()), {"x", "output"}),
        (folded(AffineStack(activation="tanh")), {"x", "output"}),
        (linearity.additivity(np.tanh, 1.0, 2.0), {"x", "f(x)"}),
        (linearity.homogeneity(np.tanh, 3.0, 2.0), {"x", "f(x)"}),
        (linearity.gaps(np.array([1.0]), "gap"), {"gap", "draws"}),
        (
            neuron_charts.summing(neuron((1, 1, 1), (1, 1, 1), 1), 1),
            {"product of input and weight", "running sum"},
        ),
        (neuron_charts.step(neuron((1, 1, 1), (1, 1, 1), 1), 1), {"sum", "output"}),
    ],
)
def test_axes_have_titles(picture, expected):
    assert expected <= titles(dict(picture.spec))
