"""The table behind a chart."""

from __future__ import annotations

import numpy as np

from core.activations import ELEMENTWISE
from ui.charts import shown
from ui.charts.picture import Picture
from ui.screens.function_gallery.charts import curves


def functions() -> Picture:
    relu = curves.Curve(ELEMENTWISE["relu"], {}, "ReLU")
    return curves.functions([relu], (-3.0, 3.0))


def test_the_table_is_what_is_drawn_under_the_titles_of_the_tooltip():
    table = shown.table(functions())
    assert list(table) == ["x", "ReLU: f(x)", "ReLU: f′(x)"]
    assert np.array_equal(table["ReLU: f(x)"], np.maximum(table["x"], 0))


def test_a_picture_may_give_its_own_table():
    picture = functions()
    own = {"x": [1.0]}
    assert shown.table(Picture(picture.spec, picture.tables, own)) is own


def test_the_browser_knows_the_table_in_every_shape_of_specification():
    single = {
        "mark": "point",
        "encoding": {"x": {"field": "x"}},
        "height": 9,
        "data": {"name": "a"},
    }
    for spec in (functions().spec, single):
        drawn = shown.with_table(spec)
        tables = [mark["table"] for mark in shown.marks(drawn)]
        assert tables[-1] == shown.NAME
        assert tables[:-1] == [mark["table"] for mark in shown.marks(spec)]
    assert drawn["height"] == 9


def test_a_mark_that_has_nothing_to_draw_has_no_part_in_the_axes():
    tables = {"full": {"x": [1.0]}, "none": {"x": []}}
    x = {"x": {"field": "x", "type": "quantitative"}}
    layers = [{"data": {"name": name}, "mark": "point", "encoding": x} for name in tables]
    drawn = shown.drawn(Picture({"layer": [*layers, {"layer": layers[1:]}]}, tables))
    assert [mark["table"] for mark in shown.marks(drawn.spec)] == ["full"]
    # The browser would not know another.
    assert list(drawn.tables) == ["full"]
