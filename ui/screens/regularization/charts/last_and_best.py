"""Last weights against best weights, on the test examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived
from ui.screens.regularization.charts import looks

_ROW = 40


def compared(
    figures: Mapping[str, tuple[float, float]],
    names: Sequence[str],
    title: str,
    percent: bool = False,
) -> Picture:
    """A line from the figure of the last weights (filled) to that of the best (a ring).

    Args:
        figures: With the weights of the last epoch and with those of the best, by variant.
        names: Of all variants of the race, in order: they decide the colours.
        title: Of the axis.
        percent: Whether the figures are shares.
    """
    kinds = (_("last weights"), _("best weights"))
    rows = [(name, *pair) for name, pair in figures.items()]
    table = pd.DataFrame(rows, columns=["name", "last", "best"])
    words = (title, _("variant"), *kinds)
    shown = tuple(name for name in names if name in figures)
    spec = _spec(tuple(names), shown, words, percent, 70 + _ROW * len(figures))
    told = dict(zip((_("variant"), *kinds), (table[column] for column in table), strict=True))
    return Picture(spec, {"figures": table}, told)


@derived
def _spec(
    names: tuple[str, ...],
    shown: tuple[str, ...],
    words: tuple[str, ...],
    percent: bool,
    height: int,
) -> dict:
    title, variant, last, best = words
    # As many digits as tell the ticks apart.
    form = "%" if percent else "~g"
    axis = alt.Axis(labelLimit=170, ticks=False, domain=False, labelFontWeight="bold")
    y = alt.Y("name:N", title=variant, scale=alt.Scale(domain=list(shown)), axis=axis)
    scale = alt.Scale(zero=False, padding=12)
    colour = looks.colour(names)
    base = alt.Chart(data("figures"))
    rules = base.mark_rule(strokeWidth=3, opacity=0.45).encode(
        x=alt.X("last:Q", title=title, scale=scale, axis=alt.Axis(format=form, tickCount=5)),
        x2="best:Q",
        y=y,
        color=colour,
    )
    points = (
        base.transform_fold(["last", "best"], as_=["key", "value"])
        .transform_calculate(kind=f"datum.key == 'last' ? {last!r} : {best!r}")
        .mark_point(size=120, strokeWidth=2.4, opacity=1)
        .encode(
            x=alt.X("value:Q", title=title, scale=scale),
            y=y,
            stroke=looks.stroke(names),
            fill=alt.condition("datum.key == 'last'", looks.fill(names), alt.value("#ffffff")),
            shape=alt.Shape(
                "kind:N",
                scale=alt.Scale(domain=[last, best], range=["square", "circle"]),
                legend=None,
            ),
            tooltip=[
                alt.Tooltip("name:N", title=variant),
                alt.Tooltip("kind:N", title=" "),
                alt.Tooltip("value:Q", format=".2%" if percent else ".4~g", title=title),
            ],
        )
    )
    return alt.layer(rules, points).properties(height=height).to_dict()
