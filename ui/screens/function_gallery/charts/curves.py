"""Functions above their derivatives, on one x axis."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import numpy as np
import pandas as pd

from core.activations import Activation
from core.activations.properties import Kink, asymptotes, kinks_with_slopes
from ui.charts import reading
from ui.charts.palette import COLOURS, DASHES, GUIDE
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived

POINTS = 401
# The hover rule stops at every fourth point: each stop is a mark that the browser draws.
_EVERY = 4
HEIGHT = 440
# The upper panel ends, and the lower begins, at these shares of the height.
_UPPER, _LOWER = 0.56, 0.64
# Labels at the right end keep this distance, in pixels.
_LABEL_DISTANCE = 21
_ZERO = alt.InlineData(values=[{"x": 0}])


@dataclass(frozen=True)
class Curve:
    """One function with the values of its parameters, and the name to show."""

    function: Activation
    parameters: dict[str, float]
    name: str

    def kinks(self, interval: tuple[float, float]) -> list[Kink]:
        """Its kinks within an interval, ends excluded."""
        low, high = interval
        return [
            kink
            for kink in kinks_with_slopes(self.function, **self.parameters)
            if low < kink.x < high
        ]


def functions(
    curves: Sequence[Curve],
    interval: tuple[float, float],
    guides: bool = True,
    height: int = HEIGHT,
) -> Picture:
    """f over f′ of up to eight functions; a hover rule reads x and every value.

    Both panels are one view, so that x is shared, the rule crosses both and the chart
    takes the width of its column: a concatenation of charts would not.

    Args:
        curves: What to draw, in the order of the palette.
        interval: Ends of the x axis.
        guides: Whether to draw the axes x = 0 and y = 0, asymptotes and kinks.
        height: Pixels of both panels together.
    """
    values = _values(curves, interval)
    tables = {
        "values": values,
        "readings": _at(np.linspace(*interval, POINTS)[::_EVERY], curves),
        "labels": _labels(curves, values, height),
    }
    if guides:
        tables |= {"asymptotes": _asymptotes(curves, interval), "kinks": _kinks(curves, interval)}
    words = (_("x"), _("f(x)"), _("f′(x)"))
    return Picture(_spec(tuple(curve.name for curve in curves), words, guides, height), tables)


def _values(curves: Sequence[Curve], interval: tuple[float, float]) -> pd.DataFrame:
    """Columns x, f0, d0, f1, d1, …; a jump is a gap between two neighbouring points."""
    kinks = [(place, kink) for place, curve in enumerate(curves) for kink in curve.kinks(interval)]
    beside = [
        [np.nextafter(kink.x, -np.inf), kink.x, np.nextafter(kink.x, np.inf)] for _, kink in kinks
    ]
    x = np.unique(np.concatenate([np.linspace(*interval, POINTS), *beside]))
    table = _at(x, curves)
    for place, kink in kinks:
        if kink.left_value != kink.right_value:
            table.loc[x == kink.x, f"f{place}"] = np.nan
        if kink.left_slope != kink.right_slope:
            table.loc[x == kink.x, f"d{place}"] = np.nan
    return table


def _at(x: np.ndarray, curves: Sequence[Curve]) -> pd.DataFrame:
    """Columns x, f0, d0, f1, d1, …: what every function and its derivative are there."""
    columns = {"x": x}
    for place, curve in enumerate(curves):
        columns[f"f{place}"] = curve.function(x, **curve.parameters)
        columns[f"d{place}"] = curve.function.derivative(x, **curve.parameters)
    return pd.DataFrame(columns)


def _labels(curves: Sequence[Curve], values: pd.DataFrame, height: int) -> pd.DataFrame:
    """Names at the right end of the curves, moved apart where the curves end together."""
    ends = np.array([values[f"f{place}"].iloc[-1] for place in range(len(curves))])
    everything = values[[f"f{place}" for place in range(len(curves))]].to_numpy()
    extent = np.nanmax(everything) - np.nanmin(everything) or 1.0
    distance = extent * _LABEL_DISTANCE / (_UPPER * height)
    order = np.argsort(-ends, kind="stable")
    heights = ends.copy()
    for above, below in itertools.pairwise(order):
        heights[below] = min(heights[below], heights[above] - distance)
    return pd.DataFrame(
        {
            "x": values["x"].iloc[-1],
            "y": heights,
            "name": [curve.name for curve in curves],
            "series": [str(place) for place in range(len(curves))],
        }
    )


def _asymptotes(curves: Sequence[Curve], interval: tuple[float, float]) -> pd.DataFrame:
    rows = []
    for place, curve in enumerate(curves):
        for line in asymptotes(curve.function, **curve.parameters):
            ends = np.array(
                [interval[0], min(0, interval[1])]
                if line.side == "left"
                else [max(0, interval[0]), interval[1]]
            )
            if ends[0] >= ends[1]:
                continue
            heights = line.slope * ends + line.intercept
            # A curve that lies on its line has no asymptote to show.
            if np.array_equal(curve.function(ends, **curve.parameters), heights):
                continue
            rows += [
                (str(place), f"{place} {line.side}", x, y)
                for x, y in zip(ends, heights, strict=True)
            ]
    return pd.DataFrame(rows, columns=["series", "line", "x", "y"])


def _kinks(curves: Sequence[Curve], interval: tuple[float, float]) -> pd.DataFrame:
    """One row for each side of each kink, with the one-sided value and slope."""
    return pd.DataFrame(
        [
            (str(place), curve.name, kink.x, side, value, slope)
            for place, curve in enumerate(curves)
            for kink in curve.kinks(interval)
            for side, value, slope in (
                (_("from the left"), kink.left_value, kink.left_slope),
                (_("from the right"), kink.right_value, kink.right_slope),
            )
        ],
        columns=["series", "name", "x", "side", "value", "slope"],
    )


@derived
def _spec(names: tuple[str, ...], words: tuple[str, str, str], guides: bool, height: int) -> dict:
    """The chart without its data: what stays the same while a slider moves."""
    x_title, f_title, d_title = words
    x = alt.X(
        "x:Q", title=x_title, scale=alt.Scale(nice=False, zero=False), axis=alt.Axis(grid=False)
    )
    series = {
        "color": alt.Color("series:N", scale=_scale(COLOURS, len(names)), legend=None),
        "strokeDash": alt.StrokeDash("series:N", scale=_scale(DASHES, len(names)), legend=None),
    }
    axis = alt.Axis(tickCount=max(2, height // 90), orient="left", grid=True)
    panels = [
        alt.layer(*_panel("f", f_title, (_UPPER, 0), axis, names, x, series, guides)),
        alt.layer(*_panel("d", d_title, (1, _LOWER), axis, names, x, series, guides)),
    ]
    rules = [reading.rule("readings", x, "x", _told(names, words))]
    if guides:
        zero = alt.Chart(_ZERO).mark_rule(color=GUIDE, strokeDash=[2, 3])
        rules.insert(0, zero.encode(x=x))
    chart = alt.layer(*rules[:-1], *panels, rules[-1]).resolve_scale(y="independent")
    return chart.properties(height=height).to_dict()


def _panel(kind, title, ends, axis, names, x, series, guides) -> list[alt.Chart]:
    """The layers of one panel; they share a y scale between two shares of the height."""
    scale = alt.Scale(
        range=[alt.ExprRef(f"height * {ends[0]}"), alt.ExprRef(f"height * {ends[1]}")], zero=False
    )

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=title, scale=scale, axis=axis)

    lines = (
        alt.Chart(data("values"))
        .transform_fold([f"{kind}{place}" for place in range(len(names))], as_=["key", "y"])
        .transform_calculate(series="slice(datum.key, 1)")
        .mark_line(strokeWidth=2.2)
        .encode(x=x, y=y("y"), **series)
    )
    layers = [lines]
    if guides:
        zero = alt.Chart(_ZERO).mark_rule(color=GUIDE, strokeDash=[2, 3])
        layers.insert(0, zero.encode(y=alt.YDatum(0, scale=scale, title=title, axis=axis)))
        value = "value" if kind == "f" else "slope"
        layers.append(
            alt.Chart(data("kinks"))
            .mark_point(filled=True, size=45, opacity=1)
            .encode(
                x=x,
                y=y(value),
                color=series["color"],
                tooltip=[
                    alt.Tooltip("name:N", title=" "),
                    alt.Tooltip("x:Q", format=".4~g", title=x["title"]),
                    alt.Tooltip("side:N", title=" "),
                    alt.Tooltip(f"{value}:Q", format=".4~g", title=title),
                ],
            )
        )
    if kind == "f":
        if guides:
            layers.append(
                alt.Chart(data("asymptotes"))
                .mark_line(strokeWidth=1, strokeDash=[3, 4], opacity=0.8)
                .encode(x=x, y=y("y"), color=series["color"], detail="line:N")
            )
        layers += _written(x, y("y"), series["color"])
    return layers


def _written(x: alt.X, y: alt.Y, colour: alt.Color) -> list[alt.Chart]:
    """A name is written in the colour of texts; a dot behind it has that of its curve."""
    labels = alt.Chart(data("labels")).encode(x=x, y=y)
    text = {"align": "right", "baseline": "bottom", "dx": -14, "dy": -4, "fontWeight": "bold"}
    dot = {"filled": True, "size": 60, "opacity": 1, "xOffset": -6, "yOffset": -9}
    return [
        labels.mark_text(**text).encode(text="name:N"),
        labels.mark_point(**dot, tooltip=None).encode(color=colour),
    ]


def _told(names: tuple[str, ...], words: tuple[str, str, str]) -> list[reading.Told]:
    """What the rule at the pointer reads: every curve."""
    told = [("x", words[0], ".4~g")]
    for place, name in enumerate(names):
        told += [
            (f"{kind}{place}", f"{name}: {word}", ".4~g")
            for kind, word in zip("fd", words[1:], strict=True)
        ]
    return told


def _scale(options: Sequence, count: int) -> alt.Scale:
    return alt.Scale(domain=[str(place) for place in range(count)], range=list(options[:count]))
