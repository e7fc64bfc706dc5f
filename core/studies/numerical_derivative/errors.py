"""How far the difference quotients of a study are from the analytic derivative."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.studies.numerical_derivative.derivatives import error_against_step, numerical_derivative
from core.studies.numerical_derivative.study import DerivativeStudy

# What is within this factor is about the same.
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
