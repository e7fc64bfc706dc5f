"""Both networks from many starts, and with many sizes, as plain arrays."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core.statistics import RESAMPLES, Difference, Share, counted

if TYPE_CHECKING:
    from core.analysis.outcomes import Outcomes
    from core.experiments import CurveFit

LUCK_JOB = "core.studies.curve_fitting.jobs:luck_job"
"""From a `CurveStudy` and a number of seeds to a `Luck`; see `core.workers.submit_job`."""

BUDGET_JOB = "core.studies.curve_fitting.jobs:budget_job"
"""From a `CurveStudy` and a number of seeds to a `Budget`."""


@dataclasses.dataclass(frozen=True, eq=False)
class Luck:
    """Two networks from the same seeds.

    Attributes:
        parallel: One hidden layer.
        serial: Several.
        why: "" if all seeds were trained, else "cancelled" or "limit"; both then have the same.
        seconds: Time of it all.
    """

    parallel: Outcomes
    serial: Outcomes
    why: str
    seconds: float

    @property
    def wins(self) -> Share:
        """In how many seeds the parallel network ends with the smaller error; a tie is no win."""
        return counted(self.parallel.losses < self.serial.losses)

    @property
    def difference(self) -> Difference:
        """Median error of the serial network less that of the parallel one: above 0, parallel wins.

        The interval is that of the percentile bootstrap: seeds are drawn again with replacement,
        each with both of its errors. A sample in which most trainings of both networks diverged
        tells nothing, and counts as lower than any for the low bound and as higher for the other.

        Source: Efron, Tibshirani (1993), An introduction to the bootstrap, chapter 13.
        """
        pairs = np.stack([self.parallel.losses, self.serial.losses])
        drawn = np.random.default_rng(0).integers(0, pairs.shape[1], (RESAMPLES, pairs.shape[1]))
        with np.errstate(invalid="ignore"):
            medians = np.median(pairs[:, drawn], axis=-1)
            apart = medians[1] - medians[0]
            value = np.subtract(self.serial.median, self.parallel.median)
        unknown = np.isnan(apart)
        low = np.sort(np.where(unknown, -np.inf, apart))[int(0.025 * RESAMPLES)]
        high = np.sort(np.where(unknown, np.inf, apart))[int(0.975 * RESAMPLES) - 1]
        return Difference(float(value), float(low), float(high))


class Shape(NamedTuple):
    """One network of the comparison of shapes.

    Attributes:
        fit: The network.
        losses: Final error from each seed, in units of y squared, shape (seeds,); infinite where
            it diverged.
        held_losses: Likewise on the examples held out; None if there are none.
    """

    fit: CurveFit
    losses: np.ndarray
    held_losses: np.ndarray | None


@dataclasses.dataclass(frozen=True, eq=False)
class Budget:
    """Error against number of parameters.

    Attributes:
        parallel: Networks with one hidden layer, by number of parameters.
        serial: Networks with several, likewise.
        noise_floor: The law's own error on the training examples; None if nobody knows it.
        why: "" if all was trained, else "cancelled" or "limit": the serial ones are missing then.
        seconds: Time of it all.
    """

    parallel: tuple[Shape, ...]
    serial: tuple[Shape, ...]
    noise_floor: float | None
    why: str
    seconds: float
