"""Where two networks ended from many seeds, and what became of each."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from core.analysis.outcomes import Outcomes
from core.studies.curve_fitting.comparisons import Luck
from ui.charts.palette import COLOURS, GUIDE
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived
from ui.screens.curve_fitting.charts import fits

HEIGHT = 300
_STYLES = {
    "fits": (COLOURS[2], "circle"),
    "one_sided": (COLOURS[3], "triangle-up"),
    "died": (COLOURS[4], "cross"),
    "constant_before": (COLOURS[5], "diamond"),
}
_CELLS = 60
# Dots of one cell stand this far apart, in shares of the room that a network has.
_STEP = 0.055


def final_errors(luck: Luck, floor: float | None, height: int = HEIGHT) -> Picture:
    """One dot for each seed: its error, and how it ended; a row of dots for each network.

    Args:
        luck: Both networks from the same seeds; trainings that diverged are left out.
        floor: The error of the law itself; None if nobody knows it.
        height: Pixels.
    """
    names, kinds = fits.names(), _kinds()
    both = {"parallel": luck.parallel, "serial": luck.serial}
    seen = np.concatenate([part.losses for part in both.values()])
    seen = np.log10(seen[np.isfinite(seen) & (seen > 0)])
    limits = (seen.min(), seen.max()) if len(seen) else (0.0, 1.0)
    tables, medians = [], []
    for place, (key, part) in enumerate(both.items()):
        finite = np.isfinite(part.losses) & (part.losses > 0)
        losses = part.losses[finite]
        tables.append(
            pd.DataFrame(
                {
                    "loss": losses,
                    "seed": part.seeds[finite],
                    "network": names[key],
                    "kind": [kinds[kind] for kind in _kind(part)[finite]],
                    "down": (place + 0.5 + _beside(losses, limits)) / 2,
                }
            )
        )
        if np.isfinite(part.median):
            ends = {"down": (place + 0.1) / 2, "end": (place + 0.9) / 2}
            medians.append({"loss": part.median, **ends})
    floors = [floor] if floor else []
    words = (_("mean squared error at the end"), _("seed"), _("network"), _("median"))
    return Picture(
        _spec(words, tuple(names.values()), tuple(kinds.values()), height),
        {
            "dots": pd.concat(tables, ignore_index=True),
            "medians": pd.DataFrame(medians, columns=["loss", "down", "end"]),
            "floor": pd.DataFrame({"loss": floors, "name": [_("noise")] * len(floors)}),
        },
    )


def _kinds() -> dict[str, str]:
    return {
        "fits": _("neither dead nor one-sided"),
        "one_sided": _("one side only"),
        "died": _("died in training"),
        "constant_before": _("constant before training"),
    }


def _kind(part: Outcomes) -> np.ndarray:
    """What became of each seed: the first of these that is true."""
    conditions = [part.constant_before, part.died, part.one_sided]
    return np.select(conditions, ["constant_before", "died", "one_sided"], "fits")


def _beside(losses: np.ndarray, limits: tuple[float, float]) -> np.ndarray:
    """How far each dot stands from the middle, so that dots of like errors lie side by side."""
    low, high = limits
    cell = np.rint((np.log10(losses) - low) / ((high - low) or 1.0) * _CELLS).astype(int)
    places = np.zeros(len(losses))
    for one in np.unique(cell):
        members = np.flatnonzero(cell == one)
        members = members[np.argsort(losses[members], kind="stable")]
        ranks = np.arange(len(members))
        step = min(_STEP, 0.8 / len(members))
        # 0, then one to the right, one to the left, …
        places[members] = step * np.where(ranks % 2, (ranks + 1) // 2, -(ranks // 2))
    return places


@derived
def _spec(
    words: tuple[str, ...], names: tuple[str, ...], kinds: tuple[str, ...], height: int
) -> dict:
    x_title, seed, network, median = words
    x = alt.X(
        "loss:Q",
        title=x_title,
        scale=alt.Scale(type="log", nice=False, padding=14),
        axis=alt.Axis(format=",.12~g", tickCount=6, gridOpacity=0.4),
    )
    scale = alt.Scale(domain=[0, 1], reverse=True, nice=False)
    axis = alt.Axis(
        values=[0.25, 0.75],
        labelExpr=f"datum.value < 0.5 ? {names[0]!r} : {names[1]!r}",
        labelFontSize=13,
        labelFontWeight="bold",
        ticks=False,
        grid=False,
    )
    down = alt.Y("down:Q", scale=scale, axis=axis, title=network)
    dots = _dots(kinds, (x_title, seed, network)).encode(x=x, y=down)
    medians = (
        alt.Chart(data("medians"))
        .mark_rule(strokeWidth=2, color=GUIDE)
        .encode(x=x, y=down, y2="end:Q", tooltip=alt.Tooltip("loss:Q", format=".4~g", title=median))
    )
    floor = (
        alt.Chart(data("floor"))
        .mark_rule(strokeWidth=1.5, strokeDash=list(fits.LOOKS["floor"][1]))
        .encode(
            x=x, color=alt.value(fits.LOOKS["floor"][0]), tooltip=alt.Tooltip("name:N", title=" ")
        )
    )
    return alt.layer(floor, medians, dots).properties(height=height).to_dict()


def _dots(kinds: tuple[str, ...], words: tuple[str, ...]) -> alt.Chart:
    """One for each start, by colour and shape of what became of it."""
    loss, seed, network = words
    legend = alt.Legend(orient="top", title=None, columns=2, symbolSize=90, labelLimit=220)
    colours, shapes = (list(looks) for looks in zip(*_STYLES.values(), strict=True))

    def scale(looks: list[str]) -> alt.Scale:
        return alt.Scale(domain=list(kinds), range=looks)

    return (
        alt.Chart(data("dots"))
        .mark_point(filled=True, size=55, opacity=0.85)
        .encode(
            color=alt.Color("kind:N", scale=scale(colours), legend=legend),
            shape=alt.Shape("kind:N", scale=scale(shapes), legend=legend),
            tooltip=[
                alt.Tooltip("network:N", title=network),
                alt.Tooltip("seed:Q", title=seed),
                alt.Tooltip("loss:Q", format=".4~g", title=loss),
                alt.Tooltip("kind:N", title=" "),
            ],
        )
    )
