"""A numerical derivative beside the analytic one: over a range, and as chord and tangent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import numpy as np
import pandas as pd

from core.studies.numerical_derivative.derivatives import Function
from ui.charts import reading
from ui.charts.palette import COLOURS, GUIDE
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.i18n.numbers import compact
from ui.memo import derived

NUMERICAL, ANALYTIC, FUNCTION = COLOURS[0], COLOURS[1], COLOURS[2]
_DIFFERENCE = COLOURS[4]
_SOLID, _DASHED, _DOTTED = [1, 0], [7, 4], [4, 2]
# The upper panel ends, and the lower begins, at these shares of the height.
_UPPER, _LOWER = 0.54, 0.64
# The hover rule stops at every fourth point: each stop is a mark that the browser draws.
_EVERY = 4
# How far the chord's picture reaches on either side of x.
REACH = 2.5
# Closer than this share of the picture's width, two labels would lie on one another.
_LABELS_APART = 0.1
_ZERO = alt.InlineData(values=[{"y": 0}])

# Differences may be 1e-12 or 1e15: plain digits where they are short, powers of ten elsewhere.
TINY = (
    "datum.value == 0 ? '0' : abs(datum.value) < 1e-3 || abs(datum.value) >= 1e4 "
    "? format(datum.value, '.2~e') : format(datum.value, '.4~g')"
)


def over_a_range(
    x: np.ndarray, numerical: np.ndarray, analytic: np.ndarray, height: int = 400
) -> Picture:
    """Both derivatives above, their difference below, on one x axis.

    Args:
        x: Shape (points,).
        numerical: Difference quotients, same shape; drawn solid.
        analytic: The analytic derivative, same shape; drawn dashed.
        height: Pixels of both panels together.
    """
    values = pd.DataFrame(
        {"x": x, "numerical": numerical, "analytic": analytic, "difference": numerical - analytic}
    )
    readings = values.iloc[::_EVERY].assign(
        **{
            f"{column} text": values[column].iloc[::_EVERY].map(compact)
            for column in ("numerical", "analytic", "difference")
        }
    )
    words = (_("x"), _("f′(x)"), _("numerical"), _("analytic"), _("difference"))
    return Picture(_range_spec(words, height), {"values": values, "readings": readings})


@derived
def _range_spec(words: tuple[str, ...], height: int) -> dict:
    x_title, y_title, numerical, analytic, difference = words
    x = alt.X(
        "x:Q",
        title=x_title,
        scale=alt.Scale(nice=False, zero=False),
        axis=alt.Axis(grid=False, format="~g", tickCount=10),
    )
    axis = alt.Axis(tickCount=5, orient="left", grid=True, labelExpr=TINY)

    def scale(ends: tuple[float, float], **options: bool) -> alt.Scale:
        return alt.Scale(range=[alt.ExprRef(f"height * {end}") for end in ends], **options)

    upper = alt.Y("y:Q", title=y_title, scale=scale((_UPPER, 0), zero=False), axis=axis)
    lower = {"title": difference, "scale": scale((1, _LOWER), zero=True), "axis": axis}
    both = (
        alt.Chart(data("values"))
        .transform_fold(["numerical", "analytic"], as_=["key", "y"])
        .transform_calculate(name=f"datum.key == 'numerical' ? '{numerical}' : '{analytic}'")
        .mark_line(strokeWidth=2)
        .encode(x, upper, **_named((numerical, analytic), (NUMERICAL, ANALYTIC)))
    )
    gap = alt.Chart(data("values")).mark_line(strokeWidth=1.6, color=_DIFFERENCE)
    zero = alt.Chart(_ZERO).mark_rule(color=GUIDE, strokeDash=[2, 3])
    below = alt.layer(
        zero.encode(y=alt.Y("y:Q", **lower)), gap.encode(x=x, y=alt.Y("difference:Q", **lower))
    )
    columns = ("numerical", "analytic", "difference")
    told = [("x", x_title, ".4~g")]
    told += [
        (f"{column} text", title, "") for column, title in zip(columns, words[2:], strict=True)
    ]
    chart = alt.layer(both, below, reading.rule("readings", x, "x", told))
    chart = chart.resolve_scale(y="independent")
    return chart.properties(height=height).to_dict()


@dataclass(frozen=True)
class Chord:
    """A difference quotient at one x, and the tangent there.

    Attributes:
        x: The point.
        h: The step.
        scheme: "forward" or "central".
        dtype: Name of the floating-point type that the quotient is computed in.
        quotient: Slope of the chord: the numerical derivative.
        slope: Slope of the tangent: the analytic derivative.
    """

    x: float
    h: float
    scheme: str
    dtype: str
    quotient: float
    slope: float

    @property
    def ends(self) -> np.ndarray:
        """Where the quotient takes f, in steps from x."""
        return np.array([0.0, 1.0] if self.scheme == "forward" else [-1.0, 1.0])

    def places(self, steps: np.ndarray) -> np.ndarray:
        """x + steps · h, rounded as the floating-point type rounds it."""
        number = np.dtype(self.dtype).type
        return number(self.x) + steps.astype(self.dtype) * number(self.h)


def chord_and_tangent(
    f: Function, chord: Chord, jumps: Sequence[float] = (), height: int = 330
) -> Picture:
    """f around x with the chord through both ends and the tangent at x.

    Args:
        f: Takes and returns an array.
        chord: What is drawn.
        jumps: Where f jumps: a gap, instead of a line that is not there.
        height: Pixels.
    """
    window = (chord.x - REACH, chord.x + REACH)
    beside = [np.nextafter(jump, [-np.inf, np.inf]) for jump in jumps]
    x = np.unique(np.concatenate([np.linspace(*window, 401), jumps, *beside]))
    x = x[(x >= window[0]) & (x <= window[1])]
    y = np.where(np.isin(x, jumps), np.nan, f(x))
    ends = chord.places(chord.ends).astype(np.float64)
    at_ends, (at_x,) = f(ends), f(np.array([chord.x]))
    # A steep chord is cut where it leaves the picture of f.
    margin = 0.3 * (np.nanmax(y) - np.nanmin(y)) or 0.5
    heights = (np.nanmin(y) - margin, np.nanmax(y) + margin)
    lines = [
        _line((ends[0], at_ends[0]), chord.quotient, window, heights),
        _line((chord.x, at_x), chord.slope, window, heights),
    ]
    apart = chord.h * np.ptp(chord.ends) > 2 * REACH * _LABELS_APART
    names = _end_names(chord) if apart else ["x" if end == chord.x else "" for end in ends]
    points = pd.DataFrame({"x": ends, "y": at_ends, "label": names})
    return _picture((x, y), lines, points, (_("x"), _("f(x)")), height)


def under_the_microscope(f: Function, chord: Chord, height: int = 330) -> Picture:
    """The same in units of h, as the floating-point type sees it: (0, 0) is x, 1 is x + h.

    For tiny h the curve is a staircase: there are no numbers between its steps.

    Args:
        f: Takes and returns an array; called with the chord's floating-point type.
        chord: What is drawn.
        height: Pixels.
    """

    def rise(steps: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            values = f(chord.places(steps)) - f(chord.places(np.zeros(1)))
            return values.astype(np.float64) / chord.h

    steps, at_ends = np.linspace(-REACH, REACH, 501), rise(chord.ends)
    lines = [
        _line((chord.ends[0], at_ends[0]), chord.quotient, (-REACH, REACH)),
        _line((0.0, 0.0), chord.slope, (-REACH, REACH)),
    ]
    points = pd.DataFrame({"x": chord.ends, "y": at_ends, "label": _end_names(chord)})
    words = (_("distance from x, in units of h"), _("rise of f, in units of h"))
    return _picture((steps, rise(steps)), lines, points, words, height)


def _end_names(chord: Chord) -> list[str]:
    return ["x" if chord.scheme == "forward" else "x − h", "x + h"]


def _line(
    through: tuple[float, float],
    slope: float,
    window: tuple[float, float],
    heights: tuple[float, float] = (-np.inf, np.inf),
) -> np.ndarray:
    """Both ends of a line inside the window and the heights, shape (2, 2): x and y of each."""
    low, high = window
    if slope:
        crossings = sorted(through[0] + (np.array(heights) - through[1]) / slope)
        low, high = max(low, crossings[0]), min(high, crossings[1])
    x = np.array([low, high])
    return np.stack([x, through[1] + slope * (x - through[0])], axis=1)


def _picture(
    curve: tuple[np.ndarray, np.ndarray],
    lines: Sequence[np.ndarray],
    points: pd.DataFrame,
    axes: tuple[str, str],
    height: int,
) -> Picture:
    names = ("f", _("chord"), _("tangent"))
    points = points.assign(**{f"{name} text": points[name].map(compact) for name in ("x", "y")})
    rows = [curve, *(tuple(line.T) for line in lines)]
    drawn = pd.concat(
        [
            pd.DataFrame({"name": name, "x": x, "y": y})
            for name, (x, y) in zip(names, rows, strict=True)
        ],
        ignore_index=True,
    )
    tables = {"lines": drawn, "points": points}
    table = dict(zip((_("name"), *axes), (drawn[column] for column in drawn), strict=True))
    return Picture(_chord_spec(names, axes, height), tables, table)


@derived
def _chord_spec(names: tuple[str, ...], axes: tuple[str, str], height: int) -> dict:
    axis = alt.Axis(labelExpr=TINY, tickCount=5)
    x = alt.X("x:Q", title=axes[0], scale=alt.Scale(nice=False, zero=False), axis=axis)
    y = alt.Y("y:Q", title=axes[1], scale=alt.Scale(zero=False), axis=axis)
    colours = (FUNCTION, NUMERICAL, ANALYTIC)
    points = alt.Chart(data("points")).encode(x=x, y=y)
    chart = alt.layer(
        alt.Chart(data("lines"))
        .mark_line(strokeWidth=2.2)
        .encode(x, y, **_named(names, colours, (_DOTTED, _SOLID, _DASHED))),
        points.mark_point(filled=True, size=70, color=NUMERICAL, opacity=1).encode(
            tooltip=reading.tooltip([("x text", axes[0], ""), ("y text", axes[1], "")])
        ),
        points.mark_text(align="left", dx=6, dy=13, fontStyle="italic", fontSize=13).encode(
            text="label:N"
        ),
    )
    return chart.properties(height=height).to_dict()


def _named(
    names: tuple[str, ...], colours: tuple[str, ...], dashes: Sequence = (_SOLID, _DASHED)
) -> dict:
    """Channels that tell lines apart by `name`: colour, dash, and one legend for both."""
    legend = alt.Legend(orient="top", title=None, columns=3, symbolSize=400, symbolStrokeWidth=2.5)

    def scale(options: Sequence) -> alt.Scale:
        return alt.Scale(domain=list(names), range=list(options))

    return {
        "color": alt.Color("name:N", scale=scale(colours), legend=legend),
        "strokeDash": alt.StrokeDash("name:N", scale=scale(dashes), legend=legend),
    }
