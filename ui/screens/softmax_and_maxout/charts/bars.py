"""The values of functions of a whole vector as bars, one panel for each function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import numpy as np
import pandas as pd

from ui.charts.palette import COLOURS, GUIDE
from ui.charts.picture import Picture, data
from ui.i18n.function_names import function_name, subscripted
from ui.i18n.language import _
from ui.i18n.numbers import compact
from ui.memo import derived

# Of each panel of bars this share is its heading, the rest is the plot.
_HEADING = 0.24
# Bars end below the top of their plot, so that a number fits above each.
_TOP = 1.2


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
    axis = [f"{subscripted('x', place)}|{value:.3g}" for place, value in enumerate(inputs)]
    tables = {}
    for key, values in outputs.items():
        exact = key == "sparsemax"
        before = unshifted[key] if unshifted else np.full(len(axis), np.nan)
        tables[key] = pd.DataFrame(
            {
                "input": axis,
                "entry": [text.replace("|", " = ") for text in axis],
                "value": values,
                "before": before,
                "written": [_share(value, exact) for value in values],
                "zero": [exact and value == 0 for value in values],
            }
        )
    headings = [(key, _heading(key, values)) for key, values in outputs.items()]
    tables["headings"] = pd.DataFrame(headings, columns=["function", "heading"])
    words = (_("logit, and what goes into the functions"), _("value"))
    shown = {words[0]: list(inputs)}
    shown |= {_title(key): list(values) for key, values in outputs.items()}
    return Picture(_bars_spec(tuple(outputs), words, height), tables, shown)


def _title(key: str) -> str:
    return {"sigmoid": _("Independent sigmoids")}.get(key, function_name(key))


def _heading(key: str, values: np.ndarray) -> str:
    heading = _("{function} · sum {total}", function=_title(key), total=f"{values.sum():.3f}")
    return heading + _(" · ◇ exactly 0") if key == "sparsemax" else heading


def _share(value: float, exact: bool) -> str:
    if exact and value in (0, 1):
        return f"{value:g}"
    if value == 0:  # underflow
        return "≈0"
    return f"{value:.3f}" if value >= 0.1 else compact(value)


@derived
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
                alt.Tooltip("entry:N", title=" "),
                alt.Tooltip("value:Q", format=".6~g", title=title),
            ],
        ),
        rows.transform_filter("isValid(datum.before)")
        .mark_tick(color=GUIDE, thickness=2.5, orient="horizontal")
        .encode(x=x, y=y("before")),
        rows.transform_filter("datum.zero")
        .mark_point(shape="diamond", size=50, color=colour, strokeWidth=2, filled=False, opacity=1)
        .encode(x=x, y=y("value")),
        rows.mark_text(baseline="bottom", dy=-5).encode(x=x, y=y("value"), text="written:N"),
        alt.Chart(data("headings"))
        .transform_filter(f"datum.function == '{key}'")
        .mark_text(
            x=0,
            y=heading_top,
            align="left",
            baseline="top",
            fontWeight="bold",
            fontSize=13,
        )
        .encode(text="heading:N"),
    ]
