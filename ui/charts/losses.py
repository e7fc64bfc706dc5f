"""Loss and accuracy over the epochs of a training, with a marker at the frame."""

from __future__ import annotations

import math

import altair as alt
import numpy as np

from core.experiments.results import Figures, Run
from ui.charts import epoch_axis, reading
from ui.charts.palette import COLOURS, DASHES
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived

HEIGHT = 260
# The most epochs that are drawn: half of them the lowest of their stretch, half the highest.
_MOST_EPOCHS = 400
_MOST_READINGS = 100
_FEW = 20
# The panel of the loss ends, and that of the accuracy begins, at these shares of the height.
_UPPER, _LOWER = 0.6, 0.7
_STYLES = {
    "training": (COLOURS[2], DASHES[0]),
    "held out": (COLOURS[3], DASHES[1]),
    "penalty": (COLOURS[5], DASHES[2]),
}
# Which curve each figure is: loss and accuracy of the same examples look alike.
_CURVES = {
    "loss": "training",
    "held_loss": "held out",
    "penalty": "penalty",
    "accuracy": "training",
    "held_accuracy": "held out",
}


def history(run: Run, height: int = HEIGHT, logarithmic: bool = False) -> Picture:
    """Loss over accuracy, each of the training examples and of those held out.

    Args:
        run: A training.
        height: Pixels of both panels together.
        logarithmic: Whether the axis of the loss is; values that are not positive are left out.
    """
    shown = _shown(run.history)
    seen = thinned(run.history.loss)
    table = {"epoch": seen + 1}
    table |= {name: _drawable(run.history, name, logarithmic)[seen] for name in shown}
    last = max(len(run.history), int(run.epochs[-1]))
    every = max(1, len(seen) // _MOST_READINGS)
    tables = {
        "history": table,
        "readings": {name: column[::every] for name, column in table.items()},
        "frames": {"number": np.arange(len(run)), "share": run.epochs / last},
        "ends": {"epoch": [0, last]},
    }
    names = {
        "loss": _("training loss"),
        "held_loss": _("held-out loss"),
        "penalty": _("penalty"),
        "accuracy": _("training accuracy"),
        "held_accuracy": _("held-out accuracy"),
    }
    curves = {"training": _("training"), "held out": _("held out"), "penalty": _("penalty")}
    curves = {key: name for key, name in curves.items() if key in {_CURVES[key] for key in shown}}
    words = (_("epoch"), _("loss"), _("accuracy"))
    named = tuple((name, names[name]) for name in shown)
    # Few points make no line that is seen.
    dotted = len(seen) <= _FEW
    spec = _spec(len(run), named, tuple(curves.items()), words, logarithmic, dotted, height)
    return Picture(spec, tables)


def _shown(figures: Figures) -> list[str]:
    """Which figures there are; a penalty of nothing is none."""
    present = [name for name in _CURVES if getattr(figures, name) is not None]
    return [name for name in present if name != "penalty" or figures.penalty.any()]


def _drawable(figures: Figures, name: str, logarithmic: bool) -> np.ndarray:
    values = np.asarray(getattr(figures, name), np.float64)
    seen = np.isfinite(values)
    if logarithmic and not name.endswith("accuracy"):
        seen &= values > 0
    return np.where(seen, values, np.nan)


def thinned(losses: np.ndarray) -> np.ndarray:
    """Which epochs to draw: of every stretch its lowest and highest, so that no spike is lost.

    Args:
        losses: Shape (epochs,).

    Returns:
        Numbers of rows, ascending.
    """
    count = len(losses)
    if count <= _MOST_EPOCHS:
        return np.arange(count)
    length = math.ceil(2 * count / _MOST_EPOCHS)
    known = np.nan_to_num(losses)
    stretches = np.pad(known, (0, -count % length), mode="edge").reshape(-1, length)
    starts = np.arange(len(stretches)) * length
    lowest, highest = starts + stretches.argmin(axis=1), starts + stretches.argmax(axis=1)
    return np.unique(np.concatenate([[0, count - 1], lowest, highest]).clip(max=count - 1))


@derived
def _spec(
    count: int,
    named: tuple[tuple[str, str], ...],
    curves: tuple[tuple[str, str], ...],
    words: tuple[str, str, str],
    logarithmic: bool,
    dotted: bool,
    height: int,
) -> dict:
    """The chart without its data; `count` is the number of frames."""
    epoch, loss, accuracy = words
    x = epoch_axis.axis(epoch)
    losses = [key for key, _name in named if not key.endswith("accuracy")]
    accuracies = [key for key, _name in named if key.endswith("accuracy")]
    upper = _scale((_UPPER, 0), logarithmic, zero=True)
    lower = _scale((1, _LOWER), False, domain=[0, 1])
    told = [("epoch", epoch, ","), *((key, name, ".4~g") for key, name in named)]
    chart = alt.layer(
        alt.Chart(data("ends")).mark_point(opacity=0).encode(x=x),
        _panel(losses, curves, x, loss, upper, dotted, ticks=4),
        _panel(accuracies, curves, x, accuracy, lower, dotted, ticks=2),
        epoch_axis.rule(count),
        reading.rule("readings", x, "epoch", told),
    )
    return chart.resolve_scale(y="independent").properties(height=height).to_dict()


def _scale(ends: tuple[float, float], logarithmic: bool, **options: object) -> alt.Scale:
    if logarithmic:
        options = {"type": "log", "nice": False}
    return alt.Scale(range=[alt.ExprRef(f"height * {end}") for end in ends], **options)


def _panel(
    keys: list[str],
    curves: tuple[tuple[str, str], ...],
    x: alt.X,
    title: str,
    scale: alt.Scale,
    dotted: bool,
    ticks: int,
) -> alt.Chart:
    """The curves of one panel; `curves` are the key and the name of those of both."""
    names = dict(curves)
    pairs = [f"datum.series == '{key}' ? {names[_CURVES[key]]!r}" for key in keys]

    def styled(place: int) -> alt.Scale:
        looks = [_STYLES[key][place] for key in names]
        return alt.Scale(domain=list(names.values()), range=looks)

    legend = alt.Legend(orient="top", title=None, symbolType="stroke", symbolSize=500)
    return (
        alt.Chart(data("history"))
        .transform_fold(keys, as_=["series", "value"])
        .transform_calculate(name=" : ".join([*pairs, "''"]))
        .mark_line(strokeWidth=2, point=dotted)
        .encode(
            x=x,
            y=alt.Y(
                "value:Q",
                title=title,
                scale=scale,
                axis=alt.Axis(
                    orient="left", tickCount=ticks, format=".3~g", grid=True, gridOpacity=0.4
                ),
            ),
            color=alt.Color("name:N", scale=styled(0), legend=legend),
            strokeDash=alt.StrokeDash("name:N", scale=styled(1), legend=legend),
        )
    )
