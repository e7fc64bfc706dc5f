"""How long the fits of curves take, against Keras' own `fit` with the same settings.

Run `python -m benchmarks.curves` (`--quick` for fewer repeats); it prints a Markdown table. Both
sides are measured in turn in one process; no experiment is run twice.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import time
from collections.abc import Callable, Generator, Iterator

from benchmarks.training import fit_seconds, in_turn, row
from core.studies.curve_fitting.jobs import budget_job, luck_job
from core.studies.curve_fitting.study import CurveStudy
from core.studies.dying_relu.jobs import rates_job
from core.studies.dying_relu.study import DyingStudy
from core.training import train
from core.training.jobs import warm_up
from core.workers.pauses import without_pause

NOTES = CurveStudy()
"""C2 and C3: 2,001 points, batch 32, 100 epochs."""

FRAMES = 51
"""The start and 50 more."""


def both(study: CurveStudy) -> None:
    """Train both networks of a study, with everything that the screen shows."""
    for fit in (study.parallel, study.serial):
        train(fit, frames=FRAMES)


def both_with_fit(study: CurveStudy) -> float:
    """Time of Keras' `fit` for both networks."""
    return fit_seconds(study.parallel) + fit_seconds(study.serial)


def different(study: CurveStudy) -> Iterator[CurveStudy]:
    """The same study with ever another seed and noise."""
    for number in itertools.count(100):
        yield dataclasses.replace(study, seed=number, data_seed=number)


def new_architectures() -> Iterator[CurveStudy]:
    """The study of the notes, then others of the same size for which no program has been made."""
    yield NOTES
    for function in ("leaky_relu", "tanh", "elu", "softsign", "silu", "gelu", "softplus", "selu"):
        yield dataclasses.replace(NOTES, parallel_activation=function, serial_activation=function)


def timed(job: Callable[..., Generator], study: object) -> tuple[float, float]:
    """Seconds that a job takes, and the longest for which others would have had to wait."""
    times = [time.perf_counter()]
    without_pause(job(lambda _done, _total: times.append(time.perf_counter()), study))
    times.append(time.perf_counter())
    return times[-1] - times[0], max(late - early for early, late in itertools.pairwise(times))


def comparison(name: str, job: Callable[..., Generator], study: object, repeats: int) -> None:
    """Print the lines of one job: the first time, and when its programs are there."""
    studies = (dataclasses.replace(study, data_seed=number) for number in itertools.count(7))
    cold, _pause = timed(job, next(studies))
    row(f"{name}, cold", [cold], None, "")
    warm, pauses = zip(*(timed(job, next(studies)) for _repeat in range(repeats)), strict=True)
    row("the same, warm", [*warm], None, "")
    row("its longest slice", [*pauses], None, "")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="fewer repeats")
    repeats = 1 if parser.parse_args().quick else 5
    warm_up()
    print("| what | time | against | ratio |\n|---|---|---|---|")
    cold = new_architectures()
    row("C2 and C3, 50 frames, cold", *in_turn(repeats, cold, both, both_with_fit), "`fit`")
    warm = different(NOTES)
    row("the same, warm", *in_turn(repeats, warm, both, both_with_fit), "`fit`")
    comparison("100 seeds of both", luck_job, NOTES, repeats)
    comparison("12 shapes, 8 seeds each", budget_job, NOTES, repeats)
    comparison("8 learning rates, 20 seeds each", rates_job, DyingStudy(), repeats)


if __name__ == "__main__":
    main()
