"""Pieces of the screen on numerical differentiation: what is drawn, said and asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from core.studies.numerical_derivative.derivatives import BestStep
from core.studies.numerical_derivative.errors import Measured, measure, ten_times_smaller
from core.studies.numerical_derivative.study import DerivativeStudy
from ui import cached, layout
from ui.i18n.function_names import function_name
from ui.i18n.language import _
from ui.i18n.numbers import compact
from ui.screens.numerical_derivative import error_of_steps
from ui.screens.numerical_derivative import sentences as words
from ui.screens.numerical_derivative.charts import derivative as charts
from ui.screens.numerical_derivative.charts import error_curve
from ui.widgets import quiz

# Chord and tangent closer than this share of the picture's height are one line to the eye.
_ONE_LINE = 0.01


def both_derivatives(study: DerivativeStudy) -> None:
    """The picture of the study: over a range, or chord and tangent at one x."""
    found = measure(study)
    if study.place == "range":
        _over_a_range(study, found)
    else:
        _at_one_x(study, found)
    _figures(study, found)
    for sentence in (*words.lost(study, found), *words.kinks(study)):
        st.markdown(sentence)


def _over_a_range(study: DerivativeStudy, found: Measured) -> None:
    layout.draw(
        charts.over_a_range(found.x, found.numerical, found.analytic),
        alt=_(
            "Numerical and analytic derivative of {name} against x, and below their difference.",
            name=function_name(study.activation),
        ),
        result=_result(study, found),
    )


def _at_one_x(study: DerivativeStudy, found: Measured) -> None:
    numerical, analytic = float(found.numerical[0]), float(found.analytic[0])
    chord = charts.Chord(study.x, study.h, study.scheme, study.precision, numerical, analytic)
    numbers = {"numerical": compact(numerical, 4), "analytic": compact(analytic, 4)}
    slopes = _("Slope of the chord: {numerical}. Slope of the tangent: {analytic}.", **numbers)
    far, near = st.columns(2, gap="medium")
    with far:
        picture = charts.chord_and_tangent(study.f, chord, _jumps(study))
        st.caption(_("Chord and tangent"))
        layout.draw(
            picture,
            alt=_("f around x, with the chord and the tangent."),
            result=slopes,
        )
    with near:
        st.caption(_("The same, magnified by 1/h"))
        layout.draw(
            charts.under_the_microscope(study.f, chord),
            alt=_(
                "f as {precision} sees it within {reach} steps of x, with chord and tangent.",
                precision=study.precision,
                reach=charts.REACH,
            ),
            result=slopes,
        )
    heights = picture.tables["lines"]["y"]
    if abs(numerical - analytic) * charts.REACH < _ONE_LINE * np.ptp(heights.dropna()):
        sentence = _(
            "**Chord and tangent coincide:** slopes {numerical} and {analytic} are one line to "
            "the eye. The chart of errors below tells them apart.",
            **numbers,
        )
    else:
        sentence = slopes
    st.markdown(sentence)


def _result(study: DerivativeStudy, found: Measured) -> str:
    error = _(
        "Largest error {error} at x = {x}.",
        error=compact(found.error),
        x=compact(found.x[found.worst], 4),
    )
    return " ".join([error, *words.lost(study, found), *words.kinks(study)])


def _jumps(study: DerivativeStudy) -> list[float]:
    kinks = cached.properties(study.activation, tuple(study.arguments.items())).kinks
    return [kink.x for kink in kinks if kink.left_value != kink.right_value]


def _figures(study: DerivativeStudy, found: Measured) -> None:
    curve = error_of_steps.error_curve(study)
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


def error_against_h(study: DerivativeStudy) -> None:
    """The V: the error of every step, with three steps marked and the laws of theory."""
    curve, now = error_of_steps.error_curve(study), BestStep(study.h, measure(study).error)
    layout.draw(
        error_curve.error_curve(curve.errors, now, curve.best, curve.thumb, curve.laws),
        alt=_(
            "Error against h on logarithmic axes, with the step that is set, that of least error "
            "and that of the rule of thumb."
        ),
        result=_(
            "At h = {h} the error is {error}. Least error: {least} at h = {best}.",
            h=compact(now.step),
            error=compact(now.error),
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


def question(study: DerivativeStudy) -> None:
    """Does a smaller step help?"""
    change = ten_times_smaller(study)
    quiz.ask(
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
