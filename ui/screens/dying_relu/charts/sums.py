"""What one hidden unit adds up over the data, and which examples switch it on, in every frame."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from ui.charts import frame_codes, frame_parameter, reading
from ui.charts.palette import COLOURS, DASHES, GUIDE
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived
from ui.screens.dying_relu.charts import ticks

HEIGHT = 230
_MOST_EXAMPLES = 101
_PADDING = {"left": 5, "right": 8, "top": 5, "bottom": 5}
_ON, _OFF = COLOURS[0], COLOURS[1]


def domain(sums: np.ndarray) -> tuple[float, float]:
    """A range of the axis that holds 0 and all sums, shape (frames, n), and words above them."""
    low, high = min(float(sums.min()), 0.0), max(float(sums.max()), 0.0)
    reach = high - low or 1.0
    return low - 0.08 * reach, high + 0.22 * reach


def unit(
    places: tuple[np.ndarray, np.ndarray],
    examples: tuple[np.ndarray, np.ndarray],
    on: np.ndarray,
    limits: tuple[float, float],
    height: int = HEIGHT,
    legend: bool = True,
) -> Picture:
    """The pre-activations of one unit over x: a line, and the examples on it.

    Args:
        places: x of the line, shape (n,), and the sums there, shape (frames, n).
        examples: x of the examples, shape (m,), and the sums there, shape (frames, m).
        on: Which examples reach a place where the unit's function has a slope, shape (frames, m).
        limits: From where to where the axis of the sums goes.
        height: Pixels.
        legend: Whether it says what the marks of the examples mean.
    """
    count = len(on)
    x, sums = examples
    shown = frame_codes.thinned(len(x), _MOST_EXAMPLES)
    counted = [
        _("on for {count} of {total} examples", count=int(number), total=len(x))
        for number in on.sum(axis=1)
    ]
    tables = {
        "limits": pd.DataFrame({"y": limits}),
        "line": pd.DataFrame({"x": places[0], "codes": frame_codes.encoded(places[1], limits)}),
        "examples": pd.DataFrame(
            {
                "x": x[shown],
                "codes": frame_codes.encoded(sums[:, shown], limits),
                "on": frame_codes.flags(on[:, shown]),
            }
        ),
        "counts": pd.DataFrame({"frame": range(count), "text": counted}),
        "zero": pd.DataFrame({"y": [0.0]}),
    }
    words = (_("x"), _("pre-activation"), _("on"), _("off"))
    table = {
        words[0]: x[shown],
        _("{name}, at the end", name=words[1]): sums[-1, shown],
        _("state"): np.where(on[-1, shown], words[2], words[3]),
    }
    return Picture(_spec(count, words, len(places[0]), height, legend), tables, table)


@derived
def _spec(count: int, words: tuple[str, ...], places: int, height: int, legend: bool) -> dict:
    x_title, y_title, on, off = words
    scale = alt.Scale(nice=False, zero=False)
    axis = {"grid": False, "tickCount": 5}
    x = alt.X("x:Q", title=x_title, scale=scale, axis=alt.Axis(**axis))
    y = alt.Y("y:Q", title=y_title, scale=scale, axis=alt.Axis(**axis, **ticks.SHORT))
    top = alt.Y("top:Q", scale=None)
    marks = alt.Legend(orient="top", title=None, symbolSize=60, symbolStrokeWidth=1.5)
    marks = marks if legend else None
    names = [on, off]
    moved = alt.Chart(data("line")).transform_calculate(top=frame_codes.height_of("codes"))
    points = alt.Chart(data("examples")).transform_calculate(
        top=frame_codes.height_of("codes"), name=f"{frame_codes.flag('on')} ? {on!r} : {off!r}"
    )
    number = (
        alt.Chart(data("counts"))
        .transform_filter(f"datum.frame == {frame_parameter.NAME}")
        .mark_text(align="right", baseline="top", dx=-4, dy=4, fontWeight="bold")
        .encode(text="text:N", x=alt.value("width"), y=alt.value(0))
    )
    layers = [
        alt.Chart(data("limits")).mark_point(opacity=0).encode(y=y),
        alt.Chart(data("zero")).mark_rule(color=GUIDE, strokeDash=DASHES[1]).encode(y=y),
        moved.mark_line(color=GUIDE, strokeWidth=1.5, clip=True)
        .encode(x=x, y=top)
        .add_params(frame_parameter.parameter(count)),
        points.mark_point(filled=True, size=34, opacity=0.9, clip=True).encode(
            x=x,
            y=top,
            color=alt.Color(
                "name:N", scale=alt.Scale(domain=names, range=[_ON, _OFF]), legend=marks
            ),
            shape=alt.Shape(
                "name:N",
                scale=alt.Scale(domain=names, range=["circle", "triangle-down"]),
                legend=marks,
            ),
        ),
        number,
        reading.strips(
            alt.Chart(data("line")),
            x,
            "x",
            places,
            {x_title: "format(datum.x, '.4~g')", y_title: frame_codes.value_of("codes")},
        ),
    ]
    # The last label of the x axis reaches beyond the view.
    return alt.layer(*layers).properties(height=height, padding=_PADDING).to_dict()
