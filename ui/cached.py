"""Memoised calls into core. Every cache is bounded, and shared by all visitors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core import images
from core.activations import ELEMENTWISE
from core.activations.properties import (
    Kink,
    kinks_with_slopes,
    largest_slope,
    mean_output,
    monotonic,
    saturates,
    zero_centred,
)
from core.experiments.race_results import Lane
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
from core.studies.regularization.small_race import SMALL, small_race
from ui.training.memo import derived

Parameters = tuple[tuple[str, float], ...]
"""Parameters of a function as sorted pairs, so that they can be a key."""


@derived
def sample_photograph(key: str) -> images.Photograph:
    """A sample picture, ready to be shown."""
    return images.read(images.sample_bytes(key))


@derived
def treated_sample(key: str, treatment: images.Treatment) -> images.Activated:
    """A sample picture through a function, on the grey scale that suits it."""
    pixels = sample_photograph(key).pixels
    return images.activate(pixels, treatment, *images.grey_scale(pixels, [treatment]))


@dataclass(frozen=True)
class Properties:
    """What a table says of a function, at the given parameters."""

    range: str
    mean_output: float
    zero_centred: bool
    monotonic: bool
    kinks: tuple[Kink, ...]
    saturates: tuple[bool, bool]
    largest_slope: float


@derived
def properties(key: str, parameters: Parameters) -> Properties:
    """The properties of an element-wise function, derived from the function itself."""
    f, settings = ELEMENTWISE[key], dict(parameters)
    return Properties(
        range=str(f.range(**settings)),
        mean_output=mean_output(f, **settings),
        zero_centred=zero_centred(f, **settings),
        monotonic=monotonic(f, **settings),
        kinks=kinks_with_slopes(f, **settings),
        saturates=saturates(f, **settings),
        largest_slope=largest_slope(f, **settings),
    )


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


@derived
def small_lanes() -> tuple[Lane, ...]:
    """A small race, trained in this process."""
    return small_race(SMALL)
