"""What a function does to a distribution: one histogram above another."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from ui.charts.palette import FIRST_CLASS, GUIDE, SECOND_CLASS
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived

_UPPER, _LOWER = 0.46, 0.54
_ZERO = alt.InlineData(values=[{"low": 0}])

Bars = tuple[np.ndarray, np.ndarray]
"""Edges, shape (bins + 1,), and counts, shape (bins,)."""


def before_and_after(before: Bars, after: Bars, height: int = 300) -> Picture:
    """Two histograms on one value axis, so that what is squeezed is seen to be squeezed.

    Args:
        before: Histogram of what goes into the function.
        after: Histogram of what comes out.
        height: Pixels of both panels together.
    """
    words = (_("value"), _("before"), _("after"), _("count"))
    tables = {"before": _rows(before), "after": _rows(after)}
    rows = pd.concat(
        [tables["before"].assign(name=words[1]), tables["after"].assign(name=words[2])]
    )
    told = {_("name"): "name", f"{words[0]} ≥": "low", f"{words[0]} <": "high", words[3]: "count"}
    shown = {title: rows[column] for title, column in told.items()}
    return Picture(_spec(words, height), tables, shown)


def _rows(bars: Bars) -> pd.DataFrame:
    edges, counts = bars
    return pd.DataFrame({"low": edges[:-1], "high": edges[1:], "count": counts, "floor": 0})


@derived
def _spec(words: tuple[str, ...], height: int) -> dict:
    value, before, after, count = words
    x = alt.X("low:Q", title=value, scale=alt.Scale(nice=True), axis=alt.Axis(grid=False))

    def panel(name: str, title: str, ends: tuple[float, float], colour: str) -> alt.Chart:
        scale = alt.Scale(range=[alt.ExprRef(f"height * {end}") for end in ends])
        return (
            alt.Chart(data(name))
            .mark_bar(color=colour, binSpacing=0, strokeWidth=0)
            .encode(
                x=x,
                x2="high:Q",
                y2="floor:Q",
                y=alt.Y(
                    "count:Q", title=title, scale=scale, axis=alt.Axis(orient="left", tickCount=3)
                ),
                tooltip=[
                    alt.Tooltip("low:Q", format=".4~g", title=value),
                    alt.Tooltip("count:Q", title=count),
                ],
            )
        )

    zero = alt.Chart(_ZERO).mark_rule(color=GUIDE, strokeDash=[2, 3]).encode(x=x)
    chart = alt.layer(
        zero,
        panel("before", before, (_UPPER, 0), FIRST_CLASS),
        panel("after", after, (1, _LOWER), SECOND_CLASS),
    )
    return chart.resolve_scale(y="independent").properties(height=height).to_dict()
