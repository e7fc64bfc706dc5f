"""Softmax of vectors with many entries, each drawn as if it were a curve over its entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import numpy as np
import pandas as pd

from ui.charts import reading
from ui.charts.palette import COLOURS, DASHES, GUIDE
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.i18n.numbers import compact
from ui.memo import derived

# Numbers nearer to each other than this share of the height would overlap.
_LABEL_DISTANCE = 0.12

_ZERO = alt.InlineData(values=[{"x": 0}])


@dataclass(frozen=True)
class Vector:
    """Numbers and their softmax, and the name to show.

    Attributes:
        name: What the legend says.
        x: The entries, shape (entries,).
        shares: Their softmax, shape (entries,).
        chosen: The share of the chosen entry, or None if there is no such entry.
    """

    name: str
    x: np.ndarray
    shares: np.ndarray
    chosen: float | None


def over_entries(vectors: Sequence[Vector], point: float, height: int = 360) -> Picture:
    """Softmax of several vectors, each drawn as if it were a curve over its entries.

    Args:
        vectors: What to compare.
        point: The entry that is read off in each.
        height: Pixels.
    """
    curves = pd.concat(
        [
            pd.DataFrame({"x": vector.x, "y": vector.shares, "name": vector.name})
            for vector in vectors
        ],
        ignore_index=True,
    )
    tables = {"curves": curves, "readings": _readings(vectors, point)}
    tables["point"] = pd.DataFrame({"x": [point]})
    words = (_("entry x of the vector"), _("its softmax"))
    return Picture(_entries_spec(tuple(v.name for v in vectors), words, height), tables)


def _readings(vectors: Sequence[Vector], point: float) -> pd.DataFrame:
    """The share of the chosen entry in each vector; of two close ones, one at each side."""
    chosen = [(vector.chosen, vector.name) for vector in vectors if vector.chosen is not None]
    largest, smallest = max(chosen, default=(0.0, "")), min(chosen, default=(0.0, ""))
    top = max(vector.shares.max() for vector in vectors)
    close = 0 < largest[0] - smallest[0] < _LABEL_DISTANCE * top
    # At the right end there is no room for a number.
    right = close and point < 0.7 * max(vector.x.max() for vector in vectors)
    rows = [
        (point, share, name, compact(share), 1 if right and (share, name) == smallest else -1)
        for share, name in chosen
    ]
    return pd.DataFrame(rows, columns=["x", "y", "name", "written", "side"])


@derived
def _entries_spec(names: tuple[str, ...], words: tuple[str, str], height: int) -> dict:
    x_title, y_title = words

    def scale(options: Sequence) -> alt.Scale:
        return alt.Scale(domain=list(names), range=list(options[: len(names)]))

    legend = alt.Legend(
        orient="top",
        direction="vertical",
        title=None,
        symbolType="stroke",
        symbolSize=400,
        symbolStrokeWidth=2.5,
        labelLimit=0,
    )
    x = alt.X("x:Q", title=x_title, scale=alt.Scale(nice=False, zero=False))
    y = alt.Y("y:Q", title=y_title)
    colour = alt.Color("name:N", scale=scale(COLOURS), legend=legend)
    dash = alt.StrokeDash("name:N", scale=scale(DASHES), legend=legend)
    told = [("name", " ", ""), ("x", x_title, ".4~g"), ("y", y_title, ".4~g")]
    curves, readings = alt.Chart(data("curves")), alt.Chart(data("readings"))
    chart = alt.layer(
        alt.Chart(_ZERO).mark_rule(color=GUIDE, strokeDash=[2, 3]).encode(x=x),
        alt.Chart(data("point")).mark_rule(color=GUIDE, strokeWidth=1.5).encode(x=x),
        curves.mark_line(strokeWidth=2.2).encode(x=x, y=y, color=colour, strokeDash=dash),
        curves.mark_circle(size=14, opacity=1).encode(x=x, y=y, color=colour),
        readings.mark_circle(size=90, opacity=1).encode(x=x, y=y, color=colour),
        readings.mark_text(
            align=alt.ExprRef("datum.side < 0 ? 'right' : 'left'"),
            dx=alt.ExprRef("9 * datum.side"),
            dy=-9,
            fontWeight="bold",
            fontSize=13,
        ).encode(x=x, y=y, text="written:N"),
        reading.nearest("curves", {"x": x, "y": y}, told),
    )
    return chart.properties(height=height).to_dict()
