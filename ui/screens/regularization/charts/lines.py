"""The race: a figure of every variant against the epoch, growing while they train."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd

from core.experiments.race_results import Lane
from ui.charts import frame_codes, reading
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived
from ui.screens.regularization.charts import line_ends, looks

HEIGHTS = {"loss": 410, "accuracy": 270, "penalty": 220}
"""Pixels, by the figure that is drawn."""

_MOST_EPOCHS = 240
_FEW = 20
# Pixels of the height that legend, axis and title take.
_AROUND = 105
# Of this many epochs and more, the first does not decide how far the axis of a loss goes.
_SETTLED = 4


def race(
    lanes: Sequence[Lane],
    names: Sequence[str],
    epochs: int,
    figure: str = "loss",
    logarithmic: bool = False,
    height: int | None = None,
    most: int = _MOST_EPOCHS,
) -> Picture:
    """A figure of the training examples (thin) and of the validation examples (thick).

    Between both the gap is shaded. A ring marks the epoch of the best validation loss, a square the
    epoch in which early stopping stopped.

    Args:
        lanes: How each variant has run so far; one without an epoch has no line yet. None at all
            before the race has begun.
        names: What they are called, all different.
        epochs: How far the axis goes.
        figure: "loss", "accuracy" or "penalty", which has one line for each variant.
        logarithmic: Whether the axis is, but never that of the accuracy; values that are not
            positive are left out.
        height: Pixels; as `HEIGHTS` says if left out.
        most: So many epochs at most are drawn of each line, evenly spread.
    """
    height = height or HEIGHTS[figure]
    logarithmic = logarithmic and figure != "accuracy"
    own = list(names)[: len(lanes)]
    pairs = [_values(lane, figure) for lane in lanes]
    if figure == "penalty":
        # Without one there is no line at 0 that hides others.
        pairs = [(thin, thick if thick.any() else thick[:0]) for thin, thick in pairs]
    low, high = _limits(pairs, figure, logarithmic)
    drawn = [tuple(_within(part, low, high, logarithmic) for part in pair) for pair in pairs]
    tables = {
        "limits": pd.DataFrame({"epoch": _span(epochs), "value": [low, high]}),
        "lines": _lines(drawn, own, most),
        "ends": _ends(drawn, own, epochs, (low, high), logarithmic, height),
        "readings": _readings(pairs, most),
    }
    words = (_("epoch"), _titles()[figure], _("training"), _("validation"))
    if figure != "penalty":
        tables["band"] = _bands(drawn, own, most)
    marked = ()
    if figure == "loss":
        marked = (_("best validation loss"), _("stopped early"))
        tables["marks"] = _marks(lanes, drawn, own)
    spec = _spec(tuple(names), words, marked, epochs <= _FEW, logarithmic, figure, height)
    return Picture(spec, tables)


def _titles() -> dict[str, str]:
    return {
        "loss": _("loss without penalty"),
        "accuracy": _("accuracy"),
        "penalty": _("penalty in the loss"),
    }


def _values(lane: Lane, figure: str) -> tuple[np.ndarray, np.ndarray]:
    """What is drawn thin and what thick, each of shape (epochs,)."""
    history = lane.history
    thin, thick = {
        "loss": (history.loss, history.validation_loss),
        "accuracy": (history.accuracy, history.validation_accuracy),
        "penalty": ([], history.validation_penalty),
    }[figure]
    return np.asarray(thin, np.float64), np.asarray(thick, np.float64)


def _limits(
    pairs: Sequence[tuple[np.ndarray, np.ndarray]], figure: str, logarithmic: bool
) -> tuple[float, float]:
    """From where to where the axis goes."""
    long = max((len(part) for pair in pairs for part in pair), default=0) > _SETTLED
    parts = [part[1:] if long and figure == "loss" else part for pair in pairs for part in pair]
    values = np.concatenate([*parts, []])
    values = values[np.isfinite(values) & ((values > 0) | (not logarithmic))]
    if not len(values):
        return (0.1, 1.0) if logarithmic else (0.0, 1.0)
    low, high = float(values.min()), float(values.max())
    if figure == "accuracy":
        return low - 0.05 * (1 - low), 1.0
    if logarithmic:
        return low, max(high, 2 * low)
    return 0.0, 1.05 * high or 1.0


def _within(values: np.ndarray, low: float, high: float, logarithmic: bool) -> np.ndarray:
    seen = np.isfinite(values) & (values <= high) & ((values >= low) | (not logarithmic))
    return np.where(seen, values, np.nan)


def _lines(
    drawn: Sequence[tuple[np.ndarray, ...]], names: Sequence[str], most: int
) -> pd.DataFrame:
    parts = []
    for name, pair in zip(names, drawn, strict=True):
        for validated, values in zip((False, True), pair, strict=True):
            places = frame_codes.thinned(len(values), most)
            parts.append((places + 1, values[places], name, validated))
    return _joined(("epoch", "value", "name", "validated"), parts)


def _bands(
    drawn: Sequence[tuple[np.ndarray, ...]], names: Sequence[str], most: int
) -> pd.DataFrame:
    parts = []
    for name, (one, other) in zip(names, drawn, strict=True):
        if len(one):
            places = frame_codes.thinned(len(one), most)
            places = places[np.isfinite(one[places]) & np.isfinite(other[places])]
            parts.append((places + 1, one[places], other[places], name))
    return _joined(("epoch", "one", "other", "name"), parts)


def _joined(columns: tuple[str, ...], parts: list[tuple]) -> pd.DataFrame:
    """One table of parts whose rows share what is no array: much faster than to join tables.

    It is sent many times while a race runs: in single precision, and each name once.
    """
    counts = [len(part[0]) for part in parts]
    joined = {}
    for place, column in enumerate(columns):
        values = [part[place] for part in parts]
        if values and isinstance(values[0], np.ndarray):
            joined[column] = _short(np.concatenate(values))
        elif values and isinstance(values[0], str):
            known = list(dict.fromkeys(values))
            codes = np.repeat([known.index(value) for value in values], counts)
            joined[column] = pd.Categorical.from_codes(codes, known)
        else:
            joined[column] = np.repeat(np.array(values), counts)
    return pd.DataFrame(joined)


def _short(numbers: np.ndarray) -> np.ndarray:
    return numbers.astype(np.float32 if numbers.dtype.kind == "f" else np.int32)


def _marks(
    lanes: Sequence[Lane],
    drawn: Sequence[tuple[np.ndarray, ...]],
    names: Sequence[str],
) -> pd.DataFrame:
    """Best epochs and stops, on the validation loss."""
    rows = []
    for lane, (_thin, values), name in zip(lanes, drawn, names, strict=True):
        marked = {False: lane.best_epoch, True: lane.stopped_epoch}
        rows += [
            (epoch, values[epoch - 1], name, stopped)
            for stopped, epoch in marked.items()
            if epoch and np.isfinite(values[epoch - 1])
        ]
    return pd.DataFrame(rows, columns=["epoch", "value", "name", "stopped"])


def _ends(
    drawn: Sequence[tuple[np.ndarray, ...]],
    names: Sequence[str],
    epochs: int,
    limits: tuple[float, float],
    logarithmic: bool,
    height: int,
) -> pd.DataFrame:
    last = {}
    for name, (_thin, values) in zip(names, drawn, strict=True):
        (seen,) = np.nonzero(np.isfinite(values))
        if len(seen):
            last[name] = int(seen[-1]) + 1, float(values[seen[-1]])
    table = line_ends.table(last, limits, logarithmic, height - _AROUND)
    return table.rename(columns={"x": "epoch"}).assign(until=_span(epochs)[1])


def _span(epochs: int) -> tuple[int, int]:
    """From where to where the axis of epochs goes; a single one stands in the middle."""
    return (1, epochs) if epochs > 1 else (0, 2)


def _readings(pairs: Sequence[tuple[np.ndarray, np.ndarray]], most: int) -> pd.DataFrame:
    """The thick line of every variant by epoch, for the rule that follows the pointer."""
    longest = max((len(thick) for _thin, thick in pairs), default=0)
    places = frame_codes.thinned(longest, most)
    table = {"epoch": _short(places + 1)}
    for number, (_thin, thick) in enumerate(pairs):
        filled = np.full(longest, np.nan)
        filled[: len(thick)] = thick
        table[f"v{number}"] = _short(filled[places])
    return pd.DataFrame(table)


@derived
def _spec(
    names: tuple[str, ...],
    words: tuple[str, str, str, str],
    marked: tuple[str, ...],
    dotted: bool,
    logarithmic: bool,
    figure: str,
    height: int,
) -> dict:
    """The chart without its data."""
    epoch, title, training, validation = words
    axis = alt.Axis(grid=False, tickCount=6, tickMinStep=1, format=",d")
    x = alt.X("epoch:Q", title=epoch, scale=alt.Scale(nice=False, zero=False), axis=axis)
    scale = alt.Scale(nice=False, **({"type": "log"} if logarithmic else {"zero": False}))
    form = ".0%" if figure == "accuracy" else ".3~g"
    y = alt.Y("value:Q", title=title, scale=scale, axis=alt.Axis(tickCount=5, format=form))
    colour, dash = looks.colour(names), looks.dash(names)
    layers = [alt.Chart(data("limits")).mark_point(opacity=0).encode(x=x, y=y)]
    lines = alt.Chart(data("lines"))
    kinds = []
    if figure != "penalty":
        kinds = [validation, training]
        layers.append(
            alt.Chart(data("band"))
            .mark_area(opacity=0.12)
            .encode(x=x, y=alt.Y("one:Q", scale=scale, title=title), y2="other:Q", color=colour)
        )
    layers.append(
        lines.transform_calculate(kind=f"datum.validated ? {validation!r} : {training!r}")
        .mark_line(clip=True)
        .encode(x=x, y=y, color=colour, strokeDash=dash, **_weights(kinds, validation, training))
    )
    if dotted:
        sizes = alt.condition("datum.validated", alt.value(70), alt.value(24))
        layers.append(lines.mark_circle(opacity=1).encode(x=x, y=y, color=colour, size=sizes))
    digits = ".1%" if figure == "accuracy" else ".4~g"
    told = [("epoch", epoch, ",")]
    told += [(f"v{number}", name, digits) for number, name in enumerate(names)]
    pointer = reading.rule("readings", x, "epoch", told)
    layers += [*line_ends.layers(x, y, colour, dash), pointer]
    if marked:
        layers.append(_signs(x, y, names, marked, (epoch, title)))
    return alt.layer(*layers).properties(height=height).to_dict()


def _weights(kinds: list[str], validation: str, training: str) -> dict[str, object]:
    """Thick and thin, with a legend where there are both."""
    legend = alt.Legend(orient="top", title=None, symbolType="stroke", symbolSize=500)
    scale = alt.Scale(domain=[validation, training], range=[2.8, 1.2])
    width = alt.StrokeWidth("kind:O", scale=scale, legend=legend if kinds else None)
    return {"strokeWidth": width, "detail": "kind:N"}


def _signs(
    x: alt.X, y: alt.Y, names: tuple[str, ...], marked: tuple[str, ...], words: tuple[str, str]
) -> alt.Chart:
    """Rings at the best epochs, squares where early stopping stopped."""
    best, stopped = marked
    shapes = alt.Scale(domain=[best, stopped], range=["circle", "square"])
    return (
        alt.Chart(data("marks"))
        .transform_calculate(sign=f"datum.stopped ? {stopped!r} : {best!r}")
        .mark_point(size=95, strokeWidth=2.4, fill="#ffffff", opacity=1)
        .encode(
            x=x,
            y=y,
            stroke=looks.stroke(names),
            shape=alt.Shape("sign:N", scale=shapes, legend=None),
            tooltip=[
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("sign:N", title=" "),
                alt.Tooltip("epoch:Q", format=",", title=words[0]),
                alt.Tooltip("value:Q", format=".4~g", title=words[1]),
            ],
        )
    )
