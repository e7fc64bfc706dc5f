"""A few curves over one x axis."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import numpy as np
import pandas as pd

from ui.charts import reading
from ui.charts.palette import COLOURS, DASHES
from ui.charts.picture import Picture, data
from ui.memo import derived

# The rule at the pointer stops at every fourth point: each stop is a mark that the browser draws.
_EVERY = 4


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
    table = pd.DataFrame({"x": x, **{f"y{k}": y for k, y in enumerate(curves.values())}})
    tables = {"curves": table, "readings": table.iloc[::_EVERY]}
    return Picture(_spec(tuple(curves), x_title, y_title, height), tables)


@derived
def _spec(names: tuple[str, ...], x_title: str, y_title: str, height: int) -> dict:
    def scale(options: tuple) -> alt.Scale:
        return alt.Scale(domain=list(names), range=list(options[: len(names)]))

    legend = alt.Legend(orient="top", title=None, symbolSize=400, symbolStrokeWidth=2.5)
    x = alt.X("x:Q", title=x_title, scale=alt.Scale(nice=False))
    keys = [f"y{place}" for place in range(len(names))]
    lines = (
        alt.Chart(data("curves"))
        .transform_fold(keys, as_=["key", "y"])
        .transform_calculate(name=f"{list(names)!r}[toNumber(slice(datum.key, 1))]")
        .mark_line(strokeWidth=2.2)
        .encode(
            x=x,
            y=alt.Y("y:Q", title=y_title),
            color=alt.Color("name:N", scale=scale(COLOURS), legend=legend),
            strokeDash=alt.StrokeDash("name:N", scale=scale(DASHES), legend=legend),
        )
    )
    told = [("x", x_title, ".4~g")]
    told += [(key, name, ".4~g") for key, name in zip(keys, names, strict=True)]
    pointer = reading.rule("readings", x, "x", told)
    return alt.layer(lines, pointer).properties(height=height).to_dict()
