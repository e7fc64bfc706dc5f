"""Names behind the ends of the lines of a race, so far apart that each can be read."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import numpy as np
import pandas as pd

from ui.charts.palette import DASHES
from ui.charts.picture import data

# Pixels: a line of text; the sample of the dash, from and to; where the name begins; its width.
_LINE, _FROM, _TO, _NAME, _NAME_WIDTH = 17, 8, 30, 35, 130


def table(
    last: Mapping[str, tuple[float, float]],
    limits: tuple[float, float],
    logarithmic: bool,
    height: int,
) -> pd.DataFrame:
    """Where lines end, and how far down their names stand at the right.

    Args:
        last: The end of each line, x and y, by its name.
        limits: From where to where the axis of y goes.
        logarithmic: Whether it is.
        height: Pixels.

    Returns:
        The columns name, x, value and share (of the height, from the top).
    """
    rows = [(name, *end) for name, end in last.items()]
    found = pd.DataFrame(rows, columns=["name", "x", "value"])
    values, (low, high) = found["value"].to_numpy(np.float64), limits
    if logarithmic:
        values, low, high = np.log(values), np.log(low), np.log(high)
    return found.assign(share=apart(1 - (values - low) / (high - low), _LINE / height))


def apart(shares: np.ndarray, least: float) -> np.ndarray:
    """Places in [0, 1] near the given ones, in the same order, at least so far from each other.

    Args:
        shares: Shape (n,).
        least: Distance; n - 1 of them must fit.
    """
    order = np.argsort(shares, kind="stable")
    steps = least * np.arange(len(shares))
    # Without the steps, what is to be found only has to rise: the mean of the largest so far and of
    # the smallest yet to come does, and is near.
    wanted = shares[order] - steps
    if len(wanted):
        rising = np.maximum.accumulate(wanted)
        falling = np.minimum.accumulate(wanted[::-1])[::-1]
        wanted = np.clip((rising + falling) / 2, 0, 1 - steps[-1])
    found = np.empty(len(shares))
    found[order] = wanted + steps
    return found


def layers(x: alt.X, y: alt.Y, colour: alt.Color, dash: alt.StrokeDash) -> list[alt.Chart]:
    """The names with samples of their dashes, and what an ended line keeps until the edge.

    Args:
        x: Of the table "ends", which has a column "until" too: where the axis of x ends.
        y: Of its column "value".
        colour: Of the variants.
        dash: Likewise.
    """
    base = alt.Chart(data("ends")).transform_calculate(
        top="height * datum.share", left=f"width + {_FROM}", right=f"width + {_TO}"
    )
    place = alt.Y("top:Q", scale=None)
    return [
        alt.Chart(data("ends"))
        .mark_rule(strokeWidth=1, strokeDash=DASHES[2], opacity=0.5)
        .encode(x=x, x2="until:Q", y=y, color=colour),
        base.mark_rule(strokeWidth=2.8).encode(
            x=alt.X("left:Q", scale=None), x2="right:Q", y=place, color=colour, strokeDash=dash
        ),
        base.mark_text(
            align="left", baseline="middle", dx=_NAME, fontWeight="bold", limit=_NAME_WIDTH
        ).encode(x=alt.value(alt.ExprRef("width")), y=place, text="name:N"),
    ]
