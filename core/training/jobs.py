"""What a worker process runs: trainings that pause after each frame."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Generator

import numpy as np

from core.experiments import Experiment, NetworkExperiment
from core.experiments.results import Many, Run
from core.models import summary
from core.training.many import seed_by_seed
from core.training.single import FRAMES, frame_by_frame, train

Report = Callable[[int, int], None]


def train_job(
    report: Report, experiment: NetworkExperiment, frames: int = FRAMES
) -> Generator[None, None, Run]:
    """Train an experiment.

    Args:
        report: Called after each frame with its number and the number of frames, and with the
            same between the pictures of them.
        experiment: What to train.
        frames: Number of frames.

    Returns:
        What `core.training.train` returns, its maps in half the bytes: those of the largest network
        are three quarters of what a run takes on its way and where it is kept.
    """
    run = yield from frame_by_frame(
        experiment,
        lambda number, total, _loss: report(number, total),
        frames,
        on_picture=report,
    )
    return dataclasses.replace(run, maps=tuple(map(_halved, run.maps)))


def _halved(maps: np.ndarray) -> np.ndarray:
    """The numbers in float16; those beyond its reach at its end."""
    end = np.finfo(np.float16).max
    return np.clip(maps, -end, end).astype(np.float16)


def train_many_job(
    report: Report, experiment: NetworkExperiment, seeds: int = 200
) -> Generator[None, None, Many]:
    """Train an experiment from the seeds 0 to `seeds` - 1.

    Args:
        report: Called after each piece of the work, in seeds done and seeds of all.
        experiment: What to train.
        seeds: Number of seeds.

    Returns:
        What `core.training.train_many` returns.
    """
    return seed_by_seed(experiment, range(seeds), report)


def warm_up() -> None:
    """Import all that training needs, and let TensorFlow and XLA start, which takes seconds."""
    train(Experiment(epochs=1), frames=2)


def summary_job(report: Callable[[int, int], None], experiment: NetworkExperiment) -> str:
    """The text of `model.summary()`.

    Args:
        report: Not needed: there is one step.
        experiment: Which network.

    Returns:
        As Keras prints it.
    """
    return summary(experiment)
