"""The map of who is alive: a line of life for each hidden unit over the epochs, above the loss."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from core.studies.dying_relu.unit_lives import Lives
from ui.charts import epoch_axis
from ui.charts.palette import COLOURS, DASHES, GUIDE
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived
from ui.screens.dying_relu.charts import ticks
from ui.screens.dying_relu.charts.looks import EVENTS, STATES
from ui.screens.dying_relu.charts.tables import (
    SPACE,
    at_rest,
    loss_tables,
    losses_table,
    rows_of,
    states_of,
    tables_of,
)

PICKED = "picked"
"""Name of the selection: the unit whose line of life was clicked."""

# Pixels of a unit's row, at most and at least, and of all rows together.
_ROW, _THIN_ROW, _ROWS = 22, 12, 360
# Pixels of the loss below them, of the space between, and of the axis of epochs.
_LOSS, _BETWEEN, _AXIS = 110, 22, 44


def lives_map(
    life: Lives,
    losses: np.ndarray,
    floor: float | None,
    chosen: str = "",
) -> Picture:
    """All units over the epochs, and below them the loss, on one axis of epochs.

    Args:
        life: Of all hidden units.
        losses: Loss of each frame, shape (frames,).
        floor: The loss of the law itself, drawn as a line; None if nobody knows it.
        chosen: Name of a unit whose row is marked.
    """
    tables = tables_of(life) | loss_tables(life.epochs, losses, floor)
    tables["chosen"] = pd.DataFrame({"unit": [chosen] if chosen else []}, dtype=object)
    spec = _spec(rows_of(life.names), states_of(life), len(life.epochs), _words(), _height(life))
    return Picture(spec, tables, _shown(tables, _words()))


def continued_map(
    life: Lives, losses: np.ndarray, floor: float | None, switch: int, control: np.ndarray
) -> Picture:
    """A training that was continued in another way: the same map, at rest.

    Args:
        life: Of all hidden units, from start to end.
        losses: Loss of each frame, shape (frames,).
        floor: As in `lives_map`.
        switch: Frame at which it was changed, drawn as a line.
        control: Loss of each frame from there on if nothing had been changed.
    """
    tables = at_rest(tables_of(life)) | loss_tables(life.epochs, losses, floor)
    epochs = life.epochs[switch : switch + len(control)]
    tables |= {
        "chosen": pd.DataFrame({"unit": []}, dtype=object),
        "switch": pd.DataFrame({"epoch": [life.epochs[switch]]}),
        "control": losses_table(epochs, control[: len(epochs)]),
    }
    spec = _spec(rows_of(life.names), states_of(life), 0, _words(), _height(life))
    return Picture(spec, tables, _shown(tables, _words()))


def small_map(life: Lives, height: int = 180, moving: bool = True) -> Picture:
    """The lines of life alone, small.

    Args:
        life: Of all hidden units.
        height: Pixels.
        moving: Whether a rule stands at the frame that is shown.
    """
    count = len(life.epochs) if moving else 0
    words = (_("epoch"), _("unit"), "", _("state"), _("event"))
    spec = _spec(rows_of(life.names), states_of(life), count, words, height, small=True)
    tables = tables_of(life)
    return Picture(spec, tables if moving else at_rest(tables), _shown(tables, words))


def _shown(tables: dict[str, pd.DataFrame], words: tuple[str, ...]) -> dict[str, pd.Series]:
    """Every stretch of a life: whose, in which state, and from which epoch on."""
    epoch, unit, _loss, state, _event = words
    bars = tables["bars"]
    return {unit: bars["unit"], f"{epoch} ≥": bars["from"], state: bars["name"]}


def _words() -> tuple[str, ...]:
    return _("epoch"), _("unit (layer.number)"), _("loss (log)"), _("state"), _("event")


def _height(life: Lives) -> int:
    """Pixels of the rows together."""
    rows = len(rows_of(life.names))
    return round(rows * min(_ROW, max(_THIN_ROW, _ROWS / rows)))


@derived
def _spec(
    rows: tuple[str, ...],
    states: tuple[int, ...],
    count: int,
    words: tuple[str, ...],
    height: int,
    small: bool = False,
) -> dict:
    """The chart without its data; `count` is the number of frames, 0 for one at rest."""
    epoch, unit, loss, state, event = words
    whole = height if small else height + _BETWEEN + _LOSS + _AXIS
    # Streamlit takes axes from the height: what is left is told in shares of it.
    inner = max(whole - _AXIS, 1)
    share = 1 if small else height / inner
    x = epoch_axis.axis(epoch)
    ends = [0, alt.ExprRef(f"height * {share}")]
    # For points too, which would else have places of their own.
    bands = alt.Scale(type="band", domain=list(rows), range=ends, padding=0)
    row = height / len(rows)
    y = alt.Y("unit:N", title=unit, scale=bands, axis=_names(row, not small))
    hidden = alt.Y("unit:N", scale=bands, axis=None)
    layers = [
        alt.Chart(data("ends")).mark_point(opacity=0).encode(x=x),
        # Bars over the whole width, unseen: a click anywhere in a row chooses its unit.
        alt.Chart(data("rows"))
        .mark_bar(opacity=0, height=alt.RelativeBandSize(1))
        .encode(y=y, x=alt.value(0), x2=alt.value("width"))
        .add_params(alt.selection_point(name=PICKED, fields=["unit"], empty=False)),
        *_lines_of_life(states, hidden, (epoch, unit, state)),
        _marks(x, hidden, row, (epoch, unit, event)),
    ]
    if not small:
        chosen = alt.Chart(data("chosen")).mark_bar(
            color=GUIDE, opacity=0.3, height=alt.RelativeBandSize(1)
        )
        layers.insert(1, chosen.encode(y=hidden, x=alt.value(0), x2=alt.value("width")))
        layers.append(_losses(x, (epoch, loss), (height + _BETWEEN) / inner, control=not count))
    if count:
        layers.append(epoch_axis.rule(count))
    elif not small:
        layers.append(_switch(x))
    chart = alt.layer(*layers).resolve_scale(
        y="independent", color="independent", shape="independent"
    )
    return chart.properties(height=whole).to_dict()


def _names(row: float, shown: bool) -> alt.Axis:
    """The units' names beside rows so many pixels high; what parts two layers has none."""
    return alt.Axis(
        labels=shown,
        labelExpr=f"slice(datum.label, 0, 1) == '{SPACE}' ? '' : datum.label",
        labelOverlap=False,
        labelFontSize=10 if row > _THIN_ROW else 9,
        ticks=False,
        domain=False,
        grid=False,
    )


def _switch(x: alt.X) -> alt.Chart:
    """Stands where the training was changed."""
    rule = alt.Chart(data("switch")).mark_rule(color=COLOURS[3], strokeWidth=2, strokeDash=[6, 3])
    return rule.encode(x=x)


def _lines_of_life(
    states: tuple[int, ...], hidden: alt.Y, words: tuple[str, ...]
) -> list[alt.Chart]:
    """A thick bar while a unit is alive, a thin one while it hardly is, else a thread."""
    epoch, unit, state = words
    tooltip = [
        alt.Tooltip("unit:N", title=unit),
        alt.Tooltip("name:N", title=state),
        alt.Tooltip("from:Q", title=f"{epoch} ≥", format=",d"),
    ]
    layers = []
    for number in states:
        look = STATES[number]
        part = alt.Chart(data("bars")).transform_filter(f"datum.state == {number}")
        marked = (
            part.mark_bar(color=look.colour, height=alt.RelativeBandSize(look.thickness))
            if look.thickness
            else part.mark_rule(color=look.colour, strokeWidth=1.6, strokeDash=DASHES[2])
        )
        layers.append(
            marked.encode(
                x=alt.X("start:Q", scale=epoch_axis.SCALE, title=epoch),
                x2="end:Q",
                y=hidden,
                tooltip=tooltip,
            )
        )
    return layers


def _marks(x: alt.X, hidden: alt.Y, row: float, words: tuple[str, ...]) -> alt.Chart:
    """Where a unit dies, is dead from the start, or comes back."""
    epoch, unit, event = words

    def scale(kind: str) -> alt.Scale:
        looks = [getattr(look, kind) for look in EVENTS.values()]
        return alt.Scale(domain=list(EVENTS), range=looks)

    return (
        alt.Chart(data("marks"))
        .mark_point(filled=False, size=min(70, row**2 / 3.2), strokeWidth=2.2, opacity=1)
        .encode(
            x=x,
            y=hidden,
            shape=alt.Shape("event:N", scale=scale("shape"), legend=None),
            color=alt.Color("event:N", scale=scale("colour"), legend=None),
            tooltip=[
                alt.Tooltip("unit:N", title=unit),
                alt.Tooltip("name:N", title=event),
                alt.Tooltip("epoch:Q", title=epoch, format=",d"),
            ],
        )
    )


def _losses(x: alt.X, words: tuple[str, str], top: float, control: bool) -> alt.LayerChart:
    """The loss below the map, and that of the law itself; `control` asks for a second curve."""
    epoch, title = words
    ends = [alt.ExprRef("height"), alt.ExprRef(f"height * {top}")]
    y = alt.Y(
        "loss:Q",
        title=title,
        scale=alt.Scale(type="log", nice=False, padding=6, range=ends),
        axis=alt.Axis(orient="left", tickCount=3, grid=False, **ticks.SHORT),
    )
    tooltip = [
        alt.Tooltip("epoch:Q", format=",d", title=epoch),
        alt.Tooltip("loss:Q", format=".4~g", title=title),
    ]
    floor = alt.Chart(data("floor")).mark_rule(color=GUIDE, strokeDash=DASHES[1], strokeWidth=1.5)
    curve = alt.Chart(data("loss")).mark_line(color=COLOURS[2], strokeWidth=2)
    # A line would tell of its first point alone.
    points = alt.Chart(data("loss")).mark_point(size=90, filled=True, opacity=0)
    curves = [floor.encode(y=y), curve.encode(x=x, y=y)]
    curves.append(points.encode(x=x, y=y, tooltip=tooltip))
    if control:
        other = alt.Chart(data("control")).mark_line(
            color=COLOURS[1], strokeWidth=2, strokeDash=DASHES[1]
        )
        curves.append(other.encode(x=x, y=y))
    return alt.layer(*curves)
