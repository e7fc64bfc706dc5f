"""How many units are dead at the end, and how large the loss, against the learning rate."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from core.studies.dying_relu.rates import Rates
from ui.charts.palette import COLOURS, DASHES, GUIDE
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived
from ui.screens.dying_relu.charts import ticks

HEIGHT = 330


def dead(found: Rates, rate: float, height: int = HEIGHT) -> Picture:
    """The share of dead units of every start, with mean and quartiles.

    Args:
        found: Trainings with several rates and starts; those that diverged are left out.
        rate: The rate that the screen shows, marked.
        height: Pixels.
    """
    words = (_("learning rate (log)"), _("share of dead units at the end"))
    tables = _tables(found, found.dead) | {
        "before": pd.DataFrame({"value": [float(found.dead_before.mean())]}),
        "now": pd.DataFrame({"rate": [rate]}),
    }
    return Picture(_spec(words, (_("mean"), *_names()), True, height), tables)


def losses(found: Rates, rate: float, height: int = HEIGHT) -> Picture:
    """The loss at the end of every start, likewise.

    Args:
        found: As in `dead`.
        rate: Likewise.
        height: Pixels.
    """
    words = (_("learning rate (log)"), _("loss at the end (log)"))
    floor = found.fit.load().noise_floor
    tables = _tables(found, found.losses) | {
        "before": pd.DataFrame({"value": [floor] if floor else []}, dtype=np.float64),
        "now": pd.DataFrame({"rate": [rate]}),
    }
    return Picture(_spec(words, (_("median"), *_names()), False, height), tables)


def _names() -> tuple[str, ...]:
    return _("half of the starts"), _("one start")


def _tables(found: Rates, values: np.ndarray) -> dict[str, pd.DataFrame]:
    rows, ranges = [], []
    for rate, of_rate, losses_of_rate in zip(found.rates, values, found.losses, strict=True):
        ended = of_rate[np.isfinite(losses_of_rate)]
        rows += [(rate, value) for value in ended]
        if len(ended):
            low, middle, high = np.quantile(ended, (0.25, 0.5, 0.75))
            ranges.append((rate, low, high, float(ended.mean()), middle))
    return {
        "starts": pd.DataFrame(rows, columns=["rate", "value"]),
        "ranges": pd.DataFrame(ranges, columns=["rate", "low", "high", "mean", "median"]),
    }


@derived
def _spec(words: tuple[str, str], names: tuple[str, ...], share: bool, height: int) -> dict:
    x_title, y_title = words
    middle_name, half, one = names
    x = alt.X(
        "rate:Q",
        title=x_title,
        scale=alt.Scale(type="log", nice=False, padding=14),
        axis=alt.Axis(grid=False, values=[0.001, 0.01, 0.1, 1], format="~g"),
    )
    scale = alt.Scale(domain=[0, 1]) if share else alt.Scale(type="log", nice=False, padding=8)
    labels = {"format": ".0%"} if share else ticks.SHORT
    axis = alt.Axis(tickCount=5, grid=True, gridOpacity=0.4, orient="left", **labels)
    form = ".1%" if share else ".4~g"

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=y_title, scale=scale, axis=axis)

    def reading(field: str, title: str) -> alt.Tooltip:
        return alt.Tooltip(f"{field}:Q", title=title, format=form)

    base = alt.Chart(data("ranges"))
    rate = alt.Tooltip("rate:Q", title=x_title, format="~g")
    # The mean of shares is a share of all units; the mean of losses would be that of the worst.
    middle = "mean" if share else "median"
    layers = [
        alt.Chart(data("now")).mark_rule(color=COLOURS[4], strokeWidth=1.5).encode(x=x),
        alt.Chart(data("before"))
        .mark_rule(color=GUIDE, strokeDash=DASHES[1], strokeWidth=1.5)
        .encode(y=y("value")),
        alt.Chart(data("starts"))
        .mark_point(filled=True, size=26, opacity=0.35, color=COLOURS[0])
        .encode(x=x, y=y("value"), tooltip=[rate, reading("value", one)]),
        base.mark_rule(color=COLOURS[0], strokeWidth=7, opacity=0.4).encode(
            x=x,
            y=y("low"),
            y2="high:Q",
            tooltip=[rate, reading("low", f"{half} ≥"), reading("high", f"{half} ≤")],
        ),
        base.mark_line(color=COLOURS[1], strokeWidth=2.4).encode(x=x, y=y(middle)),
        base.mark_point(size=70, filled=True, color=COLOURS[1], shape="diamond", opacity=1).encode(
            x=x, y=y(middle), tooltip=[rate, reading(middle, middle_name)]
        ),
    ]
    return alt.layer(*layers).properties(height=height).to_dict()
