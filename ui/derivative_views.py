"""Pieces of the screen on numerical differentiation: what is drawn, said and asked."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from core.activations.properties import Kink
from core.derivatives import (
    BestStep,
    KinkReport,
    at_kinks,
    error_against_step,
    numerical_derivative,
)
from core.studies import DerivativeStudy
from ui import cached, frame, predict
from ui.charts import derivative as charts
from ui.charts import error_curve
from ui.language import _
from ui.names import function_name
from ui.numbers import compact

# Chord and tangent closer than this share of the picture's height are one line to the eye.
_ONE_LINE = 0.01
# "About the same": within this factor.
_SAME = 2.0


@dataclass(frozen=True)
class Measured:
    """Both derivatives at the points of a study, as float64.

    Attributes:
        x: The points, as the study's floating-point type holds them.
        numerical: Difference quotients.
        analytic: The analytic derivative.
        lost: How many points x are such that x + h rounds to x.
    """

    x: np.ndarray
    numerical: np.ndarray
    analytic: np.ndarray
    lost: int

    @property
    def error(self) -> float:
        """The largest error."""
        return float(np.max(np.abs(self.numerical - self.analytic)))

    @property
    def worst(self) -> int:
        """Index of the point where it is."""
        return int(np.argmax(np.abs(self.numerical - self.analytic)))


def measure(study: DerivativeStudy) -> Measured:
    """The difference quotient of a study and what it should be."""
    points = study.points.astype(study.precision)
    x = points.astype(np.float64)
    return Measured(
        x=x,
        numerical=numerical_derivative(study.f, points, study.h, study.scheme).astype(np.float64),
        analytic=study.derivative(x),
        lost=int(np.count_nonzero(points + points.dtype.type(study.h) == points)),
    )


def both_derivatives(study: DerivativeStudy) -> None:
    """The picture of the study: over a range, or chord and tangent at one x."""
    found = measure(study)
    if study.place == "range":
        _over_a_range(study, found)
    else:
        _at_one_x(study, found)
    _figures(study, found)
    for sentence in (*_lost(study, found), *_kinks(study)):
        st.markdown(sentence)


def _over_a_range(study: DerivativeStudy, found: Measured) -> None:
    low, high = study.interval
    frame.draw(
        charts.over_a_range(found.x, found.numerical, found.analytic),
        alt=_(
            "Numerical and analytic derivative of {name} for x from {low} to {high} with "
            "h = {h}, and below their difference, at most {error}.",
            name=function_name(study.activation),
            low=f"{low:g}",
            high=f"{high:g}",
            h=compact(study.h),
            error=compact(found.error),
        ),
    )


def _at_one_x(study: DerivativeStudy, found: Measured) -> None:
    numerical, analytic = float(found.numerical[0]), float(found.analytic[0])
    chord = charts.Chord(study.x, study.h, study.scheme, study.precision, numerical, analytic)
    numbers = {"numerical": compact(numerical, 4), "analytic": compact(analytic, 4)}
    far, near = st.columns(2, gap="medium")
    with far:
        picture = charts.chord_and_tangent(study.f, chord, _jumps(study))
        st.caption(_("Chord and tangent"))
        frame.draw(
            picture,
            alt=_(
                "f around x with a chord of slope {numerical} and the tangent of slope {analytic}.",
                **numbers,
            ),
        )
    with near:
        st.caption(_("The same, magnified by 1/h"))
        frame.draw(
            charts.under_the_microscope(study.f, chord),
            alt=_(
                "f as {precision} sees it within {reach} steps of x, with chord and tangent.",
                precision=study.precision,
                reach=charts.REACH,
            ),
        )
    heights = picture.tables["lines"]["y"]
    if abs(numerical - analytic) * charts.REACH < _ONE_LINE * np.ptp(heights.dropna()):
        sentence = _(
            "**Chord and tangent coincide:** slopes {numerical} and {analytic} are one line to "
            "the eye. The chart of errors below tells them apart.",
            **numbers,
        )
    else:
        sentence = _(
            "Slope of the chord: {numerical}. Slope of the tangent: {analytic}.", **numbers
        )
    st.markdown(sentence)


def _jumps(study: DerivativeStudy) -> list[float]:
    kinks = cached.properties(study.activation, tuple(study.arguments.items())).kinks
    return [kink.x for kink in kinks if kink.left_value != kink.right_value]


def _figures(study: DerivativeStudy, found: Measured) -> None:
    curve = cached.error_curve(study)
    error, best, rule = st.columns(3)
    worst = _("at x = {x}", x=compact(found.x[found.worst], 4))
    error.metric(
        _("Largest error") if study.place == "range" else _("Error"),
        compact(found.error),
        worst if found.error else _("at every point"),
        **_PLAIN,
        help=_("Largest distance between the numerical and the analytic derivative."),
    )
    best.metric(
        _("Best h found"),
        compact(curve.best.step),
        _("error {error}", error=compact(curve.best.error)),
        **_PLAIN,
        help=_("The h of least error out of 341 from 1e-17 to 1; of equals the largest."),
    )
    rule.metric(
        _("Rule of thumb √ε") if study.scheme == "forward" else _("Rule of thumb ∛ε"),
        compact(curve.thumb.step),
        _("error {error}", error=compact(curve.thumb.error)),
        **_PLAIN,
        help=_("ε is the machine epsilon: 2.2e-16 in float64, 1.2e-7 in float32."),
    )


# The small line under a figure is no change: neither red nor green, no arrow.
_PLAIN = {"delta_color": "off", "delta_arrow": "off"}


def _lost(study: DerivativeStudy, found: Measured) -> list[str]:
    """What becomes of x + h, if anything."""
    if study.place == "range":
        if not found.lost:
            return []
        return [
            _(
                "At {lost} of {count} points x + h rounds to x: the step is lost.",
                lost=found.lost,
                count=found.x.size,
            )
        ]
    number = np.dtype(study.precision).type
    x, h = number(study.x), number(study.h)
    taken = float((x + h) - x)
    if taken == 0:
        return [_("x + h rounds to x: the step is lost, and the rise is 0.")]
    if found.numerical[0] == 0 != found.analytic[0]:
        return [_("Both values of f round to one number: the rise is 0.")]
    if abs(taken / study.h - 1) < 1e-3:
        return []
    return [
        _(
            "The step really taken is (x + h) − x = {taken}, because x + h is rounded too.",
            taken=compact(taken),
        )
    ]


def _kinks(study: DerivativeStudy) -> list[str]:
    """What convention and quotient say at each kink among the points."""
    low, high = study.interval if study.place == "range" else (study.x, study.x)
    properties = cached.properties(study.activation, tuple(study.arguments.items()))
    kinks = [kink for kink in properties.kinks if low <= kink.x <= high]
    reports = at_kinks(
        study.f,
        study.derivative,
        [kink.x for kink in kinks],
        study.h,
        study.scheme,
        study.precision,
    )
    return [
        _kink_sentence(study, kink, report) for kink, report in zip(kinks, reports, strict=True)
    ]


def _kink_sentence(study: DerivativeStudy, kink: Kink, report: KinkReport) -> str:
    values = {
        "x": compact(report.x),
        "analytic": compact(report.analytic),
        "numerical": compact(report.numerical),
    }
    if kink.left_value != kink.right_value:
        return _(
            "**A jump at x = {x}.** There is no derivative; by convention it is {analytic}. "
            "The difference quotient gives {numerical}; where it spans the jump it grows like 1/h.",
            **values,
        )
    sentence = _(
        "**A kink at x = {x}:** the slope is {left} on its left and {right} on its right, so that "
        "there is no derivative. By convention it is {analytic}; the difference quotient gives "
        "{numerical}.",
        left=compact(kink.left_slope),
        right=compact(kink.right_slope),
        **values,
    )
    mean = (kink.left_slope + kink.right_slope) / 2
    limit = kink.right_slope if study.scheme == "forward" else mean
    if np.isclose(limit, report.analytic):
        return sentence
    return sentence + " " + _("No smaller h brings the two together.")


def error_against_h(study: DerivativeStudy) -> None:
    """The V: the error of every step, with three steps marked and the laws of theory."""
    curve, now = cached.error_curve(study), BestStep(study.h, measure(study).error)
    frame.draw(
        error_curve.error_curve(curve.errors, now, curve.best, curve.thumb, curve.laws),
        alt=_(
            "Error against h on logarithmic axes: {now} at h = {h}, least {least} at h = {best}.",
            now=compact(now.error),
            h=compact(now.step),
            least=compact(curve.best.error),
            best=compact(curve.best.step),
        ),
    )
    laws = curve.laws
    if laws.truncation is None and laws.round_off is None:
        st.caption(
            _("The error follows neither law here: a kink, a jump or exact arithmetic rules it.")
        )
    elif laws.truncation is None:
        st.caption(
            _(
                "No line for truncation: a straight line has none, and Taylor's formula fails "
                "where a slope or a curvature jumps."
            )
        )
    elif laws.round_off is None:
        st.caption(_("No line for round-off: the error does not follow ε/h here."))


@dataclass(frozen=True)
class Change:
    """The largest error before and after h is divided by ten."""

    before: float
    after: float

    @property
    def answer(self) -> int:
        """0: it grows, 1: it shrinks, 2: it stays within a factor of two."""
        if self.after > _SAME * self.before:
            return 0
        return 1 if self.after < self.before / _SAME else 2


def ten_times_smaller(study: DerivativeStudy) -> Change:
    """What a step ten times smaller does to the largest error."""
    errors = error_against_step(
        study.f,
        study.derivative,
        study.points,
        [study.h, study.h / 10],
        study.scheme,
        study.precision,
    )
    return Change(*map(float, errors))


def question(study: DerivativeStudy) -> None:
    """Does a smaller step help?"""
    change = ten_times_smaller(study)
    predict.ask(
        "numerical_derivative",
        _(
            "Take a step ten times smaller than h = {h}: will the largest error grow, shrink, "
            "or stay about the same (within a factor of 2)?",
            h=compact(study.h),
        ),
        [_("it grows"), _("it shrinks"), _("about the same")],
        change.answer,
        _(
            "The error goes from {before} at h = {h} to {after} at h = {smaller}.",
            before=compact(change.before),
            h=compact(study.h),
            after=compact(change.after),
            smaller=compact(study.h / 10),
        ),
        about=replace(study.apart_from_step(), exponent=study.exponent),
    )
