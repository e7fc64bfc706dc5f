"""How far a function is from being linear: where it goes, and where a linear one would."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import altair as alt
import numpy as np
import pandas as pd

from core.studies.why_nonlinear.linearity import TOLERANCE
from ui.charts.palette import FIRST_CLASS, GUIDE, SECOND_CLASS
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived

POINTS = 401
BINS = 41
# A gap below this share of the chart's height has no room for its size.
_LABELLED = 0.2
Function = Callable[[np.ndarray], np.ndarray]

_ZERO = alt.InlineData(values=[{"x": 0}])


def additivity(
    f: Function, u: float, v: float, kinks: Sequence[float] = (), height: int = 300
) -> Picture:
    """f with the arrows to (u, f(u)) and (v, f(v)): they add up to a point that f may miss.

    Args:
        f: Takes and returns a float64 array.
        u, v: The two inputs.
        kinks: Where f may jump.
        height: Pixels.
    """
    at_u, at_v, at_sum = f(np.array([u, v, u + v]))
    sums = (u + v, at_u + at_v)
    arrows = [((0, 0), (u, at_u), sums), ((0, 0), (v, at_v), sums)]
    inputs = [(u, at_u, "u"), (v, at_v, "v")]
    words = (_("x"), _("f(x)"), "f(u + v)", "f(u) + f(v)")
    return _comparison(f, kinks, arrows, inputs, (u + v, at_sum, sums[1]), words, height)


def homogeneity(
    f: Function, c: float, u: float, kinks: Sequence[float] = (), height: int = 300
) -> Picture:
    """f with the arrow to (u, f(u)), stretched c times: it leads to a point that f may miss.

    Args:
        f: Takes and returns a float64 array.
        c: The factor.
        u: The input.
        kinks: Where f may jump.
        height: Pixels.
    """
    at_u, at_multiple = f(np.array([u, c * u]))
    multiple = (c * u, c * at_u)
    arrows = [((0, 0), (u, at_u)), ((0, 0), multiple)]
    words = (_("x"), _("f(x)"), "f(cu)", "c · f(u)")
    place = (c * u, at_multiple, multiple[1])
    return _comparison(f, kinks, arrows, [(u, at_u, "u")], place, words, height)


def _comparison(f, kinks, arrows, inputs, place, words, height) -> Picture:
    """`place` is an x with the value of f there, and the value that a linear f would have."""
    x, value, expected = place
    reach = [0.0, x, *(point[0] for point in inputs)]
    margin = 0.12 * (max(reach) - min(reach)) or 1.0
    curve = _sampled(f, (min(reach) - margin, max(reach) + margin), kinks)
    heights = [value, expected, *(point[1] for point in inputs), *curve["y"].dropna()]
    span = max(heights) - min(heights)
    steps = [
        (str(number), order, *point)
        for number, arrow in enumerate(arrows)
        for order, point in enumerate(arrow)
    ]
    tables = {
        "curve": curve,
        "arrows": pd.DataFrame(steps, columns=["arrow", "order", "x", "y"]),
        "inputs": pd.DataFrame(inputs, columns=["x", "y", "name"]),
        "outcomes": pd.DataFrame(
            {
                "x": x,
                "y": [value, expected],
                "name": words[2:],
                # Of the two labels, that of the higher value stands above.
                "above": [value >= expected, value < expected],
            }
        ),
        # The size of the gap is written on the side with more room.
        "gap": _gap(place, "right" if x < np.mean([min(reach), max(reach)]) else "left", span),
    }
    points = pd.concat([tables["inputs"], tables["outcomes"]])
    told = {_("name"): points["name"], words[0]: points["x"], words[1]: points["y"]}
    return Picture(_comparison_spec(words, height), tables, told)


def _gap(place: tuple[float, float, float], side: str, span: float) -> pd.DataFrame:
    """The gap between the two values; no row if it is rounding alone.

    Its size is written beside it if that leaves room, on a chart `span` high.
    """
    x, value, expected = place
    gap = value - expected
    rows = []
    if abs(gap) > TOLERANCE * (abs(value) + abs(expected)):
        words = _("gap {gap}", gap=f"{gap:.4g}".replace("-", "−"))
        label = words if abs(gap) > _LABELLED * span else ""
        rows.append((x, expected, value, (value + expected) / 2, side, label))
    return pd.DataFrame(rows, columns=["x", "y", "end", "middle", "side", "label"])


def _sampled(f: Function, interval: tuple[float, float], kinks: Sequence[float]) -> pd.DataFrame:
    inside = np.array([kink for kink in kinks if interval[0] < kink < interval[1]])
    beside = [np.nextafter(inside, -np.inf), inside, np.nextafter(inside, np.inf)]
    x = np.unique(np.concatenate([np.linspace(*interval, POINTS), *beside]))
    y = f(x)
    jumps = np.abs(f(beside[2]) - f(beside[0])) > 1e-6
    return pd.DataFrame({"x": x, "y": np.where(np.isin(x, inside[jumps]), np.nan, y)})


@derived
def _comparison_spec(words: tuple[str, ...], height: int) -> dict:
    x_title, y_title, value, expected = words
    x = alt.X("x:Q", title=x_title, scale=alt.Scale(nice=False, zero=False))
    # The padding keeps labels clear of the axes.
    y = alt.Y("y:Q", title=y_title, scale=alt.Scale(zero=False, nice=False, padding=22))
    readings = [
        alt.Tooltip("name:N", title=" "),
        alt.Tooltip("x:Q", format=".4~g", title=x_title),
        alt.Tooltip("y:Q", format=".4~g", title=y_title),
    ]

    zero = alt.Chart(_ZERO)
    inputs = alt.Chart(data("inputs")).encode(x=x, y=y)
    arrows = alt.Chart(data("arrows")).mark_line(color=GUIDE, strokeDash=[4, 3], strokeWidth=1.5)
    gap = alt.Chart(data("gap")).encode(x=x)
    right = "datum.side == 'right'"
    size = gap.mark_text(
        fontSize=12,
        align=alt.ExprRef(f"{right} ? 'left' : 'right'"),
        dx=alt.ExprRef(f"{right} ? 9 : -9"),
    )
    chart = alt.layer(
        zero.mark_rule(color=GUIDE, opacity=0.5).encode(x=x),
        zero.mark_rule(color=GUIDE, opacity=0.5).encode(y=alt.YDatum(0)),
        arrows.encode(x=x, y=y, detail="arrow:N", order="order:O"),
        alt.Chart(data("curve")).mark_line(color=FIRST_CLASS, strokeWidth=2.4).encode(x=x, y=y),
        gap.mark_rule(color=SECOND_CLASS, strokeWidth=5, opacity=0.55).encode(y=y, y2="end:Q"),
        size.encode(y=alt.Y("middle:Q", title=y_title), text="label:N"),
        inputs.mark_point(filled=True, size=60, color=FIRST_CLASS, opacity=1).encode(
            tooltip=readings
        ),
        inputs.mark_text(dy=-12, dx=-7, fontStyle="italic", fontSize=14).encode(text="name:N"),
        *(layer.encode(x=x, y=y) for layer in _outcomes(value, expected, readings)),
    )
    return chart.properties(height=height).to_dict()


def _outcomes(value: str, expected: str, readings: list[alt.Tooltip]) -> list[alt.Chart]:
    """What comes out and what should, told apart by shape, colour and label."""
    names = [value, expected]

    def scale(looks: list[str]) -> alt.Scale:
        return alt.Scale(domain=names, range=looks)

    outcome = alt.Chart(data("outcomes"))

    def label(above: bool) -> alt.Chart:
        side = {"baseline": "bottom", "dy": -9} if above else {"baseline": "top", "dy": 10}
        chosen = outcome.transform_filter("datum.above" if above else "!datum.above")
        return chosen.mark_text(fontWeight="bold", fontSize=12, **side).encode(text="name:N")

    shape = alt.Shape("name:N", scale=scale(["circle", "diamond"]), legend=None)
    points = outcome.mark_point(filled=True, size=110, opacity=1).encode(
        color=alt.Color("name:N", scale=scale([FIRST_CLASS, SECOND_CLASS]), legend=None)
    )
    return [points.encode(shape=shape, tooltip=readings), label(True), label(False)]


def gaps(values: np.ndarray, title: str, height: int = 150) -> Picture:
    """Histogram of gaps; one bin holds 0 in its middle.

    Args:
        values: Gaps of any shape; round-off may stand for 0.
        title: Title of the x axis.
        height: Pixels.
    """
    reach = float(np.max(np.abs(values)))
    # Rounding alone is no distribution to show.
    reach = reach if reach > 1e-9 else 1.0
    counts, edges = np.histogram(values, np.linspace(-reach, reach, BINS + 1))
    table = pd.DataFrame({"low": edges[:-1], "high": edges[1:], "count": counts, "floor": 0})
    return Picture(_gaps_spec(title, _("draws"), height), {"bars": table})


@derived
def _gaps_spec(title: str, draws: str, height: int) -> dict:
    x = alt.X("low:Q", title=title, scale=alt.Scale(nice=True), axis=alt.Axis(grid=False))
    return (
        alt.Chart(data("bars"))
        .mark_bar(color=SECOND_CLASS, binSpacing=0.5)
        .encode(
            x=x,
            x2="high:Q",
            y=alt.Y("count:Q", title=draws, axis=alt.Axis(tickCount=3)),
            y2="floor:Q",
            tooltip=[
                alt.Tooltip("low:Q", format=".4~g", title=title),
                alt.Tooltip("count:Q", title=draws),
            ],
        )
        .properties(height=height)
        .to_dict()
    )
