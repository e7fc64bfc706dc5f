"""Many trainings side by side, as plain arrays: is it luck, which shape, which rate."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core.analysis.fits import constant, one_sided
from core.networks.slopes import dead
from core.statistics import wilson

if TYPE_CHECKING:
    from core.experiments import CurveFit
    from core.experiments.results import Figures

LUCK_JOB = "core.studies.curve_fitting.jobs:luck_job"
"""From a `CurveStudy` and a number of seeds to a `Luck`; see `core.workers.submit_job`."""

BUDGET_JOB = "core.studies.curve_fitting.jobs:budget_job"
"""From a `CurveStudy` and a number of seeds to a `Budget`."""

RATES_JOB = "core.studies.curve_fitting.jobs:rates_job"
"""From a `DyingStudy` and a number of seeds to `Rates`."""

RESAMPLES = 2_000
"""Samples of the bootstrap."""


class Share(NamedTuple):
    """A share that was counted, `count` of `of`, and its 95 % interval from `low` to `high`."""

    count: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share itself, in [0, 1]."""
        return self.count / self.of


class Difference(NamedTuple):
    """A difference of medians in units of y squared, and its 95 % interval.

    Where both medians are infinite there is no verdict: the value is not a number, and a bound that
    nothing is known of is infinite.
    """

    value: float
    low: float
    high: float


@dataclasses.dataclass(frozen=True, eq=False)
class Outcomes:
    """One network from many seeds.

    Attributes:
        fit: What was trained; its own seed does not count.
        seeds: Shape (n,).
        initial_weights: Shape (n, parameters).
        final_weights: Likewise.
        losses: Mean squared error at the end, in units of y squared, shape (n,); infinite where
            the training diverged.
        held_losses: Likewise on the examples held out; None if there are none.
        dead_before: Share of the hidden units that are dead before the training, shape (n,).
        dead_after: Likewise at its end; 1 where it diverged.
        constant_before: Which say the same for every example before the training, so that there is
            little or nothing to learn from; shape (n,), bool.
        constant_after: Which do so at the end; none that diverged.
        one_sided: Which follow one half of the curve only, see `core.analysis.fits.one_sided`.
    """

    fit: CurveFit
    seeds: np.ndarray
    initial_weights: np.ndarray
    final_weights: np.ndarray
    losses: np.ndarray
    held_losses: np.ndarray | None
    dead_before: np.ndarray
    dead_after: np.ndarray
    constant_before: np.ndarray
    constant_after: np.ndarray
    one_sided: np.ndarray

    @property
    def died(self) -> np.ndarray:
        """Which say the same for every example at the end, but did not before, shape (n,), bool."""
        return self.constant_after & ~self.constant_before

    def share(self, what: str) -> Share:
        """How many seeds are "constant_before", "died" or "one_sided", with Wilson's interval."""
        return counted(getattr(self, what))

    @property
    def median(self) -> float:
        """The median of the final errors."""
        return float(np.median(self.losses))


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


def counted(true: np.ndarray) -> Share:
    """How many are true, with the interval of Wilson.

    Args:
        true: Shape (n,), bool, at least one.
    """
    count, of = int(true.sum()), len(true)
    return Share(count, of, *wilson(count, of))


def outcomes(
    fit: CurveFit, seeds: np.ndarray, initial: np.ndarray, final: np.ndarray, figures: Figures
) -> Outcomes:
    """What trainings from many seeds came to.

    Args:
        fit: What was trained.
        seeds: Shape (n,).
        initial: Weights before, shape (n, parameters).
        final: Weights after, likewise.
        figures: How well they then do, one row for each seed.
    """
    data = fit.load()
    finite = np.isfinite(figures.loss)
    return Outcomes(
        fit=fit,
        seeds=np.asarray(seeds),
        initial_weights=initial,
        final_weights=final,
        losses=finite_or_infinite(figures.loss),
        held_losses=finite_or_infinite(figures.held_loss),
        dead_before=dead(fit, initial, data.train_inputs).mean(axis=1),
        dead_after=np.where(finite, dead(fit, final, data.train_inputs).mean(axis=1), 1.0),
        constant_before=constant(fit, data, initial),
        constant_after=constant(fit, data, final) & finite,
        one_sided=one_sided(fit, data, final) & finite,
    )


def finite_or_infinite(losses: np.ndarray | None) -> np.ndarray | None:
    """Losses with infinity for those that are not a number."""
    return None if losses is None else np.where(np.isnan(losses), np.inf, losses)
