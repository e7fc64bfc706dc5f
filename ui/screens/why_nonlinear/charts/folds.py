"""The curve that a stack of layers draws, its folds, and the line its layers multiply to."""

from __future__ import annotations

import json
from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd

from core.studies.why_nonlinear.affine_stack import AffineStack, Pieces
from ui.charts import reading
from ui.charts.palette import FIRST_CLASS, GUIDE, SECOND_CLASS
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived

POINTS = 401
# More bands than this are a grey mist.
_MOST_BANDS = 100
# The line may reach this share of the curve's height beyond the curve; further out it is cut.
_LINE_BEYOND = 0.5
# Gaps wide enough that the curve shows through where the line lies on it.
_DASHES = ([1, 0], [8, 8])


def folds(
    stack: AffineStack,
    interval: tuple[float, float],
    found: Pieces | None,
    line: tuple[float, float],
    height: int = 400,
) -> Picture:
    """Output of a stack over x, beside the one line that its layers multiply to.

    Args:
        stack: The stack.
        interval: Ends of the x axis.
        found: Its linear pieces there, or None if it is curved.
        line: Slope and intercept of the product of its layers.
        height: Pixels.
    """
    values = _outputs(stack, interval, found, line)
    low, high = values["output"].min(), values["output"].max()
    margin = _LINE_BEYOND * (high - low or 1.0)
    tables = {
        "values": values,
        "line": _line_within(line, interval, (low - margin, high + margin)),
        "bands": _bands(found),
        "breaks": _breaks(found),
    }
    words = (
        _("x"),
        _("output"),
        _("the stack"),
        _("layers multiplied"),
        _("slope of this piece"),
    )
    return Picture(_folds_spec(words, found is not None, height), tables)


def _outputs(
    stack: AffineStack,
    interval: tuple[float, float],
    found: Pieces | None,
    line: tuple[float, float],
) -> pd.DataFrame:
    breaks = np.array([]) if found is None else found.breakpoints
    x = np.union1d(np.linspace(*interval, POINTS), breaks)
    table = pd.DataFrame({"x": x, "output": stack.output(x)})
    if found is not None:
        table = _with_gaps(table, found)
        piece = np.searchsorted(found.breakpoints, table["x"], side="right")
        table["slope"] = found.slopes[piece]
    return table.assign(line=np.polyval(line, table["x"]))


def _with_gaps(table: pd.DataFrame, found: Pieces) -> pd.DataFrame:
    """Where two pieces do not meet: the end of one, nothing, the start of the other."""
    x = found.breakpoints
    before = found.slopes[:-1] * x + found.intercepts[:-1]
    after = found.slopes[1:] * x + found.intercepts[1:]
    jumps = np.abs(after - before) > 1e-6 * (np.ptp(table["output"]) or 1.0)
    x, before, after = x[jumps], before[jumps], after[jumps]
    sides = np.stack([before, np.full_like(before, np.nan), after], axis=1)
    gaps = pd.DataFrame({"x": np.repeat(x, 3), "output": sides.ravel()})
    kept = table[~table["x"].isin(x)]
    return pd.concat([kept, gaps]).sort_values("x", kind="stable", ignore_index=True)


def _line_within(
    line: tuple[float, float], interval: tuple[float, float], window: tuple[float, float]
) -> pd.DataFrame:
    """The part of the line inside the window; empty if it passes by."""
    slope, intercept = line
    low, high = interval
    if slope:
        crossings = sorted((end - intercept) / slope for end in window)
        low, high = max(low, crossings[0]), min(high, crossings[1])
    elif not window[0] <= intercept <= window[1]:
        high = -np.inf
    x = np.array([low, high] if low < high else [], dtype=float)
    return pd.DataFrame({"x": x, "line": np.polyval(line, x)})


def _bands(found: Pieces | None) -> pd.DataFrame:
    """Every second piece, to be shaded."""
    edges = np.array([]) if found is None or found.count > _MOST_BANDS else found.edges
    low, high = edges[1:-1:2], edges[2::2]
    return pd.DataFrame({"x": low, "end": high})


def _breaks(found: Pieces | None) -> pd.DataFrame:
    if found is None:
        return pd.DataFrame({"x": [], "output": [], "size": []})
    x = found.breakpoints
    size = 45 if found.count <= 40 else 22 if found.count <= _MOST_BANDS else 8
    values = found.slopes[:-1] * x + found.intercepts[:-1]
    return pd.DataFrame({"x": x, "output": values, "size": size})


@derived
def _folds_spec(words: tuple[str, ...], has_pieces: bool, height: int) -> dict:
    x_title, y_title, output, line, slope = words
    x = alt.X("x:Q", title=x_title, scale=alt.Scale(nice=False, zero=False))
    y_scale = alt.Scale(zero=False, nice=True)
    legend = alt.Legend(
        orient="top", title=None, symbolSize=400, symbolStrokeWidth=2.5, labelLimit=320, columns=2
    )

    def scale(options: Sequence) -> alt.Scale:
        return alt.Scale(domain=[output, line], range=list(options))

    def curve(table: str, field: str, name: str, width: float) -> alt.Chart:
        return (
            alt.Chart(data(table))
            .transform_calculate(series=json.dumps(name))
            .mark_line(strokeWidth=width)
            .encode(
                x=x,
                y=alt.Y(f"{field}:Q", title=y_title, scale=y_scale),
                color=alt.Color(
                    "series:N", scale=scale((FIRST_CLASS, SECOND_CLASS)), legend=legend
                ),
                strokeDash=alt.StrokeDash("series:N", scale=scale(_DASHES), legend=legend),
            )
        )

    bands = alt.Chart(data("bands")).mark_rect(color=GUIDE, opacity=0.13).encode(x=x, x2="end:Q")
    breaks = (
        alt.Chart(data("breaks"))
        .mark_point(filled=True, color=FIRST_CLASS, opacity=1)
        .encode(x=x, y=alt.Y("output:Q", title=y_title), size=alt.Size("size:Q", scale=None))
    )
    told = [("x", x_title), ("output", output), ("line", line)]
    if has_pieces:
        told.append(("slope", slope))
    told = [(field, title, ".4~g") for field, title in told]
    chart = alt.layer(
        bands,
        curve("values", "output", output, 3.2),
        curve("line", "line", line, 2),
        breaks,
        reading.rule("values", x, "x", told),
    )
    return chart.properties(height=height).to_dict()
