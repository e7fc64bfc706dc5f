"""Charts of vector functions and of envelopes hold the numbers of core, with titles on the axes."""

from __future__ import annotations

import numpy as np
import pytest

from core.studies.softmax_and_maxout import probabilities
from core.studies.softmax_and_maxout.envelopes import envelope
from tests.screens.function_gallery.test_gallery_charts import titles
from ui.screens.softmax_and_maxout.charts import bars as vector_bars
from ui.screens.softmax_and_maxout.charts import entries, envelopes, jacobians

LOGITS = (2.0, 1.5, 0.5, -1.0)


def bars(shift: float = 0.0):
    now = probabilities.compare(LOGITS, 1.0, shift)
    before = probabilities.compare(LOGITS, 1.0)
    return now, vector_bars.bars(np.array(LOGITS) + shift, now, before if shift else None)


def test_bars_are_the_values_and_zeros_of_sparsemax_are_marked():
    now, picture = bars()
    for key, values in now.items():
        table = picture.tables[key]
        assert table["value"].tolist() == values.tolist()
        assert table["before"].isna().all()
        assert table["zero"].tolist() == [key == "sparsemax" and value == 0 for value in values]
    assert picture.tables["sparsemax"]["written"].tolist() == ["0.750", "0.250", "0", "0"]


def test_headings_give_the_sums():
    headings = bars()[1].tables["headings"].set_index("function")["heading"]
    assert "1.000" in headings["softmax"]
    assert "2.590" in headings["sigmoid"]
    assert "exactly 0" in headings["sparsemax"]


def test_ticks_show_where_the_bars_were_before_a_shift():
    before = probabilities.compare(LOGITS, 1.0)
    tables = bars(shift=3.0)[1].tables
    for key, values in before.items():
        assert tables[key]["before"].tolist() == values.tolist()
    assert tables["softmax"]["input"].tolist() == ["x₁|5", "x₂|4.5", "x₃|3.5", "x₄|2"]


def test_what_is_not_exactly_0_is_never_written_as_0():
    tables = vector_bars.bars([0.0] * 3, {"sigmoid": np.array([0.0, 1e-9, 1.0])}).tables
    assert tables["sigmoid"]["written"].tolist() == ["≈0", "1e-9", "1.000"]


def test_cells_are_the_jacobian_row_by_row_with_their_sums():
    matrix = probabilities.jacobian("softmax", LOGITS, 1.0)
    tables = jacobians.heat_map(matrix).tables
    assert tables["cells"]["value"].tolist() == matrix.ravel().tolist()
    assert tables["cells"]["output"].tolist()[:5] == ["y₁"] * 4 + ["y₂"]
    assert tables["cells"]["strength"].max() == pytest.approx(0.6)
    assert tables["cells"]["written"][1] == "−0.172"
    assert tables["sums"]["written"].tolist() == ["0"] * 4


def test_a_chosen_entry_is_marked_only_where_it_is():
    first = entries.Vector("a", np.arange(3.0), np.array([0.1, 0.2, 0.7]), 0.7)
    second = entries.Vector("b", np.arange(2.0), np.array([0.3, 0.7]), None)
    tables = entries.over_entries([first, second], 2.0).tables
    assert tables["curves"]["y"].tolist() == [0.1, 0.2, 0.7, 0.3, 0.7]
    assert tables["readings"][["x", "y", "name"]].to_numpy().tolist() == [[2.0, 0.7, "a"]]


def test_two_close_readings_are_written_on_two_sides_where_there_is_room():
    def sides(point: float, first: float, second: float) -> list[int]:
        shares = np.array([0.0, 0.1, 0.2, 0.3, 0.4])
        pair = [
            entries.Vector(name, np.arange(5.0), shares, chosen)
            for name, chosen in (("a", first), ("b", second))
        ]
        return entries.over_entries(pair, point).tables["readings"]["side"].tolist()

    assert sides(2.0, 0.01, 0.03) == [1, -1]
    assert sides(2.0, 0.01, 0.2) == [-1, -1]
    assert sides(4.0, 0.01, 0.03) == [-1, -1]


def test_the_envelope_is_drawn_piece_by_piece():
    slopes, intercepts = (-1.0, 0.0, 1.0), (-1.0, 0.5, -1.0)
    tables = envelopes.upper_envelope(slopes, intercepts).tables
    pieces = tables["envelope"]
    assert pieces["line"].tolist() == ["0", "0", "1", "1", "2", "2"]
    assert pieces["x"].tolist() == [-5, -1.5, -1.5, 1.5, 1.5, 5]
    assert pieces["y"].tolist() == [4, 0.5, 0.5, 0.5, 0.5, 4]
    assert tables["kinks"].to_numpy().tolist() == [[-1.5, 0.5], [1.5, 0.5]]
    readings = tables["readings"]
    expected = envelope(readings["x"].to_numpy(), slopes, intercepts)
    assert readings["y"].tolist() == expected.tolist()


def test_lines_are_cut_below_the_envelope_and_each_one_seen_is_named():
    slopes, intercepts = (-3.0, 0.0, 3.0, 0.0), (0.0, -4.0, 0.0, -5.0)
    tables = envelopes.upper_envelope(slopes, intercepts).tables
    assert tables["lines"]["y"].min() >= -0.35 * 15 - 1e-9
    assert sorted(tables["labels"]["name"]) == ["line 1", "line 2", "line 3", "line 4"]
    tables = envelopes.upper_envelope((0.0, 0.0), (0.0, -5.0)).tables
    assert tables["labels"]["name"].tolist() == ["line 1"]  # the other lies far below


def test_every_axis_has_a_title():
    assert titles(bars()[1].spec) == {"logit, and what goes into the functions", "value"}
    assert titles(jacobians.heat_map(np.eye(2)).spec) == {"input (logit)", "output"}
    one = entries.Vector("a", np.arange(3.0), np.full(3, 1 / 3), None)
    assert titles(entries.over_entries([one], 0.0).spec) == {
        "entry x of the vector",
        "its softmax",
    }
    assert titles(envelopes.upper_envelope((1.0,), (0.0,)).spec) == {"x", "value"}


def test_a_memoised_specification_serves_other_numbers():
    assert jacobians.heat_map(np.eye(3)).spec is jacobians.heat_map(-np.eye(3)).spec
    first = envelopes.upper_envelope((1.0,), (0.0,))
    assert first.spec is envelopes.upper_envelope((1.0, 2.0), (0.0, 1.0)).spec
