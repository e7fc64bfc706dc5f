"""What one variant says of test examples: probabilities, confusion, telling columns."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd

from ui.charts.palette import COLOURS, GUIDE
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived

_ROW = 22
# Pixels of the axis with its title, and of a legend in two lines.
_AXIS, _LEGEND = 60, 60
_MOST_COLUMNS, _FEWEST_ROWS = 12, 3
# So many fit below the columns of a matrix without being turned.
_LETTERS = 40
_RIGHT, _WRONG, _OTHER = COLOURS[2], COLOURS[1], COLOURS[0]


def probabilities(outputs: np.ndarray, classes: Sequence[str], truth: int) -> Picture:
    """The probability of each class for one example.

    Args:
        outputs: Shape (classes,).
        classes: Their names.
        truth: Number of the true class.
    """
    answer = int(np.argmax(outputs))
    kinds = {
        "right": _("the true class"),
        "wrong": _("what it says, wrongly"),
        "other": _("other classes"),
    }
    kind = [
        kinds["right" if k == truth else "wrong" if k == answer else "other"]
        for k in range(len(classes))
    ]
    table = pd.DataFrame(
        {"class": list(classes), "number": range(len(classes)), "value": outputs, "kind": kind}
    )
    words = (_("probability"), _("class"))
    spec = _bars(words, tuple(kinds.values()), _LEGEND + _AXIS + _ROW * len(classes))
    return Picture(spec, {"bars": table})


def importance(found: np.ndarray, features: Sequence[str], classes: bool) -> Picture:
    """What shuffling each column costs, the most telling first, with one standard deviation.

    Args:
        found: Mean and standard deviation for each column, shape (features, 2).
        features: Their names.
        classes: Whether it is accuracy that is lost; else it is explained variance.
    """
    order = np.argsort(-found[:, 0], kind="stable")[:_MOST_COLUMNS]
    means, deviations = found[order].T
    table = pd.DataFrame(
        {
            "class": [features[k] for k in order],
            "number": range(len(order)),
            "value": means,
            "low": means - deviations,
            "high": means + deviations,
        }
    )
    # A single row would leave its axis title no room.
    height = _AXIS + _ROW * max(len(order), _FEWEST_ROWS)
    title = (
        _("accuracy lost by shuffling") if classes else _("explained variance lost by shuffling")
    )
    spec = _columns((title, _("column")), ".1%" if classes else ".2~g", height)
    return Picture(spec, {"bars": table})


@derived
def _columns(words: tuple[str, str], form: str, height: int) -> dict:
    title, column = words
    base = alt.Chart(data("bars")).encode(y=_rows(column))
    x = alt.X("value:Q", title=title, axis=alt.Axis(tickCount=4, format=form))
    tooltip = [
        alt.Tooltip("class:N", title=column),
        alt.Tooltip("value:Q", format=form, title=title),
    ]
    bars = base.mark_bar(cornerRadiusEnd=2, color=_OTHER).encode(x=x, tooltip=tooltip)
    spans = base.mark_rule(color=GUIDE, strokeWidth=2).encode(x=alt.X("low:Q"), x2="high:Q")
    return alt.layer(bars, spans).properties(height=height).to_dict()


def _rows(title: str) -> alt.Y:
    axis = alt.Axis(labelLimit=150, ticks=False, domain=False, labelOverlap=False)
    # Layers that share an axis can be sorted by the least of a field, not by its sum.
    return alt.Y("class:N", title=title, sort=alt.EncodingSortField("number", op="min"), axis=axis)


@derived
def _bars(words: tuple[str, str], kinds: tuple[str, ...], height: int) -> dict:
    title, row = words
    looks = alt.Scale(domain=list(kinds), range=[_RIGHT, _WRONG, _OTHER])
    legend = alt.Legend(orient="top", title=None, columns=2, labelLimit=200)
    axis = alt.Axis(tickCount=4, format=".0%")
    x = alt.X("value:Q", title=title, scale=alt.Scale(domain=[0, 1]), axis=axis)
    base = alt.Chart(data("bars")).encode(x=x, y=_rows(row))
    tooltip = [
        alt.Tooltip("class:N", title=row),
        alt.Tooltip("value:Q", format=".3%", title=title),
    ]
    bars = base.mark_bar(cornerRadiusEnd=2).encode(
        color=alt.Color("kind:N", scale=looks, legend=legend), tooltip=tooltip
    )
    texts = base.mark_text(align="left", dx=4).encode(text=alt.Text("value:Q", format=".1%"))
    return alt.layer(bars, texts).properties(height=height).to_dict()


def confusion(counts: np.ndarray, classes: Sequence[str], height: int = 340) -> Picture:
    """How often each class was taken for each.

    Args:
        counts: Shape (classes, classes), a row for each true class.
        classes: Their names.
        height: Pixels.
    """
    rows, columns = np.indices(counts.shape)
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    table = pd.DataFrame(
        {
            "truth": rows.ravel(),
            "answer": columns.ravel(),
            "count": counts.ravel(),
            "share": share.ravel(),
            "right": (rows == columns).ravel(),
            "true name": np.array(classes)[rows.ravel()],
            "said name": np.array(classes)[columns.ravel()],
        }
    )
    words = (_("what it says"), _("true class"), _("examples"), _("share of the true class"))
    return Picture(_matrix(tuple(classes), words, height), {"cells": table})


# Not kept for all: classes of one's own table have names of one's own.
def _matrix(classes: tuple[str, ...], words: tuple[str, ...], height: int) -> dict:
    answer, truth, examples, share = words
    named = f"{list(classes)!r}[datum.value]"
    looks = {"labelExpr": named, "labelLimit": 90, "ticks": False, "domain": False}
    # Long names are turned where they would meet.
    turned = 0 if max(map(len, classes)) * len(classes) <= _LETTERS else -40
    across = alt.Axis(**looks, labelPadding=6, labelAngle=turned)
    x = alt.X("answer:O", title=answer, axis=across)
    y = alt.Y("truth:O", title=truth, axis=alt.Axis(**looks, labelPadding=6))
    base = alt.Chart(data("cells")).encode(x=x, y=y)
    tooltip = [
        alt.Tooltip("true name:N", title=truth),
        alt.Tooltip("said name:N", title=answer),
        alt.Tooltip("count:Q", format=",", title=examples),
        alt.Tooltip("share:Q", format=".1%", title=share),
    ]
    sides = alt.condition("datum.right", alt.value(_RIGHT), alt.value(_WRONG))
    cells = base.mark_rect(stroke=GUIDE, strokeWidth=0.3, cornerRadius=2).encode(
        color=sides,
        # So that few are seen, and what is written on them can be read.
        opacity=alt.Opacity("share:Q", scale=alt.Scale(domain=[0, 1], range=[0, 0.5]), legend=None),
        tooltip=tooltip,
    )
    texts = (
        base.transform_filter("datum.count > 0")
        .mark_text(fontSize=11)
        .encode(text=alt.Text("count:Q", format=","))
    )
    return alt.layer(cells, texts).properties(height=height).to_dict()
