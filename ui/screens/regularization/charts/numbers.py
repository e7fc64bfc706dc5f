"""Predicted against true numbers."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from ui.charts import frame_codes
from ui.charts.palette import COLOURS, DASHES, GUIDE
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived

HEIGHT = 360
_MOST = 600


def predictions(truths: np.ndarray, predicted: np.ndarray, height: int = HEIGHT) -> Picture:
    """A dot for each example; on the dashed line a prediction is right.

    Args:
        truths: Shape (n,).
        predicted: Shape (n,).
        height: Pixels.
    """
    shown = frame_codes.thinned(len(truths), _MOST)
    ends = [float(truths.min()), float(truths.max())]
    tables = {
        "dots": pd.DataFrame({"truth": truths[shown], "value": predicted[shown]}),
        "line": pd.DataFrame({"truth": ends, "value": ends}),
    }
    return Picture(_spec((_("true number"), _("predicted number")), height), tables)


@derived
def _spec(words: tuple[str, str], height: int) -> dict:
    truth, value = words
    scale = alt.Scale(zero=False)
    x = alt.X("truth:Q", title=truth, scale=scale)
    y = alt.Y("value:Q", title=value, scale=scale)
    tooltip = [
        alt.Tooltip("truth:Q", format=".4~g", title=truth),
        alt.Tooltip("value:Q", format=".4~g", title=value),
    ]
    dots = alt.Chart(data("dots")).mark_circle(size=34, opacity=0.5, color=COLOURS[0])
    line = alt.Chart(data("line")).mark_line(color=GUIDE, strokeDash=DASHES[1])
    layers = line.encode(x=x, y=y), dots.encode(x=x, y=y, tooltip=tooltip)
    return alt.layer(*layers).properties(height=height).to_dict()
