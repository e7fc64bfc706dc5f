"""Error against number of parameters, of networks side by side and one after another."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from core.studies.curve_fitting.comparisons import Budget
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived
from ui.screens.curve_fitting.charts import fits

HEIGHT = 380


def errors(budget: Budget, height: int = HEIGHT) -> Picture:
    """Every seed as a dot, the median as a line, the middle half as a band.

    Args:
        budget: Networks of several sizes; trainings that diverged are left out.
        height: Pixels.
    """
    names = fits.names()
    dots, middles = [], []
    for key, shapes in (("parallel", budget.parallel), ("serial", budget.serial)):
        for shape in shapes:
            losses = shape.losses[np.isfinite(shape.losses) & (shape.losses > 0)]
            hidden = " → ".join(map(str, ("x", *shape.fit.hidden, "y")))
            about = {"name": names[key], "parameters": shape.fit.parameter_count, "shape": hidden}
            dots += [about | {"loss": float(loss)} for loss in losses]
            if len(losses):
                low, middle, high = np.quantile(losses, [0.25, 0.5, 0.75])
                middles.append(about | {"low": low, "loss": middle, "high": high})
    columns = ["name", "parameters", "shape", "loss"]
    tables = {
        "dots": pd.DataFrame(dots, columns=columns),
        "middles": pd.DataFrame(middles, columns=[*columns, "low", "high"]),
        "floor": pd.DataFrame(
            {"loss": [budget.noise_floor] if budget.noise_floor else []}, dtype=np.float64
        ),
    }
    words = (_("weights and biases"), _("mean squared error at the end"), _("network"))
    words += (_("median"), _("noise floor"))
    known = len(tables["floor"]) > 0
    return Picture(_spec(words, tuple(names.items()), known, height), tables)


@derived
def _spec(
    words: tuple[str, ...], names: tuple[tuple[str, str], ...], known: bool, height: int
) -> dict:
    x_title, y_title, network, median, floor = words
    x = alt.X(
        "parameters:Q",
        title=x_title,
        scale=alt.Scale(type="log", nice=False, padding=14),
        axis=alt.Axis(format=",d", tickCount=6, gridOpacity=0.4),
    )
    scale = alt.Scale(type="log", nice=False, padding=12)
    axis = alt.Axis(format=",.12~g", tickCount=5, gridOpacity=0.4)
    y = alt.Y("loss:Q", title=y_title, scale=scale, axis=axis)
    looks = _looks({**dict(names), "floor": floor}, known)
    colour = looks["color"]
    about = [
        alt.Tooltip("name:N", title=network),
        alt.Tooltip("shape:N", title=" "),
        alt.Tooltip("parameters:Q", title=x_title),
    ]
    middles = alt.Chart(data("middles"))
    chart = alt.layer(
        alt.Chart(data("floor"))
        .transform_calculate(name=repr(floor))
        .mark_rule(strokeWidth=1.8)
        .encode(y=y, **looks),
        middles.mark_area(opacity=0.15).encode(
            x=x, y=alt.Y("low:Q", title=y_title, scale=scale, axis=axis), y2="high:Q", color=colour
        ),
        alt.Chart(data("dots"))
        .mark_point(filled=True, size=26, opacity=0.55)
        .encode(
            x=x,
            y=y,
            color=colour,
            tooltip=[*about, alt.Tooltip("loss:Q", format=".4~g", title=y_title)],
        ),
        middles.mark_line(strokeWidth=2.5).encode(x=x, y=y, **looks),
        middles.mark_point(size=60, filled=True, opacity=1).encode(
            x=x,
            y=y,
            color=colour,
            tooltip=[*about, alt.Tooltip("loss:Q", format=".4~g", title=median)],
        ),
    )
    return chart.properties(height=height).to_dict()


def _looks(titles: dict[str, str], known: bool) -> dict:
    """Colour and dash of each network, and of the noise floor, by their titles.

    Only where the floor is `known` does the legend name it.
    """
    legend = alt.Legend(
        orient="top",
        title=None,
        symbolType="stroke",
        symbolSize=500,
        symbolOpacity=1,
        values=[name for key, name in titles.items() if known or key != "floor"],
    )

    def styled(place: int) -> alt.Scale:
        looks = [fits.LOOKS[key][place] for key in titles]
        return alt.Scale(domain=list(titles.values()), range=looks)

    return {
        "color": alt.Color("name:N", scale=styled(0), legend=legend),
        "strokeDash": alt.StrokeDash("name:N", scale=styled(1), legend=legend),
    }
