"""Where every variant ended from several seeds, with the mean and its interval."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd

from core.statistics import interval
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived
from ui.screens.regularization.charts import looks

_ROW = 44


def outcomes(
    values: np.ndarray, names: Sequence[str], title: str, percent: bool = False
) -> Picture:
    """A dot for each seed, and for each variant its mean with a 95 % interval.

    Args:
        values: Shape (seeds, variants); what is not finite is left out.
        names: What the variants are called.
        title: Of the axis.
        percent: Whether the values are shares.
    """
    dots, means = [], []
    for place, name in enumerate(names):
        ended = values[np.isfinite(values[:, place]), place]
        dots += [(name, value) for value in ended]
        if len(ended):
            mean, low, high = interval(ended)
            means.append((name, mean, max(low, mean - 1e6), min(high, mean + 1e6)))
    tables = {
        "dots": pd.DataFrame(dots, columns=["name", "value"]),
        "means": pd.DataFrame(means, columns=["name", "mean", "low", "high"]),
    }
    words = (title, _("variant"), _("mean"))
    spec = _spec(tuple(names), words, ".1%" if percent else ".3~g", 60 + _ROW * len(names))
    return Picture(spec, tables)


@derived
def _spec(names: tuple[str, ...], words: tuple[str, str, str], form: str, height: int) -> dict:
    title, variant, mean = words
    axis = alt.Axis(labelLimit=170, ticks=False, domain=False, labelFontWeight="bold")
    y = alt.Y("name:N", title=variant, scale=alt.Scale(domain=list(names)), axis=axis)
    # As many digits as tell the ticks apart.
    ticks = alt.Axis(format="%" if form.endswith("%") else "~g", tickCount=5)
    x = alt.X("value:Q", title=title, scale=alt.Scale(zero=False), axis=ticks)
    colour = looks.colour(names)
    dots = (
        alt.Chart(data("dots"))
        .mark_circle(size=40, opacity=0.45)
        .encode(
            x=x,
            y=y,
            yOffset=alt.value(_ROW * 0.68),
            color=colour,
            tooltip=[
                alt.Tooltip("name:N", title=variant),
                alt.Tooltip("value:Q", format=form, title=title),
            ],
        )
    )
    base = alt.Chart(data("means")).encode(y=y, yOffset=alt.value(_ROW * 0.32), color=colour)
    span = base.mark_rule(strokeWidth=5, opacity=0.5).encode(x=alt.X("low:Q"), x2="high:Q")
    middle = base.mark_point(size=110, shape="diamond", filled=True, opacity=1).encode(
        x="mean:Q",
        tooltip=[
            alt.Tooltip("name:N", title=variant),
            alt.Tooltip("mean:Q", format=form, title=mean),
            alt.Tooltip("low:Q", format=form, title="95 % ↓"),
            alt.Tooltip("high:Q", format=form, title="95 % ↑"),
        ],
    )
    return alt.layer(dots, span, middle).properties(height=height).to_dict()
