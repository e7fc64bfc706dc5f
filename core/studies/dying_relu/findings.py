"""What is shown of a training in which units may die, found out where it is trained."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core.networks.forward import blocks
from core.statistics import evenly_spread
from core.studies.dying_relu.unit_lives import Lives, lives, switched_on, unit_sums

if TYPE_CHECKING:
    from core.experiments.results import Run

LOOK = f"{__name__}:look"
"""Names the function for the job that trains."""

LOOK_AT_LIVES = f"{__name__}:look_at_lives"
"""Likewise."""

PLACES = slice(None, None, 2)
"""The places of `CurveFit.grid` where the sums are known."""

_MOST_EXAMPLES = 101

NUMBERS = 480
"""About so many numbers of four bytes does `look` take of a unit at a frame, on its way."""


class Sums(NamedTuple):
    """What each hidden unit adds up, unit by unit through all layers.

    Attributes:
        over_x: Its weighted sum at some places of the grid, shape (frames, units, places), float32;
            of a maxout unit the largest of its sums.
        shown: Numbers of some training examples, evenly spread, shape (examples,).
        at_examples: The sums there, shape (frames, units, examples), float32.
        on: Where the unit's function has a slope there, likewise, bool.
        count: On how many of all training examples it has one, shape (frames, units).
        low, high: Its smallest and its largest sum over all of them, shape (frames, units).
    """

    over_x: np.ndarray
    shown: np.ndarray
    at_examples: np.ndarray
    on: np.ndarray
    count: np.ndarray
    low: np.ndarray
    high: np.ndarray


class Findings(NamedTuple):
    """What is found of a training.

    Attributes:
        lives: Of its hidden units.
        sums: What they add up; None if nobody asks for it.
    """

    lives: Lives
    sums: Sums | None = None


def look_at_lives(run: Run) -> Findings:
    """The lives of the hidden units alone."""
    return Findings(lives(run.experiment, run.experiment.load(), run.weights, run.epochs))


def look(run: Run) -> Findings:
    """The lives of the hidden units, and what each adds up."""
    fit = run.experiment
    data = fit.load()
    shown = evenly_spread(len(data.train_x), _MOST_EXAMPLES)
    places, parts = data.to_inputs(fit.grid[PLACES]), []
    for block in blocks(fit, len(run), len(data.train_x)):
        weights = run.weights[block]
        sums = unit_sums(fit, weights, data.train_inputs)
        on = switched_on(fit, weights, data.train_inputs)
        parts.append(
            (
                unit_sums(fit, weights, places),
                sums[..., shown],
                on[..., shown],
                on.sum(axis=-1),
                sums.min(axis=-1),
                sums.max(axis=-1),
            )
        )
    over_x, *others = map(np.concatenate, zip(*parts, strict=True))
    return look_at_lives(run)._replace(sums=Sums(over_x, shown, *others))
