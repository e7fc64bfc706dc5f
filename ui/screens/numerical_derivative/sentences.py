"""What the screen on numerical differentiation says about lost steps, kinks and jumps."""

from __future__ import annotations

import numpy as np

from core.activations.properties import Kink
from core.studies.numerical_derivative.derivatives import KinkReport, at_kinks
from core.studies.numerical_derivative.errors import Measured
from core.studies.numerical_derivative.study import DerivativeStudy
from ui import cached
from ui.i18n.language import _
from ui.i18n.numbers import compact


def lost(study: DerivativeStudy, found: Measured) -> list[str]:
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


def kinks(study: DerivativeStudy) -> list[str]:
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
