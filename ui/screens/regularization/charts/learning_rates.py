"""The learning rate of every variant over its steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from core.experiments.race_results import Lane
from ui.charts import frame_codes, reading
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived
from ui.screens.regularization.charts import line_ends, looks

HEIGHT = 300
_MOST_STEPS, _MOST_READINGS = 400, 200
# Pixels of the height that the axis and its title take.
_AROUND = 70


def rates(lanes: Mapping[str, Lane], names: Sequence[str], height: int = HEIGHT) -> Picture:
    """What each step was multiplied by.

    Args:
        lanes: How each variant has run, by its name, at least one step each.
        names: Of all variants of the race, in order: they decide the colours.
        height: Pixels.
    """
    rows, last = [], {}
    for name, lane in lanes.items():
        places = frame_codes.thinned(len(lane.rate_steps), _MOST_STEPS)
        steps, found = lane.rate_steps[places], lane.rates[places]
        rows.append(pd.DataFrame({"step": steps, "value": found, "name": name}))
        last[name] = float(steps[-1]), float(found[-1])
    table = pd.concat(rows, ignore_index=True)
    end, high = float(table["step"].max()), 1.05 * float(table["value"].max())
    ends = line_ends.table(last, (0.0, high), False, height - _AROUND).rename(columns={"x": "step"})
    tables = {
        "rates": table,
        "readings": table.iloc[:: -(-len(table) // _MOST_READINGS)],
        "ends": ends.assign(until=end),
        "limits": pd.DataFrame({"step": [0, max(end, 1)], "value": [0.0, high]}),
    }
    return Picture(_spec(tuple(names), (_("step"), _("learning rate")), height), tables)


@derived
def _spec(names: tuple[str, ...], words: tuple[str, str], height: int) -> dict:
    step, title = words
    axis = alt.Axis(grid=False, tickCount=6, format="~s")
    x = alt.X("step:Q", title=step, scale=alt.Scale(nice=False), axis=axis)
    scale = alt.Scale(nice=False)
    y = alt.Y("value:Q", title=title, scale=scale, axis=alt.Axis(tickCount=5, format=".2~g"))
    colour, dash = looks.colour(names), looks.dash(names)
    told = [("name", " ", ""), ("step", step, ","), ("value", title, ".4~g")]
    lines = alt.Chart(data("rates")).mark_line(strokeWidth=2.4)
    return (
        alt.layer(
            alt.Chart(data("limits")).mark_point(opacity=0).encode(x=x, y=y),
            lines.encode(x=x, y=y, color=colour, strokeDash=dash),
            *line_ends.layers(x, y, colour, dash),
            reading.nearest("readings", {"x": x, "y": y}, told),
        )
        .properties(height=height)
        .to_dict()
    )
