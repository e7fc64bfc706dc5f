"""What a network says at the pointer on the plane, in every frame."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import numpy as np

from core.datasets import axes
from ui.charts import frame_parameter, reading, square
from ui.charts.picture import data
from ui.i18n.language import _

# Cells along each side, of one output and of several: few, for each holds a text for all frames.
_SIDE, _SIDE_OF_SEVERAL = 20, 12
_LEVELS, _UNKNOWN = 254, 255


def cells(outputs: np.ndarray, bounds: tuple[float, float, float, float]) -> dict[str, Sequence]:
    """One row for each cell of the plane: where its middle lies, and its outputs in every frame.

    Args:
        outputs: Over the plane, shape (frames, n, n, outputs), rows from the top.
        bounds: Of the plane: left, right, bottom, top.

    Returns:
        Columns cell, x1, x2, low and span, and for each output k a text `codes{k}` with two
        hexadecimal digits for each frame: 00 is low, fe is low + span, ff is not a number.
    """
    side, n = side_of(outputs.shape[-1]), outputs.shape[1]
    chosen = np.rint((np.arange(side) + 0.5) * (n - 1) / side).astype(int)
    x1, x2 = np.meshgrid(*(axis[chosen].astype(np.float32) for axis in axes(bounds, n)))
    values = outputs[:, chosen][:, :, chosen].reshape(len(outputs), side**2, -1)
    known = np.isfinite(values)
    low, high = (values[known].min(), values[known].max()) if known.any() else (0.0, 1.0)
    span = float(high - low) or 1.0
    shares = (np.where(known, values, low) - low) / span
    levels = np.where(known, np.rint(_LEVELS * shares), _UNKNOWN).astype(np.uint8)
    texts = {
        f"codes{k}": [row.tobytes().hex() for row in np.ascontiguousarray(levels[..., k].T)]
        for k in range(values.shape[-1])
    }
    place = {"cell": np.arange(side**2), "x1": x1.ravel(), "x2": x2.ravel()}
    ends = {"low": np.full(side**2, low, np.float32), "span": np.full(side**2, span, np.float32)}
    return place | ends | texts


def side_of(outputs: int) -> int:
    """Cells along each side of the plane."""
    return _SIDE if outputs == 1 else _SIDE_OF_SEVERAL


def layer(words: tuple[str, str], names: Sequence[str]) -> alt.Chart:
    """The unseen cells, which tell x₁, x₂ and the outputs at the frame that is shown.

    Args:
        words: Titles of x1 and x2.
        names: What the outputs are called.
    """
    side = side_of(len(names))
    said = {title: f"format(datum.x{k}, '.2~f')" for k, title in enumerate(words, start=1)}
    said |= {name: _output(f"codes{k}") for k, name in enumerate(names)}
    return (
        alt.Chart(data("cells"))
        .transform_calculate(
            left=f"{square.LEFT} + height * (datum.cell % {side} + 0.5) / {side}",
            top=f"height * floor(datum.cell / {side}) / {side}",
            bottom=f"height * (floor(datum.cell / {side}) + 1) / {side}",
        )
        .mark_rule(strokeWidth=alt.ExprRef(f"height / {side}"), strokeOpacity=0)
        .encode(
            x=alt.X("left:Q", scale=None),
            y=alt.Y("top:Q", scale=None),
            y2="bottom:Q",
            tooltip=reading.told_when_touched("cell", reading.rows(said)),
        )
        .add_params(reading.touched("cell"))
    )


def _output(codes: str) -> str:
    here = f"2 * {frame_parameter.NAME}"
    level = f"toNumber('0x' + slice(datum.{codes}, {here}, {here} + 2))"
    number = f"format(datum.low + datum.span * {level} / {_LEVELS}, '.2~g')"
    return f"{level} == {_UNKNOWN} ? '–' : {number}"


def output_names(count: int) -> tuple[str, ...]:
    """What the outputs of a network are called."""
    if count == 1:
        return (_("output"),)
    return tuple(_("output of class {number}", number=k) for k in range(count))
