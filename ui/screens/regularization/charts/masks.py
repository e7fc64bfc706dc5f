"""Dropout at work: which units of the first hidden layer each step of the training lets speak."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from ui.charts.palette import COLOURS
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived

_ROW, _LEAST = 5, 160
_KEPT, _EVALUATED = COLOURS[0], COLOURS[2]
# Columns between the steps and the evaluation.
_APART = 2


def masks(factors: np.ndarray) -> Picture:
    """A column for each step, and behind them one for the evaluation, in which nothing is dropped.

    Args:
        factors: What each output is multiplied by, shape (steps, units): 0, or above 1.
    """
    steps, units = factors.shape
    evaluated = np.ones((_APART, units))
    places = [*range(steps), *range(steps + _APART, steps + 2 * _APART)]
    columns = np.concatenate([factors, evaluated])
    column, unit = np.nonzero(columns)
    kinds = (_("speaks in this step, scaled up"), _("evaluation: every unit, unscaled"))
    table = pd.DataFrame(
        {
            "left": np.array(places)[column],
            "unit": unit,
            "factor": columns[column, unit],
            "kind": np.array(kinds)[(column >= steps).astype(int)],
        }
    )
    steps_said = np.where(column < steps, (column + 1).astype(str), "–")
    table = table.assign(right=table["left"] + 1, top=table["unit"] + 1, step=steps_said)
    words = (_("step of the training"), _("unit"), _("output times"))
    height = max(_LEAST, _ROW * units)
    return Picture(_spec(steps, units, words, kinds, height), {"cells": table})


@derived
def _spec(
    steps: int, units: int, words: tuple[str, str, str], kinds: tuple[str, str], height: int
) -> dict:
    step, unit, factor = words
    ticks = list(range(0, steps, 5))
    x = alt.X(
        "left:Q",
        title=step,
        scale=alt.Scale(domain=[0, steps + 2 * _APART], nice=False),
        axis=alt.Axis(values=ticks, grid=False, labelExpr="datum.value + 1", domain=False),
    )
    y = alt.Y(
        "unit:Q",
        title=unit,
        scale=alt.Scale(domain=[units, 0], nice=False),
        axis=alt.Axis(grid=False, tickCount=5, domain=False),
    )
    scale = alt.Scale(domain=list(kinds), range=[_KEPT, _EVALUATED])
    legend = alt.Legend(
        orient="top",
        title=None,
        symbolType="square",
        symbolStrokeWidth=0,
        labelLimit=300,
        # Both beside each other are wider than a phone.
        columns=1,
    )
    return (
        alt.Chart(data("cells"))
        .mark_rect()
        .encode(
            x=x,
            x2="right:Q",
            y=y,
            y2="top:Q",
            color=alt.Color("kind:N", scale=scale, legend=legend),
            tooltip=[
                alt.Tooltip("kind:N", title=" "),
                alt.Tooltip("step:N", title=step),
                alt.Tooltip("unit:Q", title=unit),
                alt.Tooltip("factor:Q", format=".3~g", title=factor),
            ],
        )
        .properties(height=height)
        .to_dict()
    )
