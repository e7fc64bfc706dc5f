"""How often each value occurs in a picture, above the grey that stands for it."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from core.images import Activated, Stage
from ui.charts.palette import COLOURS, DASHES, FIRST_CLASS, GUIDE
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived

_HEIGHT = 170
# What the legend of the channels needs on top.
_LEGEND = 20
# Pixels between the bars and the axis, where the grey scale is drawn.
_STRIP = 10
# Red, green and blue as near as the palette of curves has them.
_CHANNELS = {"range": [COLOURS[4], COLOURS[2], COLOURS[0]], "dashes": [*DASHES[:3]]}


def stages(shown: Activated) -> tuple[Picture, Picture, Picture]:
    """Histograms of the original, centred and activated picture, on the same two axes.

    Below the bars runs the grey scale of the pictures. With three channels each has a line
    of its own.

    Args:
        shown: A picture before and after.
    """
    parts = (shown.original, shown.centred, shown.activated)
    bars = [part.histogram() for part in parts]
    left = min(shown.low, *(edges[0] for edges, _shares in bars))
    right = max(shown.high, *(edges[-1] for edges, _shares in bars))
    top = max(shares.max() for _edges, shares in bars)
    bounds = pd.DataFrame({"low": [left, right], "share": [0, top]})
    strip = pd.DataFrame({"low": [shown.low], "high": [shown.high]})
    beyond = pd.DataFrame(
        {"low": [left, shown.high], "high": [shown.low, right], "grey": ["#000", "#fff"]}
    )
    words = (_("value"), _("share"), (_("red"), _("green"), _("blue")))
    scale = {"bounds": bounds, "strip": strip, "beyond": beyond}
    return tuple(
        Picture(
            _spec(_channels(part), words),
            {"bars": _rows(edges, shares, words[2]), **scale},
        )
        for part, (edges, shares) in zip(parts, bars, strict=True)
    )


def _channels(stage: Stage) -> int:
    return len(stage.counts)


def _rows(edges: np.ndarray, shares: np.ndarray, names: tuple[str, ...]) -> pd.DataFrame:
    """One row for each bin of each channel; the last bin's share once more at its end."""
    if len(shares) == 1:
        return pd.DataFrame(
            {"low": edges[:-1], "high": edges[1:], "share": shares[0], "floor": 0.0}
        )
    return pd.concat(
        [
            pd.DataFrame({"low": edges, "share": np.append(row, row[-1]), "channel": name})
            for name, row in zip(names, shares, strict=True)
        ],
        ignore_index=True,
    )


@derived
def _spec(channels: int, words: tuple[str, str, tuple[str, ...]]) -> dict:
    value, share, names = words
    floor = alt.ExprRef(f"height - {_STRIP}")
    x = alt.X(
        "low:Q",
        title=value,
        scale=alt.Scale(nice=False, zero=False),
        axis=alt.Axis(grid=False, tickCount=3),
    )
    # The square root keeps the rest in sight beside a bar that holds half of all pixels.
    y = alt.Y(
        "share:Q",
        title=share,
        scale=alt.Scale(type="sqrt", range=[floor, 0], nice=False),
        axis=alt.Axis(format=".0%", tickCount=3),
    )
    tips = [
        alt.Tooltip("low:Q", format=".3~g", title=value),
        alt.Tooltip("share:Q", format=".2%", title=share),
    ]
    ends = {"x": x, "x2": "high:Q", "y": alt.value(floor), "y2": alt.value(alt.ExprRef("height"))}
    drawn = _one_channel if channels == 1 else _three_channels
    layers = [
        alt.Chart(data("bounds")).mark_point(opacity=0, size=0).encode(x=x, y=y),
        alt.Chart(data("beyond"))
        .mark_rect(stroke=GUIDE, strokeWidth=0.5)
        .encode(**ends, fill=alt.Fill("grey:N", scale=None, legend=None)),
        alt.Chart(data("strip")).mark_rect(color=_black_to_white()).encode(**ends),
        *drawn(x, y, tips, names),
        alt.Chart(data("strip"))
        .mark_rect(filled=False, stroke=GUIDE, strokeWidth=1)
        .encode(**ends),
    ]
    padding = {"left": 5, "right": 14, "top": 5, "bottom": 5}
    height = _HEIGHT + (_LEGEND if channels > 1 else 0)
    return alt.layer(*layers).properties(height=height, padding=padding).to_dict()


def _black_to_white() -> alt.Gradient:
    stops = [alt.GradientStop(color=c, offset=o) for c, o in (("black", 0), ("white", 1))]
    return alt.Gradient(gradient="linear", x1=0, x2=1, y1=0, y2=0, stops=stops)


def _one_channel(
    x: alt.X, y: alt.Y, tips: list[alt.Tooltip], _names: tuple[str, ...]
) -> list[alt.Chart]:
    bars = alt.Chart(data("bars")).mark_bar(color=FIRST_CLASS, binSpacing=0, strokeWidth=0)
    return [bars.encode(x=x, x2="high:Q", y=y, y2="floor:Q", tooltip=tips)]


def _three_channels(
    x: alt.X, y: alt.Y, tips: list[alt.Tooltip], names: tuple[str, ...]
) -> list[alt.Chart]:
    legend = alt.Legend(
        orient="top",
        title=None,
        symbolSize=150,
        symbolStrokeWidth=2,
        columnPadding=8,
        labelFontSize=11,
        offset=2,
    )
    colour = alt.Scale(domain=list(names), range=_CHANNELS["range"])
    dash = alt.Scale(domain=list(names), range=_CHANNELS["dashes"])
    bars = alt.Chart(data("bars"))
    lines = bars.mark_line(interpolate="step-after", strokeWidth=1.5)
    # Of a line a browser tells its first row alone: what is touched are its points.
    points = bars.mark_point(opacity=0, size=60)
    drawn = lines.encode(
        x=x,
        y=y,
        color=alt.Color("channel:N", scale=colour, legend=legend),
        strokeDash=alt.StrokeDash("channel:N", scale=dash, legend=legend),
    )
    told = points.encode(x=x, y=y, tooltip=[alt.Tooltip("channel:N", title=" "), *tips])
    return [drawn, told]
