"""The points on the plane: by their class, ringed where they are told wrong, and as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import numpy as np

from ui.charts import frame_parameter, sprites, square
from ui.charts.palette import COLOURS
from ui.charts.picture import data
from ui.i18n.language import _

PAPER = "#ffffff"
WRONG = COLOURS[4]
_SHAPES = ("circle", "triangle-up", "diamond")


def shown(table: Mapping[str, Sequence], words: tuple[str, ...]) -> dict[str, Sequence]:
    """The points as a table: coordinates, class, and whether they were held out."""
    x_title, y_title, class_name, training, held_out, _wrong = words
    return {
        x_title: table["x1"],
        y_title: table["x2"],
        class_name: table["class"],
        _("used for"): np.where(table["held"], held_out, training),
    }


def classes(count: int, name: str) -> alt.Chart:
    """The points, by shape and colour of their class."""
    keys = [str(k) for k in range(count)]
    legend = alt.Legend(
        orient="top",
        title=None,
        symbolSize=110,
        symbolStrokeWidth=0,
        # The labels are the classes' numbers.
        labelExpr=f"{name!r} + ' ' + datum.label",
    )

    def scale(options: tuple[str, ...]) -> alt.Scale:
        return alt.Scale(domain=keys, range=list(options[:count]))

    return alt.Chart(data("points")).encode(
        shape=alt.Shape("class:N", scale=scale(_SHAPES), legend=legend),
        color=alt.Color("class:N", scale=scale(sprites.CLASS_COLOURS), legend=legend),
    )


def rings(wrong: str, kinds: dict[str, str], size: int, orient: str) -> alt.Chart:
    """A ring around each point that the frame gets wrong, and what rings stand for."""
    mistakes = f"slice(datum.wrong, {frame_parameter.NAME}, {frame_parameter.NAME} + 1) == '1'"
    legend = alt.Legend(
        orient=orient,
        title=None,
        symbolType="circle",
        symbolSize=130,
        symbolStrokeWidth=2.5,
    )
    inside = [PAPER if name != wrong else "transparent" for name in kinds]
    looks = [
        channel("kind:N", scale=alt.Scale(domain=list(kinds), range=colours), legend=legend)
        for channel, colours in ((alt.Stroke, list(kinds.values())), (alt.Fill, inside))
    ]
    return (
        alt.Chart(data("points"))
        .transform_filter(mistakes if wrong in kinds else "false")
        .transform_calculate(
            kind=f"{wrong!r}",
            left=f"{square.LEFT} + height * datum.across",
            top="height * datum.down",
        )
        .mark_point(
            aria=False, shape="circle", filled=False, opacity=1, size=3.4 * size, strokeWidth=2.5
        )
        # In pixels: what comes and goes with the frame would have the axes worked out anew.
        .encode(alt.X("left:Q", scale=None), alt.Y("top:Q", scale=None), *looks)
    )
