"""What charts over the epochs of a training share: their axis, and the rule at the frame shown."""

from __future__ import annotations

import altair as alt

from ui.charts import frame_parameter
from ui.charts.palette import COLOURS
from ui.charts.picture import data

SCALE = alt.Scale(nice=False, zero=False)


def axis(title: str) -> alt.X:
    """The axis of the column "epoch"."""
    ticks = alt.Axis(grid=False, tickCount=5, tickMinStep=1, format=",d")
    return alt.X("epoch:Q", title=title, scale=SCALE, axis=ticks)


def rule(count: int) -> alt.Chart:
    """Stands at the frame that is shown, one of `count`.

    The table "frames" holds their numbers, and the share of the axis that lies before each.
    """
    return (
        alt.Chart(data("frames"))
        .transform_filter(f"datum.number == {frame_parameter.NAME}")
        .transform_calculate(x="width * datum.share")
        .mark_rule(color=COLOURS[4], strokeWidth=2)
        # In pixels: what comes and goes with the frame would have the axes worked out anew.
        .encode(x=alt.X("x:Q", scale=None))
        .add_params(frame_parameter.parameter(count))
    )
