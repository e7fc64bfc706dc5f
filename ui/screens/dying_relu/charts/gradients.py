"""How long the gradient of one hidden unit is over the epochs of a training: 0 once it is dead."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from ui.charts import epoch_axis
from ui.charts.palette import COLOURS, DASHES, GUIDE
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived

HEIGHT = 230


def gradient(
    epochs: np.ndarray, lengths: np.ndarray, death: int | None, height: int = HEIGHT
) -> Picture:
    """The length of a unit's gradient in every frame; where it is exactly 0 it has a mark.

    Args:
        epochs: Of each frame, shape (frames,).
        lengths: Shape (frames,); one that is not a number is left out.
        death: Epoch from which on the unit is dead to the end; None if it is not.
        height: Pixels.
    """
    last = float(epochs[-1]) or 1.0
    table = pd.DataFrame(
        {"epoch": epochs, "length": np.where(np.isfinite(lengths), lengths, np.nan)}
    )
    tables = {
        "lengths": table,
        "death": pd.DataFrame({"epoch": [] if death is None else [death]}, dtype=np.float64),
        "frames": pd.DataFrame({"number": range(len(epochs)), "share": epochs / last}),
    }
    words = (_("epoch"), _("length of the gradient"))
    return Picture(_spec(len(epochs), words, height), tables)


@derived
def _spec(count: int, words: tuple[str, str], height: int) -> dict:
    epoch, length = words
    x = epoch_axis.axis(epoch)
    # From thousands in the first step down to 0 itself, which no logarithm shows.
    y = alt.Y(
        "length:Q",
        title=length,
        scale=alt.Scale(type="symlog", constant=1, nice=False, padding=6),
        axis=alt.Axis(grid=False, values=[0, 1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e8], format=".1~s"),
    )
    looks = {"domain": [False, True]}
    marked = (
        alt.Chart(data("lengths"))
        .transform_calculate(zero="datum.length === 0")
        .mark_point(filled=False, size=22, strokeWidth=1.8, opacity=1)
        .encode(
            x=x,
            y=y,
            shape=alt.Shape(
                "zero:N",
                scale=alt.Scale(range=["circle", "triangle-down"], **looks),
                legend=None,
            ),
            color=alt.Color(
                "zero:N", scale=alt.Scale(range=[COLOURS[0], COLOURS[1]], **looks), legend=None
            ),
            tooltip=[
                alt.Tooltip("epoch:Q", title=epoch, format=",d"),
                alt.Tooltip("length:Q", title=length, format=".4~g"),
            ],
        )
    )
    chart = alt.layer(
        alt.Chart(data("lengths")).mark_line(color=GUIDE, strokeWidth=1).encode(x=x, y=y),
        alt.Chart(data("death")).mark_rule(color=COLOURS[1], strokeDash=DASHES[2]).encode(x=x),
        marked,
        epoch_axis.rule(count),
    )
    return chart.properties(height=height).to_dict()
