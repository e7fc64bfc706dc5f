"""Many trainings side by side, as plain arrays: is it luck, which shape, which rate."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

from core.analysis.fits import constant, one_sided
from core.networks.slopes import dead
from core.statistics import Share, counted

if TYPE_CHECKING:
    from core.experiments import CurveFit
    from core.experiments.results import Figures


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
