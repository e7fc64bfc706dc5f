"""What functions of a whole vector give: shares as bars, a Jacobian, softmax as a curve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import altair as alt
import numpy as np
import pandas as pd

from ui.charts.palette import COLOURS, DASHES, FIRST_CLASS, GUIDE, SECOND_CLASS
from ui.charts.picture import Picture, data
from ui.language import _
from ui.names import function_name

# Of each panel of bars this share is its heading, the rest is the plot.
_HEADING = 0.24
# Bars end below the top of their plot, so that a number fits above each.
_TOP = 1.2
# A cell is never opaque: its number must be read on it in the light and the dark theme.
_STRONGEST = 0.6
# Numbers nearer to each other than this share of the height would overlap.
_LABEL_DISTANCE = 0.12
# Numbers have the colour of the page's text, whatever the theme.
_TEXT = "currentColor"
_ZERO = alt.InlineData(values=[{"x": 0}])


def name(letter: str, place: int) -> str:
    """A letter with a subscript, counted from 1: x₁."""
    return letter + "₀₁₂₃₄₅₆₇₈₉"[place + 1]


def bars(
    inputs: Sequence[float],
    outputs: Mapping[str, np.ndarray],
    unshifted: Mapping[str, np.ndarray] | None = None,
    height: int = 480,
) -> Picture:
    """One panel of bars for each function of the same inputs, all with one axis of inputs.

    Args:
        inputs: What goes into the functions, written below the bars.
        outputs: Values in [0, 1] by key of the registry, each as many as inputs.
        unshifted: The same before a shift, drawn as ticks; None if there was no shift.
        height: Pixels of all panels together.
    """
    axis = [f"{name('x', place)}|{value:.3g}" for place, value in enumerate(inputs)]
    tables = {}
    for key, values in outputs.items():
        exact = key == "sparsemax"
        before = unshifted[key] if unshifted else np.full(len(axis), np.nan)
        tables[key] = pd.DataFrame(
            {
                "input": axis,
                "value": values,
                "before": before,
                "written": [_share(value, exact) for value in values],
                "zero": [exact and value == 0 for value in values],
            }
        )
    headings = [(key, _heading(key, values)) for key, values in outputs.items()]
    tables["headings"] = pd.DataFrame(headings, columns=["function", "heading"])
    words = (_("logit, and what goes into the functions"), _("value"))
    return Picture(_bars_spec(tuple(outputs), words, height), tables)


def _heading(key: str, values: np.ndarray) -> str:
    title = {"sigmoid": _("Independent sigmoids")}.get(key, function_name(key))
    heading = _("{function} · sum {total}", function=title, total=f"{values.sum():.3f}")
    return heading + _(" · ◇ exactly 0") if key == "sparsemax" else heading


def _share(value: float, exact: bool) -> str:
    if exact and value in (0, 1):
        return f"{value:g}"
    if value == 0:  # underflow
        return "≈0"
    return f"{value:.3f}" if value >= 5e-4 else f"{value:.0e}"


@lru_cache(maxsize=32)
def _bars_spec(keys: tuple[str, ...], words: tuple[str, str], height: int) -> dict:
    input_title, value_title = words
    x = alt.X(
        "input:N",
        title=input_title,
        sort=None,
        scale=alt.Scale(paddingInner=0.35, paddingOuter=0.2),
        axis=alt.Axis(labelAngle=0, labelExpr="split(datum.value, '|')", grid=False),
    )
    layers = [
        alt.layer(*_bars_panel(key, place, len(keys), x, value_title))
        for place, key in enumerate(keys)
    ]
    chart = alt.layer(*layers).resolve_scale(y="independent")
    return chart.properties(height=height).to_dict()


def _bars_panel(key: str, place: int, count: int, x: alt.X, title: str) -> list[alt.Chart]:
    """The layers of one of `count` panels below each other."""
    colour = COLOURS[place]
    # Shares of the height: its pixels are known only when the axis has been laid out.
    ends = [f"height * {(place + share) / count}" for share in (1, _HEADING)]
    scale = alt.Scale(domain=[0, _TOP], range=[alt.ExprRef(end) for end in ends], nice=False)
    axis = alt.Axis(orient="left", values=[0, 0.5, 1], format=".1f", grid=True)
    heading_top = alt.ExprRef(f"height * {place / count} + 11")
    rows = alt.Chart(data(key))

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=title, scale=scale, axis=axis)

    return [
        rows.mark_bar(color=colour).encode(
            x=x,
            y=y("value"),
            tooltip=[
                alt.Tooltip("input:N", title=" "),
                alt.Tooltip("value:Q", format=".6~g", title=title),
            ],
        ),
        rows.transform_filter("isValid(datum.before)")
        .mark_tick(color=GUIDE, thickness=2.5, orient="horizontal")
        .encode(x=x, y=y("before")),
        rows.transform_filter("datum.zero")
        .mark_point(shape="diamond", size=50, color=colour, strokeWidth=2, filled=False, opacity=1)
        .encode(x=x, y=y("value")),
        rows.mark_text(baseline="bottom", dy=-5, color=_TEXT).encode(
            x=x, y=y("value"), text="written:N"
        ),
        alt.Chart(data("headings"))
        .transform_filter(f"datum.function == '{key}'")
        .mark_text(
            x=0,
            y=heading_top,
            align="left",
            baseline="top",
            fontWeight="bold",
            fontSize=13,
            color=colour,
        )
        .encode(text="heading:N"),
    ]


def heat_map(matrix: np.ndarray, height: int | None = None) -> Picture:
    """A Jacobian with its numbers: row = output, column = input, and the sum of each row.

    Args:
        matrix: Shape (outputs, inputs).
        height: Pixels; by default what its rows need.
    """
    rows, columns = matrix.shape
    largest = np.abs(matrix).max() or 1.0
    digits = 3 if columns <= 5 else 2
    cells = pd.DataFrame(
        [
            (
                name("y", i),
                name("x", j),
                matrix[i, j],
                _STRONGEST * abs(matrix[i, j]) / largest,
                _entry(matrix[i, j], digits),
            )
            for i in range(rows)
            for j in range(columns)
        ],
        columns=["output", "input", "value", "strength", "written"],
    )
    sums = pd.DataFrame(
        {
            "output": [name("y", i) for i in range(rows)],
            "input": _("sum"),
            "written": [_entry(round(total, 12), digits) for total in matrix.sum(axis=1)],
        }
    )
    words = (_("input (logit)"), _("output"), _("derivative"))
    spec = _heat_map_spec(words, columns > 5, height or 60 + 44 * rows)
    return Picture(spec, {"cells": cells, "sums": sums})


def _entry(value: float, digits: int) -> str:
    if value == 0:
        return "0"
    if abs(value) < 0.5 * 10**-digits:
        return "≈0"
    return f"{value:.{digits}f}".replace("-", "−")


@lru_cache(maxsize=32)
def _heat_map_spec(words: tuple[str, str, str], small: bool, height: int) -> dict:
    input_title, output_title, value_title = words
    axis = {"labelAngle": 0, "ticks": False, "domain": False, "labelFontSize": 13}
    place = {
        "x": alt.X("input:N", title=input_title, sort=None, axis=alt.Axis(orient="top", **axis)),
        "y": alt.Y("output:N", title=output_title, sort=None, axis=alt.Axis(**axis)),
    }
    text = {"color": _TEXT, "fontSize": 11 if small else 14}
    cells = alt.Chart(data("cells"))
    chart = alt.layer(
        cells.mark_rect(stroke=GUIDE, strokeWidth=0.5).encode(
            **place,
            fill=alt.condition("datum.value > 0", alt.value(FIRST_CLASS), alt.value(SECOND_CLASS)),
            fillOpacity=alt.FillOpacity("strength:Q", scale=None),
            tooltip=[
                alt.Tooltip("output:N", title=output_title),
                alt.Tooltip("input:N", title=input_title),
                alt.Tooltip("value:Q", format=".6~g", title=value_title),
            ],
        ),
        cells.mark_text(**text).encode(**place, text="written:N"),
        alt.Chart(data("sums"))
        .mark_text(fontWeight="bold", **text)
        .encode(**place, text="written:N"),
    )
    return chart.properties(height=height).to_dict()


@dataclass(frozen=True)
class Vector:
    """Numbers and their softmax, and the name to show.

    Attributes:
        name: What the legend says.
        x: The entries, shape (entries,).
        shares: Their softmax, shape (entries,).
        chosen: The share of the chosen entry, or None if there is no such entry.
    """

    name: str
    x: np.ndarray
    shares: np.ndarray
    chosen: float | None


def over_entries(vectors: Sequence[Vector], point: float, height: int = 360) -> Picture:
    """Softmax of several vectors, each drawn as if it were a curve over its entries.

    Args:
        vectors: What to compare.
        point: The entry that is read off in each.
        height: Pixels.
    """
    curves = pd.concat(
        [
            pd.DataFrame({"x": vector.x, "y": vector.shares, "name": vector.name})
            for vector in vectors
        ],
        ignore_index=True,
    )
    tables = {"curves": curves, "readings": _readings(vectors, point)}
    tables["point"] = pd.DataFrame({"x": [point]})
    words = (_("entry x of the vector"), _("its softmax"))
    return Picture(_entries_spec(tuple(v.name for v in vectors), words, height), tables)


def _readings(vectors: Sequence[Vector], point: float) -> pd.DataFrame:
    """The share of the chosen entry in each vector; of two close ones, one at each side."""
    chosen = [(vector.chosen, vector.name) for vector in vectors if vector.chosen is not None]
    largest, smallest = max(chosen, default=(0.0, "")), min(chosen, default=(0.0, ""))
    top = max(vector.shares.max() for vector in vectors)
    close = 0 < largest[0] - smallest[0] < _LABEL_DISTANCE * top
    # At the right end there is no room for a number.
    right = close and point < 0.7 * max(vector.x.max() for vector in vectors)
    rows = [
        (point, share, name, f"{share:.4f}", 1 if right and (share, name) == smallest else -1)
        for share, name in chosen
    ]
    return pd.DataFrame(rows, columns=["x", "y", "name", "written", "side"])


@lru_cache(maxsize=64)
def _entries_spec(names: tuple[str, ...], words: tuple[str, str], height: int) -> dict:
    x_title, y_title = words

    def scale(options: Sequence) -> alt.Scale:
        return alt.Scale(domain=list(names), range=list(options[: len(names)]))

    legend = alt.Legend(
        orient="top",
        direction="vertical",
        title=None,
        symbolType="stroke",
        symbolSize=400,
        symbolStrokeWidth=2.5,
        labelLimit=0,
    )
    x = alt.X("x:Q", title=x_title, scale=alt.Scale(nice=False, zero=False))
    y = alt.Y("y:Q", title=y_title)
    colour = alt.Color("name:N", scale=scale(COLOURS), legend=legend)
    dash = alt.StrokeDash("name:N", scale=scale(DASHES), legend=legend)
    tooltip = [
        alt.Tooltip("name:N", title=" "),
        alt.Tooltip("x:Q", format=".4~g", title=x_title),
        alt.Tooltip("y:Q", format=".4~g", title=y_title),
    ]
    curves, readings = alt.Chart(data("curves")), alt.Chart(data("readings"))
    chart = alt.layer(
        alt.Chart(_ZERO).mark_rule(color=GUIDE, strokeDash=[2, 3]).encode(x=x),
        alt.Chart(data("point")).mark_rule(color=GUIDE, strokeWidth=1.5).encode(x=x),
        curves.mark_line(strokeWidth=2.2).encode(x=x, y=y, color=colour, strokeDash=dash),
        curves.mark_circle(size=14, opacity=1).encode(x=x, y=y, color=colour, tooltip=tooltip),
        readings.mark_circle(size=90, opacity=1).encode(x=x, y=y, color=colour, tooltip=tooltip),
        readings.mark_text(
            align=alt.ExprRef("datum.side < 0 ? 'right' : 'left'"),
            dx=alt.ExprRef("9 * datum.side"),
            dy=-9,
            fontWeight="bold",
            fontSize=13,
        ).encode(x=x, y=y, color=colour, text="written:N"),
    )
    return chart.properties(height=height).to_dict()
