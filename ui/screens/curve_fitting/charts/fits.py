"""A curve's examples, its law, and what two networks make of it in every frame of a training."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import numpy as np
import pandas as pd

from core.datasets import CurveData
from core.experiments import CurveFit
from core.experiments.results import Run
from core.studies.curve_fitting.breakpoints import bends
from ui.charts import frame_codes, frame_parameter, reading
from ui.charts.palette import COLOURS, DASHES, GUIDE
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived

HEIGHT = 440
LOOKS = {
    "parallel": (COLOURS[0], DASHES[0]),
    "serial": (COLOURS[1], DASHES[1]),
    "law": (COLOURS[2], DASHES[2]),
    "floor": (COLOURS[6], DASHES[4]),
}
"""Colour and dash of what is compared, on every chart of the screen."""

_MOST_EXAMPLES = 801
_MOST_PLACES = 161
_MOST_BENDS = 4_000
# The axis of y leaves this share of its length free beyond the examples.
_FREE = 0.05
# Names at the ends of the fits are at least this share of the height apart.
_APART = 0.055
_TICK = 9
"""Pixels of a mark at the foot, where a unit bends."""


def names() -> dict[str, str]:
    """What the two networks are called on every chart of the screen."""
    return {"parallel": _("parallel"), "serial": _("serial")}


def both(runs: Mapping[str, Run], examples: CurveData, height: int = HEIGHT) -> Picture:
    """The fits of every frame over the examples and the law, their bends marked.

    Args:
        runs: Trainings of the same curve under "parallel" and "serial", one of them or both.
        examples: What they learned from.
        height: Pixels.
    """
    task = next(iter(runs.values())).experiment
    count = max(map(len, runs.values()))
    tables = _still(task, examples)
    limits = tuple(tables["limits"]["y"])
    places = frame_codes.thinned(len(task.grid), _MOST_PLACES)
    x = task.grid[places]
    shown = {_("x"): x} | ({_("law"): task.law(x)} if len(tables["law"]) else {})
    fits, labels = pd.DataFrame({"x": x, "across": _shares(x, task.span)}), []
    for key, run in runs.items():
        heights = lengthened(run.predictions, count)
        fits[key] = frame_codes.encoded(heights[:, places], limits)
        shown[_("{name}, at the end", name=names()[key])] = heights[-1, places]
        labels.append(heights[:, -1])
    tables["fits"] = fits
    tables["labels"] = _labels(list(runs), np.array(labels).T, limits)
    tables["bends"] = _bends(runs, examples, task.span, limits)
    drawn = (*runs, *_known(tables))
    spec = _spec(count, tuple(runs), drawn, _named(), (*_words(), len(places)), height)
    return Picture(spec, tables, shown)


def still(task: CurveFit, examples: CurveData, height: int = HEIGHT) -> Picture:
    """The examples and the law alone, on the same axes.

    Args:
        task: Which curve.
        examples: Its examples.
        height: Pixels.
    """
    tables = _still(task, examples)
    return Picture(_spec(0, (), _known(tables), _named(), (*_words(), 0), height), tables)


def lengthened(rows: np.ndarray, count: int) -> np.ndarray:
    """Rows of a training that ended early, its last frame again for those that are missing.

    Args:
        rows: Shape (frames, …).
        count: Number of frames wanted, at least as many.
    """
    return np.concatenate([rows, np.repeat(rows[-1:], count - len(rows), axis=0)])


def _named() -> tuple[tuple[str, str], ...]:
    return (*names().items(), ("law", _("law")))


def _known(tables: Mapping[str, pd.DataFrame]) -> tuple[str, ...]:
    """The law, if there is one: nobody knows that of a visitor's own points."""
    return ("law",) if len(tables["law"]) else ()


def _words() -> tuple[str, ...]:
    return _("x"), _("y"), _("example"), _("held out")


def _still(task: CurveFit, examples: CurveData) -> dict[str, pd.DataFrame]:
    y = np.concatenate([examples.train_y, examples.held_y])
    x = np.concatenate([examples.train_x, examples.held_x])
    held = np.arange(len(x)) >= len(examples.train_x)
    shown = frame_codes.thinned(len(x), _MOST_EXAMPLES)
    low, high = float(y.min()), float(y.max())
    free = _FREE * (high - low) or 1.0
    law = task.law(task.grid)
    known = {"x": [], "y": []} if law is None else {"x": task.grid, "y": law}
    return {
        "limits": pd.DataFrame({"x": task.span, "y": [low - free, high + free]}),
        "examples": pd.DataFrame({"x": x[shown], "y": y[shown], "held": held[shown]}),
        "law": pd.DataFrame(known, dtype=np.float64),
    }


def _shares(x: np.ndarray, span: tuple[float, float]) -> np.ndarray:
    low, high = span
    return (x - low) / (high - low)


def _labels(keys: list[str], heights: np.ndarray, limits: tuple[float, float]) -> pd.DataFrame:
    """Where the names stand behind the ends of the fits, so that both can be read."""
    low, high = limits
    shares = np.clip(np.nan_to_num((heights - low) / (high - low)), 0, 1)
    if len(keys) == 2:
        middle, half = shares.mean(axis=1), np.diff(shares, axis=1)[:, 0] / 2
        half = np.where(half < 0, np.minimum(half, -_APART / 2), np.maximum(half, _APART / 2))
        middle = np.clip(middle, _APART / 2, 1 - _APART / 2)
        shares = np.stack([middle - half, middle + half], axis=1)
    named = names()
    return pd.DataFrame(
        {
            "key": keys,
            "name": [named[key] for key in keys],
            "codes": frame_codes.encoded(low + shares * (high - low), limits),
        }
    )


def _bends(
    runs: Mapping[str, Run],
    examples: CurveData,
    span: tuple[float, float],
    limits: tuple[float, float],
) -> pd.DataFrame:
    low, high = limits
    parts = []
    for key, run in runs.items():
        found = bends(run.experiment, examples, run.weights)
        table = pd.DataFrame(
            {
                "key": key,
                "frame": found.frame,
                "x": found.x,
                "across": _shares(found.x, span),
                "down": 1 - (found.y - low) / (high - low),
                # The last of a run that ended early stays.
                "until": np.where(found.frame == len(run) - 1, np.inf, found.frame),
            }
        )
        if len(table) > _MOST_BENDS:
            # Too many to be moved on each frame: those of the end alone.
            table = table[table["frame"] == len(run) - 1].assign(frame=0)
        parts.append(table)
    table = pd.concat(parts, ignore_index=True)
    return table.assign(until=table["until"].clip(upper=1e6))


@derived
def _spec(
    count: int,
    keys: tuple[str, ...],
    drawn: tuple[str, ...],
    named: tuple[tuple[str, str], ...],
    words: tuple[str, ...],
    height: int,
) -> dict:
    """The chart without its data; `count` is the number of frames, 0 for the examples alone."""
    x_title, y_title, example, held, places = words
    titles = dict(named)
    axis = alt.Axis(grid=False, tickCount=6)
    scale = alt.Scale(nice=False, zero=False, padding=0)
    x = alt.X("x:Q", title=x_title, scale=scale, axis=axis)
    y = alt.Y("y:Q", title=y_title, scale=scale, axis=axis)
    looks = _looks((*keys, "law"), drawn, titles)
    points = (
        alt.Chart(data("examples"))
        .transform_calculate(kind=f"datum.held ? {held!r} : {example!r}")
        .mark_point(filled=True, size=11, opacity=0.5, clip=True)
        .encode(
            x=x,
            y=y,
            color=alt.condition("datum.held", alt.value(COLOURS[3]), alt.value(GUIDE)),
            tooltip=[
                alt.Tooltip("kind:N", title=" "),
                alt.Tooltip("x:Q", format=".4~g", title=x_title),
                alt.Tooltip("y:Q", format=".4~g", title=y_title),
            ],
        )
    )
    law = (
        alt.Chart(data("law"))
        .transform_calculate(name=repr(titles["law"]))
        .mark_line(strokeWidth=2, clip=True)
        .encode(x=x, y=y, **looks)
    )
    layers = [alt.Chart(data("limits")).mark_point(opacity=0).encode(x=x, y=y), points, law]
    if count:
        layers += _moving(keys, titles, looks, count, (x_title, places))
    return alt.layer(*layers).properties(height=height).to_dict()


def _looks(keys: tuple[str, ...], drawn: tuple[str, ...], titles: dict[str, str]) -> dict:
    """Colour and dash of each line by its title; the legend names those that are drawn."""
    legend = alt.Legend(
        orient="top",
        title=None,
        symbolType="stroke",
        symbolSize=500,
        values=[titles[key] for key in drawn],
    )
    domain = [titles[key] for key in keys]

    def styled(place: int) -> alt.Scale:
        return alt.Scale(domain=domain, range=[LOOKS[key][place] for key in keys])

    return {
        "color": alt.Color("name:N", scale=styled(0), legend=legend),
        "strokeDash": alt.StrokeDash("name:N", scale=styled(1), legend=legend),
    }


def _moving(
    keys: tuple[str, ...], titles: dict[str, str], looks: dict, count: int, across: tuple[str, int]
) -> list[alt.Chart]:
    """What changes with the frame: in pixels, so that no axis is worked out anew."""
    named = " : ".join([*(f"datum.key == '{key}' ? {titles[key]!r}" for key in keys), "''"])
    x_title, places = across
    left = alt.X("left:Q", scale=None)
    table = alt.Chart(data("fits")).transform_calculate(left="width * datum.across")
    fits = [
        table.transform_calculate(name=repr(titles[key]), top=frame_codes.height_of(key))
        .mark_line(strokeWidth=3, clip=True)
        .encode(x=left, y=alt.Y("top:Q", scale=None), order=alt.Order("across:Q"), **looks)
        for key in keys
    ]
    fits[0] = fits[0].add_params(frame_parameter.parameter(count))
    said = {x_title: "format(datum.x, '.4~g')"}
    said |= {titles[key]: frame_codes.value_of(key) for key in keys}
    fits.append(reading.strips(table, left, "across", places, said))
    # Serial ones stand above those of the parallel network.
    row = f"(datum.key == '{keys[0]}' ? 0 : {_TICK})"
    turns = (
        alt.Chart(data("bends"))
        .transform_filter(
            f"datum.frame <= {frame_parameter.NAME} && {frame_parameter.NAME} <= datum.until"
        )
        .transform_calculate(
            name=named,
            left="width * datum.across",
            top="height * datum.down",
            foot=f"height - {row}",
            head=f"height - {_TICK} - {row}",
        )
        .encode(x=left, color=looks["color"])
    )
    return [
        *fits,
        turns.mark_rule(strokeWidth=2.5).encode(y=alt.Y("foot:Q", scale=None), y2="head:Q"),
        turns.mark_point(size=48, strokeWidth=2, fill="#ffffff", clip=True).encode(
            y=alt.Y("top:Q", scale=None), tooltip=[alt.Tooltip("x:Q", format=".3~g", title=x_title)]
        ),
        alt.Chart(data("labels"))
        .transform_calculate(top=frame_codes.height_of("codes"))
        .mark_text(align="left", baseline="middle", dx=6, fontSize=12, fontWeight="bold")
        .encode(
            x=alt.value(alt.ExprRef("width")),
            y=alt.Y("top:Q", scale=None),
            text="name:N",
        ),
    ]
