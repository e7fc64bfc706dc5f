"""What one hidden unit adds up over the data, and which examples switch it on, in every frame."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from core.experiments.results import Run
from core.studies.dying_relu.findings import PLACES
from ui.charts import frame_codes, frame_parameter, reading
from ui.charts.palette import COLOURS, DASHES, GUIDE
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived
from ui.screens.dying_relu.charts import ticks

HEIGHT = 230
_PADDING = {"left": 5, "right": 8, "top": 5, "bottom": 5}
_ON, _OFF = COLOURS[0], COLOURS[1]


def unit(
    run: Run,
    number: int,
    frames: slice,
    beside: slice,
    height: int = HEIGHT,
    legend: bool = True,
) -> Picture:
    """The pre-activations of one unit over x: a line, and the examples on it.

    Args:
        run: A training that was looked at by `core.studies.dying_relu.findings.look`.
        number: Of the unit among all hidden units, from 0.
        frames: Those to show.
        beside: Those whose sums the axis is to hold.
        height: Pixels.
        legend: Whether it says what the marks of the examples mean.
    """
    data, found = run.experiment.load(), run.found.sums
    x, sums = data.train_x[found.shown], found.at_examples[frames, number]
    on, over_x = found.on[frames, number], found.over_x[frames, number]
    limits = _domain(found.low[beside, number], found.high[beside, number])
    count, places = len(on), run.experiment.grid[PLACES]
    counted = [
        _("on for {count} of {total} examples", count=int(shown), total=len(data.train_x))
        for shown in found.count[frames, number]
    ]
    tables = {
        "limits": pd.DataFrame({"y": limits}),
        "line": pd.DataFrame({"x": places, "codes": frame_codes.encoded(over_x, limits)}),
        "examples": pd.DataFrame(
            {
                "x": x,
                "codes": frame_codes.encoded(sums, limits),
                "on": frame_codes.flags(on),
            }
        ),
        "counts": pd.DataFrame({"frame": range(count), "text": counted}),
        "zero": pd.DataFrame({"y": [0.0]}),
    }
    words = (_("x"), _("pre-activation"), _("on"), _("off"))
    table = {
        words[0]: x,
        _("{name}, at the end", name=words[1]): sums[-1],
        _("state"): np.where(on[-1], words[2], words[3]),
    }
    return Picture(_spec(count, words, len(places), height, legend), tables, table)


def _domain(lows: np.ndarray, highs: np.ndarray) -> tuple[float, float]:
    """A range of the axis that holds 0 and all sums between these, and words above them."""
    low, high = min(float(lows.min()), 0.0), max(float(highs.max()), 0.0)
    reach = high - low or 1.0
    return low - 0.08 * reach, high + 0.22 * reach


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
