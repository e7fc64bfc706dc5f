"""What each unit adds to a fit, and their sum as one after the other is added."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from core.analysis.fits import contributions
from core.datasets import CurveData
from core.experiments.results import Run
from ui.charts import frame_codes, frame_parameter, reading
from ui.charts.palette import COLOURS, GUIDE
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived
from ui.screens.curve_fitting.charts import fits

HEIGHT = 340
ADDED = "added"
"""The parameter that says how many units are added, from 0: the bias alone."""

MOST_PARTS = 12
_MOST_PLACES = 81
_FREE = 0.05


def parts(run: Run, examples: CurveData, in_order: bool = False, height: int = HEIGHT) -> Picture:
    """Every unit's output times its weight, for every frame; the browser adds them up.

    Args:
        run: A training of a network with one hidden layer.
        examples: What it learned from.
        in_order: Whether units are added in their own order; else the one that moves the fit the
            most comes first.
        height: Pixels.
    """
    task = run.experiment
    places = frame_codes.thinned(len(task.grid), _MOST_PLACES)
    x = task.grid[places]
    values, bias = contributions(task, examples, run.weights, x)
    names, values = _together(values, in_order)
    names = [_("bias of the output"), *names]
    level = np.broadcast_to(bias[:, None, None], (len(run), 1, len(x)))
    values = np.concatenate([level, values], axis=1)
    # Weights that have diverged have no place on any axis.
    values = np.nan_to_num(values, posinf=0, neginf=0)
    whole = run.predictions[:, places]
    low, high = _limits(values[-1], whole[-1])
    # Numbers of the parts are shares of the largest, those of the axis of its own length.
    most = float(np.abs(values).max()) or 1.0
    across = (x - task.span[0]) / (task.span[1] - task.span[0])
    rows = [
        pd.DataFrame(
            {
                "order": order,
                "unit": name,
                "across": across,
                "codes": frame_codes.encoded(values[:, order], (0, most)),
                "scale": most / (high - low),
                "foot": low / (high - low),
            }
        )
        for order, name in enumerate(names)
    ]
    tables = {
        "parts": pd.concat(rows, ignore_index=True),
        "whole": pd.DataFrame(
            {"x": x, "across": across, "codes": frame_codes.encoded(whole, (low, high))}
        ),
        "limits": pd.DataFrame({"x": task.span, "y": [low, high]}),
    }
    words = (_("x"), _("y"), _("sum of those added"), _("the fit"), _("last added"), _("unit"))
    shown = {words[0]: x, **dict(zip(names, values[-1], strict=True))}
    shown[_("{name}, at the end", name=words[3])] = whole[-1]
    return Picture(_spec(len(run), len(names) - 1, (*words, len(x)), height), tables, shown)


def count(run: Run) -> int:
    """How many units there are to add, those that are added together as one."""
    return min(run.experiment.hidden[0], MOST_PARTS)


def _together(values: np.ndarray, in_order: bool) -> tuple[list[str], np.ndarray]:
    """Units in the order in which they are added, of very many the smallest as one."""
    units = values.shape[1]
    order = np.arange(units)
    if not in_order:
        order = np.argsort(-np.nan_to_num(np.ptp(values[-1], axis=1)), kind="stable")
    names = [_("unit {number}", number=unit + 1) for unit in order]
    values = values[:, order]
    if units <= MOST_PARTS:
        return names, values
    own = MOST_PARTS - 1
    rest = values[:, own:].sum(axis=1, keepdims=True)
    names = [*names[:own], _("the {count} others", count=units - own)]
    return names, np.concatenate([values[:, :own], rest], axis=1)


def _limits(values: np.ndarray, whole: np.ndarray) -> tuple[float, float]:
    seen = np.concatenate([values.ravel(), whole[np.isfinite(whole)]])
    low, high = float(seen.min()), float(seen.max())
    free = _FREE * (high - low) or 1.0
    return low - free, high + free


@derived
def _spec(count: int, units: int, words: tuple[str, ...], height: int) -> dict:
    """The chart without its data; `count` is the number of frames."""
    x_title, y_title, total, whole, newest, unit, places = words
    axis = alt.Axis(grid=False, tickCount=6)
    scale = alt.Scale(nice=False, zero=False, padding=0)
    ends = alt.Chart(data("limits")).mark_point(opacity=0)
    ends = ends.encode(
        x=alt.X("x:Q", title=x_title, scale=scale, axis=axis),
        y=alt.Y("y:Q", title=y_title, scale=scale, axis=axis),
    )
    looks = _looks(total, whole, newest)
    left = alt.X("left:Q", scale=None)
    top = alt.Y("top:Q", scale=None)
    path = alt.Order("across:Q")
    # What is not shown is not worked out either.
    each = _moved(f"datum.order <= {ADDED}").encode(x=left, y=top, order=path, detail="order:N")
    lines = each.mark_line(clip=True, strokeWidth=1.3, color=GUIDE)
    # Above what else tells something, and wider, so that a thin line is easily met.
    named = each.mark_line(clip=True, strokeWidth=7, opacity=0).encode(
        tooltip=alt.Tooltip("unit:N", title=unit)
    )
    last = (
        _moved(f"datum.order == {ADDED}")
        .transform_calculate(name=repr(newest))
        .mark_line(clip=True, strokeWidth=2.5)
        .encode(x=left, y=top, order=path, **looks)
    )
    reference = (
        alt.Chart(data("whole"))
        .transform_calculate(
            name=repr(whole), left="width * datum.across", top=frame_codes.height_of("codes")
        )
        .mark_line(clip=True, strokeWidth=2)
        .encode(x=left, y=top, order=path, **looks)
    )
    summed = (
        _summed(total)
        .mark_line(clip=True, strokeWidth=3.5)
        .encode(x=left, y=top, order=path, **looks)
    )
    said = {x_title: "format(datum.x, '.4~g')", whole: frame_codes.value_of("codes")}
    table = alt.Chart(data("whole")).transform_calculate(left="width * datum.across")
    strips = reading.strips(table, left, "across", places, said)
    chart = alt.layer(ends, lines, last, summed, reference, strips, named)
    added = alt.binding_range(min=0, max=units, step=1, name=ADDED)
    chart = chart.add_params(
        frame_parameter.parameter(count), alt.param(name=ADDED, value=units, bind=added)
    )
    return chart.properties(height=height).to_dict()


_HEIGHT_OF = "height * (1 + datum.foot - datum.scale * datum.share)"


def _moved(chosen: str) -> alt.Chart:
    """The parts for which an expression is true, where they lie in the frame that is shown."""
    return (
        alt.Chart(data("parts"))
        .transform_filter(chosen)
        .transform_calculate(share=frame_codes.share_of("codes"), left="width * datum.across")
        .transform_calculate(top=_HEIGHT_OF)
    )


def _summed(name: str) -> alt.Chart:
    """The sum of the parts that are added."""
    return (
        alt.Chart(data("parts"))
        .transform_filter(f"datum.order <= {ADDED}")
        .transform_calculate(share=frame_codes.share_of("codes"))
        .transform_aggregate(share="sum(share)", groupby=["across", "scale", "foot"])
        .transform_calculate(name=repr(name), left="width * datum.across", top=_HEIGHT_OF)
    )


def _looks(total: str, whole: str, newest: str) -> dict:
    styles = {total: fits.LOOKS["parallel"], whole: (GUIDE, [2, 3]), newest: (COLOURS[4], [1, 0])}
    # In two columns all names have room on a phone.
    legend = alt.Legend(
        orient="top", title=None, symbolType="stroke", symbolSize=500, columns=2, labelLimit=200
    )

    def styled(place: int) -> alt.Scale:
        return alt.Scale(domain=list(styles), range=[style[place] for style in styles.values()])

    return {
        "color": alt.Color("name:N", scale=styled(0), legend=legend),
        "strokeDash": alt.StrokeDash("name:N", scale=styled(1), legend=legend),
    }
