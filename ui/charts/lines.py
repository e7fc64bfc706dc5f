"""A few curves over one x axis."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import altair as alt
import numpy as np
import pandas as pd

from ui.charts.palette import COLOURS, DASHES
from ui.charts.picture import Picture, data


def compare(
    x: np.ndarray, curves: Mapping[str, np.ndarray], x_title: str, y_title: str, height: int = 320
) -> Picture:
    """Curves that share x, told apart by colour, dash and legend.

    Args:
        x: Shape (points,).
        curves: Values by the name to show, each of shape (points,).
        x_title: Title of the x axis.
        y_title: Title of the y axis.
        height: Pixels.
    """
    table = pd.concat(
        [pd.DataFrame({"x": x, "y": y, "name": name}) for name, y in curves.items()],
        ignore_index=True,
    )
    return Picture(_spec(tuple(curves), x_title, y_title, height), {"curves": table})


@lru_cache(maxsize=64)
def _spec(names: tuple[str, ...], x_title: str, y_title: str, height: int) -> dict:
    def scale(options: tuple) -> alt.Scale:
        return alt.Scale(domain=list(names), range=list(options[: len(names)]))

    legend = alt.Legend(orient="top", title=None, symbolSize=400, symbolStrokeWidth=2.5)
    return (
        alt.Chart(data("curves"))
        .mark_line(strokeWidth=2.2)
        .encode(
            x=alt.X("x:Q", title=x_title, scale=alt.Scale(nice=False)),
            y=alt.Y("y:Q", title=y_title),
            color=alt.Color("name:N", scale=scale(COLOURS), legend=legend),
            strokeDash=alt.StrokeDash("name:N", scale=scale(DASHES), legend=legend),
            tooltip=[
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("x:Q", format=".4~g", title=x_title),
                alt.Tooltip("y:Q", format=".4~g", title=y_title),
            ],
        )
        .properties(height=height)
        .to_dict()
    )
