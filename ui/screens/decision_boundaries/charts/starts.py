"""Where trainings from many starts ended: the distribution of their final loss."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from core.experiments.results import Many
from ui.charts.palette import FIRST_CLASS, SECOND_CLASS
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived

HEIGHT = 320
_BARS = 40


def final_losses(many: Many, height: int = HEIGHT) -> Picture:
    """How many starts end at which loss, those that solve the task apart from the others.

    Args:
        many: Trainings from many seeds; those that diverged are left out.
        height: Pixels.
    """
    finite = np.isfinite(many.figures.loss)
    losses, solved = many.figures.loss[finite], many.solved[finite]
    top = float(losses.max(initial=0.0)) or 1.0
    edges = np.linspace(0.0, top, _BARS + 1)
    rows = []
    for name, chosen in ((_("solved"), solved), (_("not solved"), ~solved)):
        counts, _edges = np.histogram(losses[chosen], edges)
        rows.append(
            pd.DataFrame({"from": edges[:-1], "to": edges[1:], "starts": counts, "name": name})
        )
    table = pd.concat(rows, ignore_index=True)
    words = (_("final loss"), _("number of starts"), _("solved"), _("not solved"))
    return Picture(_spec(words, height), {"bars": table[table.starts > 0]})


@derived
def _spec(words: tuple[str, ...], height: int) -> dict:
    x_title, y_title, *names = words
    return (
        alt.Chart(data("bars"))
        .mark_bar(stroke="#8792a2", strokeWidth=0.5)
        .encode(
            x=alt.X("from:Q", title=x_title, bin="binned", axis=alt.Axis(tickCount=8)),
            x2="to:Q",
            y=alt.Y("starts:Q", title=y_title, stack=True, axis=alt.Axis(tickMinStep=1)),
            color=alt.Color(
                "name:N",
                scale=alt.Scale(domain=names, range=[FIRST_CLASS, SECOND_CLASS]),
                legend=alt.Legend(orient="top", title=None),
            ),
            tooltip=[
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("from:Q", format=".3~g", title=x_title),
                alt.Tooltip("starts:Q", title=y_title),
            ],
        )
        .properties(height=height)
        .to_dict()
    )
