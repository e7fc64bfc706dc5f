"""The error of two networks over the epochs, on a logarithmic axis, with the noise below it."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import numpy as np
import pandas as pd

from core.experiments.results import Run
from ui.charts import epoch_axis, reading
from ui.charts.losses import thinned
from ui.charts.palette import COLOURS, DASHES
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived
from ui.screens.curve_fitting.charts import fits

HEIGHT = 340
_MOST_READINGS = 100
_HELD = {"parallel": (COLOURS[0], DASHES[2]), "serial": (COLOURS[1], DASHES[6])}


def history(runs: Mapping[str, Run], floor: float | None, height: int = HEIGHT) -> Picture:
    """Mean squared errors over the epochs, of training and held-out examples.

    Args:
        runs: Trainings under "parallel" and "serial", one of them or both.
        floor: The error of the law itself; None if nobody knows it.
        height: Pixels.
    """
    longest = max(runs.values(), key=len)
    last = max(max(len(run.history), int(run.epochs[-1])) for run in runs.values())
    curves = {}
    for key, run in runs.items():
        curves[key] = run.history.loss
        if run.history.held_loss is not None:
            curves[f"{key} held"] = run.history.held_loss
    rows = [_rows(key, losses) for key, losses in curves.items()]
    table = pd.concat(rows, ignore_index=True)
    readings = table.pivot_table(index="epoch", columns="key", values="loss").reset_index()
    every = max(1, len(readings) // _MOST_READINGS)
    ends = table[table["key"].isin(list(runs))].groupby("key", sort=False).tail(1)
    tables = {
        "history": table,
        "readings": readings.iloc[::every],
        "frames": pd.DataFrame({"number": range(len(longest)), "share": longest.epochs / last}),
        "ends": pd.DataFrame({"epoch": [0, last]}),
        "names": ends,
        "floor": pd.DataFrame({"loss": [floor] if floor else []}, dtype=np.float64),
    }
    drawn = {*curves, "floor"} if floor else {*curves}
    named = tuple((key, name) for key, name in _names().items() if key in drawn)
    words = (_("epoch"), _("mean squared error"))
    return Picture(_spec(len(longest), named, words, height), tables)


def _names() -> dict[str, str]:
    named = fits.names()
    held = {f"{key} held": _("{name}, held out", name=name) for key, name in named.items()}
    return {**named, **held, "floor": _("noise floor")}


def _rows(key: str, losses: np.ndarray) -> pd.DataFrame:
    rows = thinned(losses)
    table = pd.DataFrame({"epoch": rows + 1, "key": key, "loss": losses[rows].astype(np.float64)})
    # A logarithmic axis has no place for others.
    return table[np.isfinite(table["loss"]) & (table["loss"] > 0)]


@derived
def _spec(
    count: int, named: tuple[tuple[str, str], ...], words: tuple[str, str], height: int
) -> dict:
    epoch, loss = words
    looks = _looks(named)
    name = " : ".join([*(f"datum.key == '{key}' ? {text!r}" for key, text in named), "''"])
    x = epoch_axis.axis(epoch)
    y = alt.Y(
        "loss:Q",
        title=loss,
        scale=alt.Scale(type="log", nice=False, padding=6),
        axis=alt.Axis(tickCount=5, format=",.12~g", gridOpacity=0.4),
    )
    floor = (
        alt.Chart(data("floor"))
        .transform_calculate(key="'floor'")
        .transform_calculate(name=name)
        .mark_rule(strokeWidth=1.8)
        .encode(y=y, **looks)
    )
    lines = (
        alt.Chart(data("history"))
        .transform_calculate(name=name)
        .mark_line(strokeWidth=2.2)
        .encode(x=x, y=y, **looks)
    )
    ends = (
        alt.Chart(data("names"))
        .transform_calculate(name=name)
        .mark_text(align="left", baseline="middle", dx=6, fontSize=12, fontWeight="bold")
        .encode(x=x, y=y, text="name:N")
    )
    start = alt.Chart(data("ends")).mark_point(opacity=0).encode(x=x)
    told = [("epoch", epoch, ",")]
    told += [(key, text, ".4~g") for key, text in named if key != "floor"]
    pointer = reading.rule("readings", x, "epoch", told)
    chart = alt.layer(start, floor, lines, ends, epoch_axis.rule(count), pointer)
    return chart.properties(height=height).to_dict()


def _looks(named: tuple[tuple[str, str], ...]) -> dict:
    styles = fits.LOOKS | {f"{key} held": look for key, look in _HELD.items()}
    legend = alt.Legend(
        orient="top", title=None, symbolType="stroke", symbolSize=500, columns=2, labelLimit=200
    )

    def styled(place: int) -> alt.Scale:
        domain = [name for _key, name in named]
        return alt.Scale(domain=domain, range=[styles[key][place] for key, _name in named])

    return {
        "color": alt.Color("name:N", scale=styled(0), legend=legend),
        "strokeDash": alt.StrokeDash("name:N", scale=styled(1), legend=legend),
    }
