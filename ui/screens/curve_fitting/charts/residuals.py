"""What two fits leave over at the examples, in every frame of a training."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import numpy as np
import pandas as pd

from core.analysis.fits import predictions
from core.datasets import CurveData
from core.experiments.results import Run
from ui.charts import frame_codes, frame_parameter, reading
from ui.charts.palette import GUIDE
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived
from ui.screens.curve_fitting.charts import fits

HEIGHT = 340
_MOST_EXAMPLES = 121
# Between two panels this share of the height stays free.
_GAP = 0.1


def left_over(runs: Mapping[str, Run], examples: CurveData, height: int = HEIGHT) -> Picture:
    """y less its prediction, one network above the other, on the same axes.

    Args:
        runs: Trainings of the same curve under "parallel" and "serial", one of them or both.
        examples: What they learned from; of many, evenly spread ones are drawn.
        height: Pixels of all panels together.
    """
    count = max(map(len, runs.values()))
    shown = frame_codes.thinned(len(examples.train_x), _MOST_EXAMPLES)
    x, y = examples.train_x[shown], examples.train_y[shown]
    left = {
        key: fits.lengthened(y - predictions(run.experiment, examples, run.weights, x), count)
        for key, run in runs.items()
    }
    last = np.abs([values[-1] for values in left.values()])
    reach = float(np.nanmax(last, initial=0)) or 1.0
    span = next(iter(runs.values())).experiment.span
    names, parts, table = fits.names(), [], {_("x"): x}
    for (key, values), (foot, head) in zip(left.items(), _panels(len(left)), strict=True):
        # What share of the whole height a number stands at, if 0 is in the middle of its panel.
        unit = 2 * reach / (head - foot)
        low = -unit * (foot + head) / 2
        inside = np.clip(np.nan_to_num(values, nan=reach), -reach, reach)
        codes = frame_codes.encoded(inside, (low, low + unit))
        across = (x - span[0]) / (span[1] - span[0])
        place = {"x": x, "across": across, "low": low, "unit": unit}
        parts.append(pd.DataFrame({"key": key, **place, "codes": codes}))
        table[_("{name}, at the end", name=names[key])] = values[-1]
    tables = {
        "points": pd.concat(parts, ignore_index=True).assign(row=np.arange(len(x) * len(left))),
        "limits": pd.DataFrame({"x": span, "y": [-reach, reach]}),
    }
    titles = tuple((key, names[key]) for key in runs)
    return Picture(_spec(count, titles, (_("x"), _("residual: {name}")), height), tables, table)


def _panels(count: int) -> list[tuple[float, float]]:
    """Foot and head of each panel as shares of the height, the first at the top."""
    size = (1 - _GAP * (count - 1)) / count
    return [(1 - size - k * (size + _GAP), 1 - k * (size + _GAP)) for k in range(count)]


@derived
def _spec(
    count: int, titles: tuple[tuple[str, str], ...], words: tuple[str, str], height: int
) -> dict:
    x_title, y_title = words
    keys = [key for key, _name in titles]
    x = alt.X(
        "x:Q",
        title=x_title,
        scale=alt.Scale(nice=False, zero=False, padding=0),
        axis=alt.Axis(grid=False, tickCount=5),
    )
    panels = []
    for (_key, name), (foot, head) in zip(titles, _panels(len(titles)), strict=True):
        ends = [alt.ExprRef(f"height * {1 - end}") for end in (foot, head)]
        y = alt.Y(
            "y:Q",
            title=y_title.format(name=name),
            scale=alt.Scale(range=ends, nice=False),
            axis=alt.Axis(orient="left", tickCount=3, format=".3~g", gridOpacity=0.4),
        )
        panels.append(alt.Chart(data("limits")).mark_point(opacity=0).encode(x=x, y=y))
    looks = [fits.LOOKS[key][0] for key in keys]
    value = f"format(datum.low + {frame_codes.share_of('codes')} * datum.unit, '.3~g')"
    told = "null"
    for key, name in titles:
        said = {x_title: "format(datum.x, '.4~g')", y_title.format(name=name): value}
        told = f"datum.key == {key!r} ? {reading.rows(said)} : {told}"
    points = (
        alt.Chart(data("points"))
        .transform_calculate(left="width * datum.across", top=frame_codes.height_of("codes"))
        .mark_point(filled=True, size=13, opacity=0.75)
        .encode(
            x=alt.X("left:Q", scale=None),
            y=alt.Y("top:Q", scale=None),
            color=alt.Color("key:N", scale=alt.Scale(domain=keys, range=looks), legend=None),
            tooltip=reading.told_when_touched("row", told),
        )
        .add_params(frame_parameter.parameter(count), reading.touched("row"))
    )
    middles = [alt.ExprRef(f"height * {1 - sum(ends) / 2}") for ends in _panels(len(titles))]
    zeros = [
        alt.Chart(data("limits"))
        .transform_filter("datum.y > 0")
        .mark_rule(color=GUIDE, strokeWidth=1.5)
        .encode(y=alt.value(middle))
        for middle in middles
    ]
    chart = alt.layer(*panels, *zeros, points).resolve_scale(y="independent")
    return chart.properties(height=height).to_dict()
