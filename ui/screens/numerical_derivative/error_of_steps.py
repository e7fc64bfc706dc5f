"""The error of every step, computed once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.studies.numerical_derivative.derivatives import (
    SEARCH_STEPS,
    BestStep,
    Theory,
    best_step,
    error_against_step,
    rule_of_thumb,
    theory,
)
from core.studies.numerical_derivative.study import DerivativeStudy
from ui.memo import derived


@dataclass(frozen=True)
class ErrorCurve:
    """How the largest error of a difference quotient depends on its step.

    Attributes:
        errors: One for each of `SEARCH_STEPS`.
        best: The step of least error.
        thumb: The rule of thumb's step and the error there.
        laws: What theory says.
    """

    errors: np.ndarray
    best: BestStep
    thumb: BestStep
    laws: Theory


def error_curve(study: DerivativeStudy) -> ErrorCurve:
    """The error of every step; moving the step of the study does not compute it anew."""
    return _error_curve(study.apart_from_step())


@derived
def _error_curve(study: DerivativeStudy) -> ErrorCurve:
    setting = (study.f, study.derivative, study.points)
    way = (study.scheme, study.precision)
    rule = rule_of_thumb(*way)
    return ErrorCurve(
        errors=error_against_step(*setting, SEARCH_STEPS, *way),
        best=best_step(*setting, *way),
        thumb=BestStep(rule, float(error_against_step(*setting, [rule], *way)[0])),
        laws=theory(*setting, *way),
    )
