"""A neuron: what its inputs add up to, and the step that decides."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from core.studies.why_nonlinear.linearity import Firing
from ui.charts.palette import COLOURS, FIRST_CLASS, GUIDE, SECOND_CLASS
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived

_FIRES = COLOURS[2]
_PRODUCTS = ("x₁w₁", "x₂w₂", "x₃w₃")


def summing(firing: Firing, threshold: float, height: int = 300) -> Picture:
    """Products stacked on one another, their sum, and the threshold it must reach.

    Args:
        firing: A neuron with three inputs.
        threshold: What the sum is compared with.
        height: Pixels.
    """
    steps = np.cumsum((0.0, *firing.products))
    total = _("sum")
    rises = [_("excites") if product >= 0 else _("inhibits") for product in firing.products]
    decision = _("fires") if firing.fires else _("stays silent")
    bars = pd.DataFrame(
        {
            "name": [*_PRODUCTS, total],
            "start": [*steps[:-1], 0.0],
            "end": [*steps[1:], firing.total],
            "value": [*firing.products, firing.total],
            "kind": [*rises, decision],
        }
    )
    bars["label"] = [f"{value:+z.2f}".replace("-", "−") for value in bars["value"]]
    bars["top"] = bars[["start", "end"]].max(axis=1)
    line = pd.DataFrame(
        {"y": [threshold], "label": [_("threshold {value}", value=f"{threshold:g}")]}
    )
    kinds = (_("excites"), _("inhibits"), _("fires"), _("stays silent"))
    words = (_("product of input and weight"), _("running sum"), _("value"))
    spec = _summing_spec((*_PRODUCTS, total), kinds, words, height)
    return Picture(spec, {"bars": bars, "threshold": line})


@derived
def _summing_spec(
    names: tuple[str, ...], kinds: tuple[str, ...], words: tuple[str, str, str], height: int
) -> dict:
    x_title, y_title, value = words
    x = alt.X("name:N", title=x_title, sort=list(names), axis=alt.Axis(labelAngle=0))
    bars = alt.Chart(data("bars")).encode(x=x)
    colour = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=list(kinds), range=[FIRST_CLASS, SECOND_CLASS, _FIRES, GUIDE]),
        legend=alt.Legend(orient="top", title=None, columns=4),
    )
    threshold = alt.Chart(data("threshold")).encode(y=alt.Y("y:Q", title=y_title))
    chart = alt.layer(
        bars.mark_bar(size=38).encode(
            y=alt.Y("start:Q", title=y_title),
            y2="end:Q",
            color=colour,
            tooltip=[
                alt.Tooltip("name:N", title=x_title),
                alt.Tooltip("value:Q", format=".4~g", title=value),
                alt.Tooltip("kind:N", title=" "),
            ],
        ),
        bars.mark_text(dy=-8, fontWeight="bold").encode(y="top:Q", text="label:N"),
        threshold.mark_rule(color=_FIRES, strokeWidth=2, strokeDash=[6, 4]),
        threshold.mark_text(align="left", dx=3, dy=-8, fontWeight="bold").encode(
            x=alt.value(0), text="label:N"
        ),
    )
    return chart.properties(height=height).to_dict()


def step(firing: Firing, threshold: float, height: int = 300) -> Picture:
    """The neuron's output over the sum of its inputs: a step at the threshold.

    Args:
        firing: The neuron, marked on the step.
        threshold: Where the step is.
        height: Pixels.
    """
    low, high = min(firing.total, threshold) - 1.5, max(firing.total, threshold) + 1.5
    tables = {
        "step": pd.DataFrame(
            {"x": [low, threshold, threshold, threshold, high], "y": [0, 0, np.nan, 1, 1]}
        ),
        "edge": pd.DataFrame({"x": [threshold], "y": [0], "end": [1]}),
        "now": pd.DataFrame({"x": [firing.total], "y": [int(firing.fires)]}),
    }
    return Picture(_step_spec((_("sum"), _("output")), height), tables)


@derived
def _step_spec(words: tuple[str, str], height: int) -> dict:
    x = alt.X("x:Q", title=words[0], scale=alt.Scale(nice=False, zero=False))
    y = alt.Y(
        "y:Q", title=words[1], scale=alt.Scale(domain=[-0.1, 1.1]), axis=alt.Axis(values=[0, 1])
    )
    chart = alt.layer(
        alt.Chart(data("edge")).mark_rule(color=_FIRES, strokeDash=[6, 4]).encode(x, y, y2="end:Q"),
        alt.Chart(data("step")).mark_line(color=FIRST_CLASS, strokeWidth=2.6).encode(x=x, y=y),
        alt.Chart(data("now"))
        .mark_point(filled=True, size=140, color=SECOND_CLASS, opacity=1)
        .encode(
            x=x,
            y=y,
            tooltip=[
                alt.Tooltip("x:Q", format=".4~g", title=words[0]),
                alt.Tooltip("y:Q", title=words[1]),
            ],
        ),
    )
    return chart.properties(height=height).to_dict()
