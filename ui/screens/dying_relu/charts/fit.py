"""A curve's examples, its law, and what a network makes of it in every frame of a training."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from core.datasets import CurveData
from core.experiments import CurveFit
from core.experiments.results import Run
from ui.charts import frame_codes, frame_parameter, reading
from ui.charts.palette import COLOURS, DASHES, GUIDE
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived

HEIGHT = 230
_MOST_EXAMPLES = 401
_MOST_PLACES = 201
# The axis of y leaves this share of its length free beyond the examples.
_FREE = 0.06


def fit(run: Run, examples: CurveData, height: int = HEIGHT) -> Picture:
    """The fit of every frame over the examples and the law.

    Args:
        run: A training of a `CurveFit`.
        examples: What it learned from.
        height: Pixels.
    """
    task = run.experiment
    tables = _still(task, examples)
    places = frame_codes.thinned(len(task.grid), _MOST_PLACES)
    codes = frame_codes.encoded(run.predictions[:, places], tuple(tables["limits"]["y"]))
    x = task.grid[places]
    tables["fit"] = pd.DataFrame({"x": x, "codes": codes})
    shown = {_("x"): x} | ({_("law"): task.law(x)} if len(tables["law"]) else {})
    shown[_("{name}, at the end", name=_("fit"))] = run.predictions[-1, places]
    spec = _spec(len(run), len(tables["law"]) > 0, _words(), len(places), height)
    return Picture(spec, tables, shown)


def still(task: CurveFit, examples: CurveData, height: int = HEIGHT) -> Picture:
    """The examples and the law alone, on the same axes.

    Args:
        task: Which curve.
        examples: Its examples.
        height: Pixels.
    """
    tables = _still(task, examples)
    return Picture(_spec(0, len(tables["law"]) > 0, _words(), 0, height), tables)


def _words() -> tuple[str, ...]:
    return _("x"), _("y"), _("law"), _("fit"), _("example")


def _still(task: CurveFit, examples: CurveData) -> dict[str, pd.DataFrame]:
    shown = frame_codes.thinned(len(examples.train_x), _MOST_EXAMPLES)
    low, high = float(examples.train_y.min()), float(examples.train_y.max())
    free = _FREE * (high - low) or 1.0
    law = task.law(task.grid)
    known = {"x": [], "y": []} if law is None else {"x": task.grid, "y": law}
    return {
        "limits": pd.DataFrame({"y": [low - free, high + free]}),
        "examples": pd.DataFrame({"x": examples.train_x[shown], "y": examples.train_y[shown]}),
        "law": pd.DataFrame(known, dtype=np.float64),
    }


@derived
def _spec(count: int, known: bool, words: tuple[str, ...], places: int, height: int) -> dict:
    """The chart without its data; `count` is the number of frames, 0 for the examples alone.

    Only where the law is `known` does the legend name it.
    """
    x_title, y_title, law, fitted, example = words
    x = alt.X("x:Q", title=x_title, scale=alt.Scale(nice=False, zero=False), axis=_AXIS)
    y = alt.Y("y:Q", title=y_title, scale=alt.Scale(nice=False, zero=False), axis=_AXIS)
    names = [law, fitted] if count else [law]
    legend = alt.Legend(
        orient="top",
        title=None,
        symbolType="stroke",
        symbolSize=400,
        values=names if known else names[1:],
    )

    def styled(options: tuple) -> alt.Scale:
        return alt.Scale(domain=names, range=list(options[: len(names)]))

    looks = {
        "color": alt.Color("name:N", scale=styled((COLOURS[1], COLOURS[0])), legend=legend),
        "strokeDash": alt.StrokeDash("name:N", scale=styled((DASHES[1], DASHES[0])), legend=legend),
    }
    points = alt.Chart(data("examples")).mark_point(color=GUIDE, filled=True, size=14, opacity=0.55)
    tips = [
        alt.Tooltip("x:Q", format=".4~g", title=f"{example}: {x_title}"),
        alt.Tooltip("y:Q", format=".4~g", title=y_title),
    ]
    layers = [
        alt.Chart(data("limits")).mark_point(opacity=0).encode(y=y),
        points.encode(x=x, y=y, tooltip=tips),
        alt.Chart(data("law"))
        .transform_calculate(name=repr(law))
        .mark_line(strokeWidth=1.6, clip=True)
        .encode(x=x, y=y, **looks),
    ]
    if count:
        layers.append(
            alt.Chart(data("fit"))
            .transform_calculate(top=frame_codes.height_of("codes"), name=repr(fitted))
            .mark_line(strokeWidth=2.6, clip=True)
            .encode(x=x, y=alt.Y("top:Q", scale=None), **looks)
            .add_params(frame_parameter.parameter(count))
        )
        said = {x_title: "format(datum.x, '.4~g')", fitted: frame_codes.value_of("codes")}
        layers.append(reading.strips(alt.Chart(data("fit")), x, "x", places, said))
    return alt.layer(*layers).properties(height=height).to_dict()


_AXIS = alt.Axis(grid=False, tickCount=5)
