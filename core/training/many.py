"""One experiment from many seeds, side by side."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import tensorflow as tf

from core.analysis.evaluation import figures, observe
from core.experiments.results import Many
from core.models import initial_weights
from core.training.program import start
from core.training.program_cache import ready_program
from core.training.rosenblatt import train_neuron
from core.training.trainer import as_tensors, orders_of, rates_of
from core.workers.cancelled import Cancelled
from core.workers.pauses import as_part, without_pause

if TYPE_CHECKING:
    from core.experiments import CurveFit

if TYPE_CHECKING:
    from core.experiments import NetworkExperiment

SEEDS_AT_ONCE = 50
"""Seeds of one program: a fixed number, so that another number of seeds compiles nothing new."""

SHORT_CALL = 0.03
"""Seconds. As long as calls of a program are quicker, the next one trains twice as many epochs."""

OnBatch = Callable[[int, int], None]


def train_many(
    experiment: NetworkExperiment, seeds: Sequence[int], on_batch: OnBatch | None = None
) -> Many:
    """Train the same experiment from many seeds; each row is what `train` gives with that seed.

    Args:
        experiment: What to train; its own seed does not count.
        seeds: Which seeds, at least one.
        on_batch: Called after each piece of the work with how many seeds' worth of it is done and
            the number of seeds; may raise `Cancelled` to end the training with the seeds that are
            done.

    Returns:
        What came of it.

    Raises:
        Cancelled: If it was cancelled before any seed was done.
        ValueError: If there are no seeds.
    """
    return without_pause(seed_by_seed(experiment, seeds, on_batch))


def seed_by_seed(
    experiment: NetworkExperiment, seeds: Sequence[int], on_batch: OnBatch | None = None
) -> Generator[float | str, None, Many]:
    """As `train_many`, but with a pause after each piece, in which others may have their turn."""
    if not len(seeds):
        raise ValueError("there must be at least one seed")
    began = time.perf_counter()
    blocks = [seeds[i : i + SEEDS_AT_ONCE] for i in range(0, len(seeds), SEEDS_AT_ONCE)]
    trainer = _neurons if experiment.rule == "rosenblatt" else _networks
    starts, ends, why, done = [], [], "", 0
    for block in blocks:
        training = trainer(experiment, block)
        try:
            first, last = yield from as_part(training, on_batch, done, len(block), len(seeds))
        except Cancelled as cancelled:
            if not done:
                raise
            why = cancelled.why
            break
        done += len(block)
        starts.append(first)
        ends.append(last)
    return _many(experiment, seeds, np.concatenate(starts), np.concatenate(ends), why, began)


def _networks(
    experiment: NetworkExperiment, seeds: Sequence[int]
) -> Generator[float | str, None, tuple[np.ndarray, np.ndarray]]:
    """Train at most `SEEDS_AT_ONCE` seeds; pauses with the share of the work that is done."""
    full = [*seeds, *[seeds[-1]] * (SEEDS_AT_ONCE - len(seeds))]
    initial = initial_weights(experiment, full)
    final = yield from side_by_side(experiment, full, initial)
    return initial[: len(seeds)], final[: len(seeds)]


def side_by_side(
    experiment: NetworkExperiment,
    seeds: Sequence[int],
    initial: np.ndarray,
    mask: np.ndarray | None = None,
) -> Generator[float | str, None, np.ndarray]:
    """Train several runs in one program; pauses with the share of the work that is done.

    Args:
        experiment: What to train; neither its seed nor its own start counts.
        seeds: The seed of each run: it decides the order of the examples.
        initial: The weights from which each run starts, shape (runs, parameters), float32.
        mask: Which weights are trained, see `core.training.loop.Data`; all if left out.

    Returns:
        The weights at the end, shape (runs, parameters).
    """
    architecture = experiment.architecture._replace(held_examples=0)
    kept = yield from ready_program(architecture, runs=len(seeds), masked=mask is not None)
    data = as_tensors(experiment.load(), held=False, mask=mask)
    rates = rates_of(experiment, experiment.learning_rate)
    state = start(experiment.optimizer, initial)
    done, at_once = 0, 1
    while done < experiment.epochs:
        began = time.perf_counter()
        count = min(experiment.epochs - done, at_once)
        orders = orders_of(kept, experiment.examples, seeds, done, count)
        state, *_history = kept.run(
            state, data, rates, tf.constant(orders), tf.constant([count], tf.int32)
        )
        done += count
        if time.perf_counter() - began < SHORT_CALL:
            at_once = min(2 * at_once, kept.capacity)
        yield done / experiment.epochs
    return state.weights.numpy()


def _neurons(
    experiment: NetworkExperiment, seeds: Sequence[int]
) -> Generator[float | str, None, tuple[np.ndarray, np.ndarray]]:
    """As `_networks`, under Rosenblatt's rule."""
    final = []
    for done, seed in enumerate(seeds):
        training = train_neuron(dataclasses.replace(experiment, seed=seed), [experiment.epochs])
        while True:
            try:
                next(training)
            except StopIteration as end:
                final.append(end.value.weights[-1])
                break
            yield done / len(seeds)
    return initial_weights(experiment, seeds), np.array(final)


def _many(
    experiment: NetworkExperiment,
    seeds: Sequence[int],
    initial: np.ndarray,
    final: np.ndarray,
    why: str,
    began: float,
) -> Many:
    data = experiment.load()
    done = figures(experiment, data, final)
    losses = np.where(np.isfinite(done.loss), done.loss, np.inf)
    best, worst = int(losses.argmin()), int(losses.argmax())
    shown = without_pause(observe(experiment, data, final[[best, worst]]))
    return Many(
        experiment=experiment,
        seeds=np.array(seeds[: len(final)]),
        figures=done,
        initial_weights=initial,
        final_weights=final,
        best=best,
        worst=worst,
        planes=shown.planes,
        why=why,
        seconds=time.perf_counter() - began,
        predictions=shown.predictions,
    )


Report = Callable[[int, int], None]


def as_block(
    report: Report, fit: CurveFit, seeds: Sequence[int], done: int, of: int
) -> Generator[None, None, Many]:
    """Train from all of some seeds, as part of more work.

    Args:
        report: Called with what is done of all the work, and all of it, in trainings.
        fit: What to train.
        seeds: From which seeds.
        done: Trainings that were done before.
        of: All trainings of the work.

    Raises:
        Cancelled: If it was cancelled in its midst.
    """
    many = yield from seed_by_seed(fit, seeds, lambda part, _all: report(done + part, of))
    if many.why:
        raise Cancelled(many.why)
    return many
