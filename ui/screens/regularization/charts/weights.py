"""The weights of one layer in every variant, after the training over before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import numpy as np
import pandas as pd

from core.experiments.race_results import Weights
from ui.charts import reading
from ui.charts.palette import GUIDE
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived
from ui.screens.regularization.charts import looks

HEIGHT = 310
# Two names beside each other are wider than a phone, and so is one beside the grey one.
_LEGEND_ROW = 26
# Narrower than this a layer of width 0 (all weights 0) would have no height.
_NARROWEST = 1e-9


def histograms(
    kernels: Mapping[str, Weights], names: Sequence[str], height: int = HEIGHT
) -> Picture:
    """Densities of the weights: grey before the training, a line for each variant after it.

    Args:
        kernels: The same layer by the name of each variant that has it; the start is drawn of the
            first.
        names: Of all variants of the race, in order: they decide the colours.
        height: Pixels, without the names of the variants.
    """
    first = next(iter(kernels.values()))
    before = _steps(first.edges, first.before)
    after = [
        _outline(kernel.edges, kernel.after).assign(name=name) for name, kernel in kernels.items()
    ]
    tables = {"before": before, "after": pd.concat(after, ignore_index=True)}
    words = (_("weight"), _("density (root scale)"), _("before the training"))
    told = {_("variant"): "name", words[0]: "weight", words[1]: "density"}
    rows = pd.concat([before.assign(name=words[2]), tables["after"]], ignore_index=True)
    table = {title: rows[column] for title, column in told.items()}
    spec = _spec(tuple(names), words, height + _LEGEND_ROW * len(kernels))
    return Picture(spec, tables, table)


def _bars(edges: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Left and right end and height of the bars, without those that are empty at both ends."""
    counts = np.asarray(counts, np.float64)
    widths = np.maximum(np.diff(edges), _NARROWEST)
    heights = counts / max(counts.sum(), 1) / widths
    (filled,) = np.nonzero(counts)
    part = slice(filled[0], filled[-1] + 1) if len(filled) else slice(0, 0)
    return edges[:-1][part], edges[1:][part], heights[part]


def _steps(edges: np.ndarray, counts: np.ndarray) -> pd.DataFrame:
    """Each height at the left end of its bar, and the last at its right end too.

    One row for a weight: an area is stacked, and would add up two of them.
    """
    left, right, heights = _bars(edges, counts)
    ends = [np.concatenate([left, right[-1:]]), np.concatenate([heights, heights[-1:]])]
    return pd.DataFrame(dict(zip(("weight", "density"), ends, strict=True)))


def _outline(edges: np.ndarray, counts: np.ndarray) -> pd.DataFrame:
    """Corners of the bars."""
    left, right, heights = _bars(edges, counts)
    x = np.column_stack([left, right]).ravel()
    y = np.repeat(heights, 2)
    ends = (x[:1], x, x[-1:])
    return pd.DataFrame(
        {
            "weight": np.concatenate(ends),
            "density": np.concatenate([[0.0][: len(ends[0])], y, [0.0][: len(ends[0])]]),
            "order": range(len(x) + 2 * len(ends[0])),
        }
    )


@derived
def _spec(names: tuple[str, ...], words: tuple[str, str, str], height: int) -> dict:
    weight, density, before = words
    x = alt.X("weight:Q", title=weight, scale=alt.Scale(zero=False), axis=alt.Axis(grid=False))
    y = alt.Y(
        "density:Q",
        title=density,
        scale=alt.Scale(type="sqrt"),
        axis=alt.Axis(tickCount=4, format="~s"),
    )
    legend = alt.Legend(
        orient="bottom", title=None, symbolType="stroke", symbolSize=500, columns=1, labelLimit=240
    )
    start = (
        alt.Chart(data("before"))
        .transform_calculate(kind=repr(before))
        .mark_area(opacity=0.35, interpolate="step-after")
        .encode(
            x=x,
            y=y,
            fill=alt.Fill(
                "kind:N",
                scale=alt.Scale(domain=[before], range=[GUIDE]),
                legend=alt.Legend(orient="top", title=None, symbolType="square"),
            ),
        )
    )
    end = (
        alt.Chart(data("after"))
        .mark_line(strokeWidth=2.2)
        .encode(
            x=x,
            y=y,
            order="order:Q",
            color=looks.colour(names, legend),
            strokeDash=looks.dash(names, legend),
        )
    )
    told = [("name", " ", ""), ("weight", weight, ".3~g"), ("density", density, ".3~g")]
    pointer = reading.nearest("after", {"x": x, "y": y}, told)
    return alt.layer(start, end, pointer).properties(height=height).to_dict()
