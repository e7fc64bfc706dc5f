"""Lines and their upper envelope."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd

from core.studies.softmax_and_maxout.envelopes import envelope, heights, pieces
from ui.charts import reading
from ui.charts.palette import COLOURS, DASHES, GUIDE
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived

INTERVAL = (-5.0, 5.0)
"""Ends of the x axis."""

# The lines are cut off below the envelope by this share of its height, and above it.
_BELOW, _ABOVE = 0.35, 0.06
_ZERO = alt.InlineData(values=[{"x": 0}])
_POINTS = 101
_MOST_LINES = 5
# A label stands above its line: at the right of one that falls, at the left of one that rises.
_LABEL_ALIGN = alt.ExprRef("datum.sign < 0 ? 'left' : datum.sign > 0 ? 'right' : 'center'")
_LABEL_OFFSET = alt.ExprRef("-10 * datum.sign")


def upper_envelope(
    slopes: Sequence[float], intercepts: Sequence[float], height: int = 400
) -> Picture:
    """Lines, dashed, below their maximum, thick: each piece in the colour of its line.

    Args:
        slopes: Of one to five lines.
        intercepts: As many.
        height: Pixels.
    """
    found = _pieces_in_view(slopes, intercepts)
    top = envelope(
        np.array([edge for _line, *edges in found for edge in edges]), slopes, intercepts
    )
    size = np.ptp(top) or 2.0
    window = (top.min() - _BELOW * size, top.max() + _ABOVE * size)
    lines = [
        (str(place), x, slope * x + intercept)
        for place, (slope, intercept) in enumerate(zip(slopes, intercepts, strict=True))
        for x in _within(slope, intercept, window)
    ]
    ends = [(str(line), x) for line, low, high in found for x in (low, high)]
    kinks = np.array([low for _line, low, _high in found[1:]])
    tables = {
        "lines": pd.DataFrame(lines, columns=["line", "x", "y"]),
        "envelope": _on_envelope(ends, slopes, intercepts),
        "kinks": pd.DataFrame({"x": kinks, "y": envelope(kinks, slopes, intercepts)}),
        "labels": _labels(found, lines, slopes, intercepts),
        "readings": _on_envelope(
            [("", x) for x in np.linspace(*INTERVAL, _POINTS)], slopes, intercepts
        ),
    }
    return Picture(_spec((_("x"), _("value"), _("maxout")), height), tables)


def _pieces_in_view(
    slopes: Sequence[float], intercepts: Sequence[float]
) -> list[tuple[int, float, float]]:
    """Line, beginning and end of each piece that reaches into the window."""
    cut = [
        (piece.line, max(piece.low, INTERVAL[0]), min(piece.high, INTERVAL[1]))
        for piece in pieces(slopes, intercepts)
    ]
    return [(line, low, high) for line, low, high in cut if low < high]


def _within(slope: float, intercept: float, window: tuple[float, float]) -> list[float]:
    """Ends of the part of a line that lies in the window; nothing if none does."""
    low, high = INTERVAL
    if slope:
        crossings = sorted((edge - intercept) / slope for edge in window)
        low, high = max(low, crossings[0]), min(high, crossings[1])
    elif not window[0] <= intercept <= window[1]:
        return []
    return [low, high] if low < high else []


def _on_envelope(
    points: Sequence[tuple[str, float]], slopes: Sequence[float], intercepts: Sequence[float]
) -> pd.DataFrame:
    table = pd.DataFrame(points, columns=["line", "x"])
    table["y"] = envelope(table["x"].to_numpy(), slopes, intercepts)
    return table


def _labels(
    found: Sequence[tuple[int, float, float]],
    lines: Sequence[tuple[str, float, float]],
    slopes: Sequence[float],
    intercepts: Sequence[float],
) -> pd.DataFrame:
    """The number of each line: where it wins, else at the middle of what is seen of it."""
    middles: dict[int, list[float]] = {}
    for line, x, _y in lines:
        middles.setdefault(int(line), []).append(x)
    middles |= {line: [low, high] for line, low, high in found}
    rows = [
        (
            str(line),
            np.mean(ends),
            heights(np.mean(ends), slopes, intercepts)[line],
            _("line {n}", n=line + 1),
            np.sign(slopes[line]),
        )
        for line, ends in middles.items()
    ]
    return pd.DataFrame(rows, columns=["line", "x", "y", "name", "sign"])


@derived
def _spec(words: tuple[str, str, str], height: int) -> dict:
    x_title, y_title, maximum = words
    places = [str(place) for place in range(_MOST_LINES)]
    x = alt.X(
        "x:Q", title=x_title, scale=alt.Scale(domain=list(INTERVAL)), axis=alt.Axis(grid=False)
    )
    y = alt.Y("y:Q", title=y_title, scale=alt.Scale(nice=False, zero=False))
    colour = alt.Color(
        "line:N", legend=None, scale=alt.Scale(domain=places, range=list(COLOURS[:_MOST_LINES]))
    )
    # The first dash is unbroken: only the envelope is.
    dash = alt.StrokeDash(
        "line:N",
        legend=None,
        scale=alt.Scale(domain=places, range=list(DASHES[1 : _MOST_LINES + 1])),
    )
    readings = [
        alt.Tooltip("x:Q", format=".4~g", title=x_title),
        alt.Tooltip("y:Q", format=".4~g", title=maximum),
    ]
    chart = alt.layer(
        alt.Chart(_ZERO).mark_rule(color=GUIDE, strokeDash=[2, 3]).encode(x=x),
        alt.Chart(data("lines"))
        .mark_line(strokeWidth=1.4)
        .encode(x=x, y=y, color=colour, strokeDash=dash),
        alt.Chart(data("envelope"))
        .mark_line(strokeWidth=5, strokeCap="round")
        .encode(x=x, y=y, color=colour),
        alt.Chart(data("kinks"))
        .mark_point(filled=True, size=110, opacity=1, color=GUIDE)
        .encode(x=x, y=y, tooltip=readings),
        alt.Chart(data("labels"))
        .mark_text(align=_LABEL_ALIGN, dx=_LABEL_OFFSET, dy=-10, fontWeight="bold", fontSize=13)
        .encode(x=x, y=y, text="name:N"),
        reading.rule("readings", x, "x", [("x", x_title, ".4~g"), ("y", maximum, ".4~g")]),
    )
    return chart.properties(height=height).to_dict()
