"""Jobs of many trainings that are compared; they pause between short calls."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.analysis.evaluation import figures
from core.analysis.outcomes import Outcomes, finite_or_infinite, outcomes
from core.experiments.results import Many
from core.models import initial_weights
from core.studies.curve_fitting.comparisons import Budget, Luck, Shape
from core.training.many import SEEDS_AT_ONCE, Report, as_block, side_by_side
from core.training.padding import places
from core.workers.cancelled import Cancelled
from core.workers.pauses import as_part

if TYPE_CHECKING:
    from core.experiments import CurveFit
    from core.studies.curve_fitting.study import CurveStudy


def luck_job(report: Report, study: CurveStudy, seeds: int = 100) -> Generator[None, None, Luck]:
    """Train both networks of a study from the seeds 0 to `seeds` - 1.

    Args:
        report: Called after each short piece of work with how many trainings' worth of it is done
            and their number; may raise `Cancelled`.
        study: Its own seed does not count.
        seeds: Number of seeds.

    Returns:
        What came of it: of all seeds, or of those that both networks were trained from.

    Raises:
        Cancelled: If it was cancelled before there were any.
    """
    began, why = time.perf_counter(), ""
    found: dict[str, list[Many]] = {"parallel": [], "serial": []}
    done = 0
    for first in range(0, seeds, SEEDS_AT_ONCE):
        block = range(first, min(first + SEEDS_AT_ONCE, seeds))
        try:
            both = []
            for fit in (study.parallel, study.serial):
                both.append((yield from as_block(report, fit, block, done, 2 * seeds)))
                done += len(block)
        except Cancelled as cancelled:
            if not found["serial"]:
                raise
            why = cancelled.why
            break
        for name, many in zip(found, both, strict=True):
            found[name].append(many)
    return Luck(
        **{name: _joined(parts) for name, parts in found.items()},
        why=why,
        seconds=time.perf_counter() - began,
    )


def _joined(parts: list[Many]) -> Outcomes:
    fit = parts[0].experiment
    final = np.concatenate([part.final_weights for part in parts])
    return outcomes(
        fit,
        np.concatenate([part.seeds for part in parts]),
        np.concatenate([part.initial_weights for part in parts]),
        final,
        figures(fit, fit.load(), final),
    )


def budget_job(report: Report, study: CurveStudy, seeds: int = 8) -> Generator[None, None, Budget]:
    """Train networks of several sizes, parallel and serial, each from a few seeds.

    Args:
        report: As in `luck_job`.
        study: Says curve, training, number of serial layers and functions; its widths and its seed
            do not count.
        seeds: From the seeds 0 to `seeds` - 1.

    Returns:
        What came of it.

    Raises:
        Cancelled: If it was cancelled before the parallel networks were done.
    """
    began, why = time.perf_counter(), ""
    shapes = study.budgets()
    rows = {name: len(fits) * seeds for name, fits in shapes.items()}
    found: dict[str, tuple[Shape, ...]] = dict.fromkeys(shapes, ())
    done = 0
    for name, fits in shapes.items():
        try:
            training = _widths(fits, range(seeds))
            of_all = sum(rows.values())
            found[name] = yield from as_part(training, report, done, rows[name], of_all)
        except Cancelled as cancelled:
            if not done:
                raise
            why = cancelled.why
            break
        done += rows[name]
    return Budget(
        **found,
        noise_floor=study.load().noise_floor,
        why=why,
        seconds=time.perf_counter() - began,
    )


def _widths(
    fits: Sequence[CurveFit], seeds: Sequence[int]
) -> Generator[float, None, tuple[Shape, ...]]:
    """Train networks of one depth and several widths in one program.

    Each is filled up to the widest with units whose weights are 0 and stay so: their outputs count
    for nothing, and what is left is what `train` gives, but for rounding.
    """
    widest = max(fits, key=lambda fit: fit.parameter_count)
    full = np.zeros((len(fits) * len(seeds), widest.parameter_count), np.float32)
    mask = np.zeros_like(full)
    where = []
    for number, fit in enumerate(fits):
        rows = slice(number * len(seeds), (number + 1) * len(seeds))
        where.append((rows, places(fit, widest)))
        full[rows, where[-1][1]] = initial_weights(fit, seeds)
        mask[rows, where[-1][1]] = 1
    final = yield from side_by_side(widest, [*seeds] * len(fits), full, mask)
    judged = figures(widest, widest.load(), final)
    losses, held = finite_or_infinite(judged.loss), finite_or_infinite(judged.held_loss)
    return tuple(
        Shape(fit, losses[rows], None if held is None else held[rows])
        for fit, (rows, _places) in zip(fits, where, strict=True)
    )
