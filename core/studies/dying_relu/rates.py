"""Dead units against the learning rate, as plain arrays."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from core.experiments import CurveFit


RATES_JOB = "core.studies.dying_relu.jobs:rates_job"
"""From a `DyingStudy` and a number of seeds to `Rates`."""


@dataclasses.dataclass(frozen=True, eq=False)
class Rates:
    """Dead units against the learning rate.

    Attributes:
        fit: What was trained; neither its rate nor its seed counts.
        rates: Learning rates, ascending, shape (rates,); those that are done.
        dead_before: Share of the hidden units that are dead before the training, shape (seeds,).
        dead: Likewise at its end, shape (rates, seeds); 1 where it diverged.
        constant: Which networks then say the same for all examples, shape (rates, seeds), bool.
        losses: Mean squared error at the end, in units of y squared, shape (rates, seeds);
            infinite where it diverged.
        why: "" if all was trained, else "cancelled" or "limit".
        seconds: Time of it all.
    """

    fit: CurveFit
    rates: np.ndarray
    dead_before: np.ndarray
    dead: np.ndarray
    constant: np.ndarray
    losses: np.ndarray
    why: str
    seconds: float
