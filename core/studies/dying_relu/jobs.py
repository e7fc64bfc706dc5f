"""The job of several learning rates."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Generator
from typing import TYPE_CHECKING

import numpy as np

from core.analysis.outcomes import Outcomes, outcomes
from core.studies.dying_relu.rates import Rates
from core.studies.dying_relu.study import RATES
from core.training.many import Report, as_block
from core.workers.cancelled import Cancelled

if TYPE_CHECKING:
    from core.studies.dying_relu.study import DyingStudy


def rates_job(report: Report, study: DyingStudy, seeds: int = 20) -> Generator[None, None, Rates]:
    """Train the network of a study with several learning rates, each from some seeds.

    Args:
        report: As in `luck_job`.
        study: Neither its rate nor its seed counts.
        seeds: From the seeds 0 to `seeds` - 1.

    Returns:
        What came of it, for the rates that are done.

    Raises:
        Cancelled: If it was cancelled before the first rate was done.
    """
    began, why = time.perf_counter(), ""
    found: list[Outcomes] = []
    for number, rate in enumerate(RATES):
        fit = dataclasses.replace(study, learning_rate=rate).fit
        try:
            many = yield from as_block(
                report, fit, range(seeds), number * seeds, len(RATES) * seeds
            )
        except Cancelled as cancelled:
            if not found:
                raise
            why = cancelled.why
            break
        found.append(
            outcomes(fit, many.seeds, many.initial_weights, many.final_weights, many.figures)
        )
    return Rates(
        fit=study.fit,
        rates=np.array(RATES[: len(found)]),
        dead_before=found[0].dead_before,
        dead=np.stack([one.dead_after for one in found]),
        constant=np.stack([one.constant_after for one in found]),
        losses=np.stack([one.losses for one in found]),
        why=why,
        seconds=time.perf_counter() - began,
    )
