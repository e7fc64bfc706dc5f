"""A square in the middle of a chart: one unit is as long on both axes, in every window."""

from __future__ import annotations

import altair as alt

LEFT = "((width - height) / 2)"
"""Pixels left of the square, which is as high as the view."""

_AROUND = 110
"""Pixels of the picture's height that axis and legends take."""


def _scale(low: str, high: str) -> alt.Scale:
    ends = [alt.ExprRef(low), alt.ExprRef(high)]
    return alt.Scale(nice=False, zero=False, padding=0, range=ends)


ACROSS, UPWARDS = _scale(LEFT, f"{LEFT} + height"), _scale("height", "0")
"""Scales of the two axes."""


def of_most(spec: dict, height: int) -> dict:
    """A chart whose view is as high as it is wide, but no higher than fits.

    Args:
        spec: The chart.
        height: Pixels of the whole picture, at most; in full screen, as much as there is.
    """
    full = f"windowSize()[1] - {2 * _AROUND}"
    # By the place of the chart, not by its view: what the axis takes of that depends on the height,
    # and so both would take turns for ever.
    most = f"(containerSize()[0] > 0.8 * windowSize()[0] ? {full} : {height - _AROUND})"
    # Vega takes a parameter of this name for the height of the view.
    side = {"name": "height", "expr": f"min(width, {most})"}
    return {
        **spec,
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "params": [side, *spec.get("params", ())],
    }
