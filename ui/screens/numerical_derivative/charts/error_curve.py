"""How the error of a difference quotient depends on its step: a V on two logarithmic axes."""

from __future__ import annotations

import math

import altair as alt
import numpy as np
import pandas as pd

from core.studies.numerical_derivative.derivatives import SEARCH_STEPS, BestStep, Theory
from ui.charts import reading
from ui.charts.palette import COLOURS
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.i18n.numbers import compact
from ui.memo import derived

_MEASURED, _THEORY, _MARKS = COLOURS[0], COLOURS[1], (COLOURS[4], COLOURS[2], COLOURS[3])
_SHAPES = ("circle", "diamond", "triangle-up")
# Between two ticks of a logarithmic axis no label is drawn: 1e-8, 1e-6, … are enough.
_POWERS = (
    "abs(log(datum.value) / LN10 - round(log(datum.value) / LN10)) > 1e-6 ? '' : "
    "datum.value == 1 ? '1' : '1e' + round(log(datum.value) / LN10)"
)
# Where along its part of the picture a law is named: on the arms of the V, inside it.
_ROUND_OFF_LABEL, _TRUNCATION_LABEL = 0.3, 0.88

# On which side of its line a law is named, and how many pixels away.
_SIDES = {"truncation": ("right", -12), "round-off": ("left", 12)}


def error_curve(
    errors: np.ndarray,
    now: BestStep,
    best: BestStep,
    thumb: BestStep,
    laws: Theory,
    height: int = 360,
) -> Picture:
    """The measured errors, three steps marked on them, and the two laws of theory.

    A logarithmic axis has no 0: an error of exactly 0 is drawn as an open triangle on the
    lower edge, and named there.

    Args:
        errors: One for each of `SEARCH_STEPS`; NaN where there is none.
        now: The visitor's step and its error.
        best: The best step found and its error.
        thumb: The rule of thumb's step and its error.
        laws: What theory says.
        height: Pixels.
    """
    low, high = _decades(np.append(errors, [now.error, thumb.error]))
    seen = pd.DataFrame({"h": SEARCH_STEPS, "error": errors})
    zeros = seen[seen["error"] == 0].assign(error=low)
    marks = pd.DataFrame(
        {
            "kind": [_("your h"), _("best h found"), _("rule of thumb")],
            "h": [step.step for step in (now, best, thumb)],
            "error": [max(step.error, low) for step in (now, best, thumb)],
            "h text": [compact(step.step) for step in (now, best, thumb)],
            "error text": [compact(step.error) for step in (now, best, thumb)],
        }
    )
    guides = _guides(laws, low, high)
    tables = {
        "measured": seen.assign(error=seen["error"].where(seen["error"] > 0)),
        "readings": _readings(seen, low),
        "zeros": zeros,
        "zero label": zeros.iloc[len(zeros) // 2 :][:1].assign(name=_("error exactly 0")),
        "marks": marks,
        "now": marks.iloc[:1],
        "guides": guides,
        "laws": guides[guides["name"] != ""],
        "edges": pd.DataFrame({"h": SEARCH_STEPS[[0, -1]], "error": [low, high]}),
    }
    words = (_("step h"), _("error"), *marks["kind"])
    drawn = (*guides["law"].unique(), *(["zeros"] if len(zeros) else []))
    return Picture(_spec(words, drawn, height), tables)


def _readings(seen: pd.DataFrame, low: float) -> pd.DataFrame:
    """Every second step with what the pointer reads there."""
    some = seen.dropna().iloc[::2]
    texts = {f"{column} text": some[column].map(compact) for column in ("h", "error")}
    return some.assign(error=some["error"].clip(lower=low), **texts)


def _decades(errors: np.ndarray) -> tuple[float, float]:
    """Powers of ten around all positive errors; a free decade below them if there are zeros."""
    positive = errors[errors > 0]
    if not positive.size:
        return 1e-17, 1.0
    low, high = math.floor(math.log10(positive.min())), math.ceil(math.log10(positive.max()))
    low -= bool((errors == 0).any()) or low == high
    return 10.0**low, 10.0 ** (high + (high - low < 2))


def _guides(laws: Theory, low: float, high: float) -> pd.DataFrame:
    """Two points of each law inside the picture, and between them the one that carries its name."""
    rows = []
    for law, name, constant, power, error_of, share in (
        (
            "truncation",
            _("truncation ∝ h") if laws.order == 1 else _("truncation ∝ h²"),
            laws.truncation,
            laws.order,
            laws.truncation_error,
            _TRUNCATION_LABEL,
        ),
        (
            "round-off",
            _("round-off ∝ ε/h"),
            laws.round_off and laws.round_off * laws.epsilon,
            -1,
            laws.round_off_error,
            _ROUND_OFF_LABEL,
        ),
    ):
        if not constant:
            continue
        # Where the law crosses the lower and the upper edge, within the steps shown.
        ends = np.clip(sorted((edge / constant) ** (1 / power) for edge in (low, high)), 1e-17, 1)
        middle = ends[0] ** (1 - share) * ends[1] ** share
        steps = ends[0], middle, ends[1]
        rows += zip([law] * 3, steps, error_of(steps), ["", name, ""], strict=True)
    return pd.DataFrame(rows, columns=["law", "h", "error", "name"])


@derived
def _spec(words: tuple[str, ...], drawn: tuple[str, ...], height: int) -> dict:
    """`drawn` names what is not always there: "truncation", "round-off", "zeros"."""
    h_title, error_title, *kinds = words
    x = alt.X(
        "h:Q",
        title=h_title,
        scale=alt.Scale(type="log", nice=False),
        axis=_axis(ticks=9),
    )
    y = alt.Y(
        "error:Q",
        title=error_title,
        scale=alt.Scale(type="log", nice=False),
        axis=_axis(ticks=6),
    )

    def at(table: str) -> alt.Chart:
        return alt.Chart(data(table)).encode(x=x, y=y)

    told = [("h text", h_title, ""), ("error text", error_title, "")]
    layers = [
        at("edges").mark_point(opacity=0),
        alt.Chart(data("now")).mark_rule(color=_MARKS[0], strokeDash=[3, 3]).encode(x=x),
        at("measured").mark_line(color=_MEASURED, strokeWidth=2.5),
    ]
    laws = [law for law in _SIDES if law in drawn]
    if laws:
        layers += _laws(laws, at("guides"), at("laws"))
    if "zeros" in drawn:
        layers += [
            at("zeros").mark_point(shape="triangle-down", size=30, color=_MEASURED, opacity=0.7),
            at("zero label").mark_text(dy=-12, fontSize=12).encode(text="name:N"),
        ]
    layers += [
        reading.rule("readings", x, "h", told),
        at("marks")
        .mark_point(filled=True, size=150, opacity=1)
        .encode(**_kinds(tuple(kinds)), tooltip=reading.tooltip([("kind", " ", ""), *told])),
    ]
    return alt.layer(*layers).properties(height=height).to_dict()


def _axis(ticks: int) -> alt.Axis:
    return alt.Axis(
        labelExpr=_POWERS,
        labelOverlap="parity",
        labelSeparation=8,
        tickCount=ticks,
        grid=True,
        gridOpacity=0.4,
    )


def _laws(laws: list[str], guides: alt.Chart, names: alt.Chart) -> list[alt.Chart]:
    """The lines of theory, each named inside the V."""
    text = {"fontSize": 12, "fontWeight": "bold", "baseline": "bottom"}
    lines = guides.mark_line(color=_THEORY, strokeWidth=2, strokeDash=[5, 9])
    labels = [
        names.transform_filter(f"datum.law == '{law}'")
        .mark_text(align=_SIDES[law][0], dx=_SIDES[law][1], **text)
        .encode(text="name:N")
        for law in laws
    ]
    return [lines.encode(detail="law:N"), *labels]


def _kinds(kinds: tuple[str, ...]) -> dict:
    """Channels that tell the marks apart: colour, shape, and one legend for both."""
    legend = alt.Legend(orient="top", title=None, columns=3, symbolSize=120, labelLimit=200)

    def scale(options: tuple) -> alt.Scale:
        return alt.Scale(domain=list(kinds), range=list(options))

    return {
        "color": alt.Color("kind:N", scale=scale(_MARKS), legend=legend),
        "shape": alt.Shape("kind:N", scale=scale(_SHAPES), legend=legend),
    }
