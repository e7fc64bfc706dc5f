"""What is shown of a curve's training beyond its fits, found out where it is trained."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core.analysis.fits import contributions
from core.studies.curve_fitting.breakpoints import Bends, bends
from core.studies.curve_fitting.linear_regions import pieces

if TYPE_CHECKING:
    from core.experiments.results import Run

LOOK = f"{__name__}:look"
"""Names the function for the job that trains."""

MOST_PARTS = 12
"""So many parts are told apart; of more units the smallest are one part together."""

PLACES = slice(None, None, 5)
"""The places of `CurveFit.grid` where the parts are known."""


class Parts(NamedTuple):
    """What the units of the last hidden layer add to the fit.

    Attributes:
        units: Numbers of the units that are parts of their own, from 0, in the order of the parts.
        others: How many units make up the last part together; 0 if there is no such part.
        values: Shape (frames, parts, places), in units of y, float32.
        bias: That of the output, shape (frames,), likewise.
    """

    units: np.ndarray
    others: int
    values: np.ndarray
    bias: np.ndarray


class Findings(NamedTuple):
    """What is found of a training.

    Attributes:
        bends: Where its fits bend.
        regions: Of how many straight pieces the last fit is made; None if of none.
        parts: What the units of its one hidden layer add; None with more layers or none.
    """

    bends: Bends
    regions: int | None
    parts: Parts | None


def look(run: Run, in_order: bool = False) -> Findings:
    """What is found of a training of a `CurveFit`.

    Args:
        run: The training.
        in_order: Whether units are parts in their own order; else the one that moves the last fit
            the most comes first.
    """
    fit = run.experiment
    data = fit.load()
    found = pieces(fit, data, run.weights[-1])
    parts = None
    if len(fit.hidden) == 1:
        values, bias = contributions(fit, data, run.weights, fit.grid[PLACES])
        parts = _parts(values, bias, in_order)
    regions = None if found is None else len(found)
    return Findings(bends(fit, data, run.weights), regions, parts)


def _parts(values: np.ndarray, bias: np.ndarray, in_order: bool) -> Parts:
    units = values.shape[1]
    order = np.arange(units)
    if not in_order:
        order = np.argsort(-np.nan_to_num(np.ptp(values[-1], axis=1)), kind="stable")
    values, own = values[:, order], units
    if units > MOST_PARTS:
        own = MOST_PARTS - 1
        rest = values[:, own:].sum(axis=1, keepdims=True)
        values = np.concatenate([values[:, :own], rest], axis=1)
    return Parts(order[:own], units - own, values.astype(np.float32), bias)
