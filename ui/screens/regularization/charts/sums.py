"""How the numbers that enter a hidden layer's function are spread, epoch by epoch."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from core.experiments.race_results import QUANTILES
from ui.charts import frame_codes, reading
from ui.charts.palette import COLOURS, GUIDE
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived

HEIGHT = 190
_MOST_EPOCHS = 200


def spread(
    quantiles: np.ndarray, limits: tuple[float, float], colour: int, height: int = HEIGHT
) -> Picture:
    """Median, the middle half and the middle nine tenths, against the epoch.

    Args:
        quantiles: Those of `core.experiments.race_results.QUANTILES`, shape (epochs, quantiles).
        limits: From where to where the axis goes: the same for what is compared.
        colour: Place in the palette.
        height: Pixels.
    """
    places = frame_codes.thinned(len(quantiles), _MOST_EPOCHS)
    table = pd.DataFrame(quantiles[places], columns=[f"q{k}" for k in range(len(QUANTILES))])
    tables = {
        "quantiles": table.assign(epoch=places + 1),
        "limits": pd.DataFrame({"epoch": [1, max(len(quantiles), 2)], "q2": limits}),
    }
    shares = tuple(f"{share:.0%}" for share in QUANTILES)
    spec = _spec((_("epoch"), _("sum of a unit"), *shares), colour, len(quantiles) == 1, height)
    return Picture(spec, tables)


@derived
def _spec(words: tuple[str, ...], colour: int, single: bool, height: int) -> dict:
    epoch, value, *shares = words
    axis = alt.Axis(grid=False, tickCount=4, tickMinStep=1, format=",d")
    x = alt.X("epoch:Q", title=epoch, scale=alt.Scale(nice=False, zero=False), axis=axis)
    scale = alt.Scale(nice=False, zero=False)
    y = alt.Y("q2:Q", title=value, scale=scale, axis=alt.Axis(tickCount=5, format="~g"))
    told = [("epoch", epoch, ",")]
    told += [(f"q{number}", share, ".3~g") for number, share in enumerate(shares)]
    base = alt.Chart(data("quantiles")).encode(x=x)
    # Of one epoch there is no area, but a stroke.
    band = base.mark_rule if single else base.mark_area
    wide, narrow = ({"strokeWidth": 5}, {"strokeWidth": 14}) if single else ({}, {})

    def between(low: str, high: str, opacity: float, looks: dict) -> alt.Chart:
        ends = {"y": alt.Y(f"{low}:Q", scale=scale, title=value), "y2": f"{high}:Q"}
        return band(color=COLOURS[colour], opacity=opacity, **looks).encode(**ends)

    zero = alt.Chart(data("limits")).transform_calculate(zero="0").mark_rule(color=GUIDE)
    return (
        alt.layer(
            alt.Chart(data("limits")).mark_point(opacity=0).encode(x=x, y=y),
            between("q0", "q4", 0.2, wide),
            between("q1", "q3", 0.4, narrow),
            zero.encode(y=alt.Y("zero:Q", scale=scale, title=value)),
            base.mark_line(color=COLOURS[colour], strokeWidth=2.4, point=single).encode(y=y),
            reading.rule("quantiles", x, "epoch", told),
        )
        .properties(height=height)
        .to_dict()
    )
