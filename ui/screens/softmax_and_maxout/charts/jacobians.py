"""A Jacobian as a heat map with its numbers."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from ui.charts.palette import FIRST_CLASS, GUIDE, SECOND_CLASS
from ui.charts.picture import Picture, data
from ui.i18n.function_names import subscripted
from ui.i18n.language import _
from ui.memo import derived

# A cell is never opaque: its number must be read on it in the light and the dark theme.
_STRONGEST = 0.6


def heat_map(matrix: np.ndarray, height: int | None = None) -> Picture:
    """A Jacobian with its numbers: row = output, column = input, and the sum of each row.

    Args:
        matrix: Shape (outputs, inputs).
        height: Pixels; by default what its rows need.
    """
    rows, columns = matrix.shape
    largest = np.abs(matrix).max() or 1.0
    digits = 3 if columns <= 5 else 2
    cells = pd.DataFrame(
        [
            (
                subscripted("y", i),
                subscripted("x", j),
                matrix[i, j],
                _STRONGEST * abs(matrix[i, j]) / largest,
                _entry(matrix[i, j], digits),
            )
            for i in range(rows)
            for j in range(columns)
        ],
        columns=["output", "input", "value", "strength", "written"],
    )
    sums = pd.DataFrame(
        {
            "output": [subscripted("y", i) for i in range(rows)],
            "input": _("sum"),
            "written": [_entry(round(total, 12), digits) for total in matrix.sum(axis=1)],
        }
    )
    words = (_("input (logit)"), _("output"), _("derivative"))
    spec = _heat_map_spec(words, columns > 5, height or 60 + 44 * rows)
    return Picture(spec, {"cells": cells, "sums": sums})


def _entry(value: float, digits: int) -> str:
    if value == 0:
        return "0"
    if abs(value) < 0.5 * 10**-digits:
        return "≈0"
    return f"{value:.{digits}f}".replace("-", "−")


@derived
def _heat_map_spec(words: tuple[str, str, str], small: bool, height: int) -> dict:
    input_title, output_title, value_title = words
    axis = {"labelAngle": 0, "ticks": False, "domain": False, "labelFontSize": 13}
    place = {
        "x": alt.X("input:N", title=input_title, sort=None, axis=alt.Axis(orient="top", **axis)),
        "y": alt.Y("output:N", title=output_title, sort=None, axis=alt.Axis(**axis)),
    }
    text = {"fontSize": 11 if small else 14}
    cells = alt.Chart(data("cells"))
    chart = alt.layer(
        cells.mark_rect(stroke=GUIDE, strokeWidth=0.5).encode(
            **place,
            fill=alt.condition("datum.value > 0", alt.value(FIRST_CLASS), alt.value(SECOND_CLASS)),
            fillOpacity=alt.FillOpacity("strength:Q", scale=None),
            tooltip=[
                alt.Tooltip("output:N", title=output_title),
                alt.Tooltip("input:N", title=input_title),
                alt.Tooltip("value:Q", format=".6~g", title=value_title),
            ],
        ),
        cells.mark_text(**text).encode(**place, text="written:N"),
        alt.Chart(data("sums"))
        .mark_text(fontWeight="bold", **text)
        .encode(**place, text="written:N"),
    )
    return chart.properties(height=height).to_dict()
