"""One experiment from many seeds, side by side."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import tensorflow as tf

from core.datasets import load
from core.models import initial_weights
from core.training.observing import figures, pictures
from core.training.program import program, start
from core.training.rosenblatt import train_neuron
from core.training.run import Cancelled, Many
from core.training.running import as_tensors, orders_of, rates_of

if TYPE_CHECKING:
    from core.experiments import Experiment

SEEDS_AT_ONCE = 50
"""Seeds of one program: a fixed number, so that another number of seeds compiles nothing new."""

OnBatch = Callable[[int, int], None]


def train_many(
    experiment: Experiment, seeds: Sequence[int], on_batch: OnBatch | None = None
) -> Many:
    """Train the same experiment from many seeds; each row is what `train` gives with that seed.

    Args:
        experiment: What to train; its own seed does not count.
        seeds: Which seeds, at least one.
        on_batch: Called after each piece of the work with the number of pieces done and that of
            all; may raise `Cancelled` to end the training with the seeds that are done.

    Returns:
        What came of it.

    Raises:
        Cancelled: If it was cancelled before any seed was done.
        ValueError: If there are no seeds.
    """
    running = seed_by_seed(experiment, seeds, on_batch)
    while True:
        try:
            next(running)
        except StopIteration as end:
            return end.value


def seed_by_seed(
    experiment: Experiment, seeds: Sequence[int], on_batch: OnBatch | None = None
) -> Generator[None, None, Many]:
    """As `train_many`, but with a pause after each piece, in which others may have their turn."""
    if not len(seeds):
        raise ValueError("there must be at least one seed")
    began = time.perf_counter()
    blocks = [seeds[i : i + SEEDS_AT_ONCE] for i in range(0, len(seeds), SEEDS_AT_ONCE)]
    trainer = _neurons if experiment.rule == "rosenblatt" else _networks
    starts, ends, why, pieces = [], [], "", 0
    for done, block in enumerate(blocks):
        training = trainer(experiment, block)
        try:
            while True:
                try:
                    of_block = next(training)
                except StopIteration as end:
                    first, last = end.value
                    break
                pieces += 1
                if on_batch:
                    on_batch(pieces, of_block * len(blocks))
                yield
        except Cancelled as cancelled:
            if not done:
                raise
            why = cancelled.why
            break
        starts.append(first)
        ends.append(last)
    return _many(experiment, seeds, np.concatenate(starts), np.concatenate(ends), why, began)


def _networks(
    experiment: Experiment, seeds: Sequence[int]
) -> Generator[int, None, tuple[np.ndarray, np.ndarray]]:
    """Train at most `SEEDS_AT_ONCE` seeds; pauses with the number of pieces of work that makes."""
    full = [*seeds, *[seeds[-1]] * (SEEDS_AT_ONCE - len(seeds))]
    architecture = experiment.architecture._replace(held_examples=0)
    kept = program(architecture, runs=SEEDS_AT_ONCE)
    data = as_tensors(load(experiment), held=False)
    rates = rates_of(experiment, experiment.learning_rate)
    initial = initial_weights(experiment, full)
    state = start(experiment.optimizer, initial)
    begins = range(0, experiment.epochs, kept.capacity)
    for first in begins:
        count = min(experiment.epochs - first, kept.capacity)
        orders = orders_of(kept, experiment.examples, full, first, count)
        state, *_history = kept.run(
            state, data, rates, tf.constant(orders), tf.constant([count], tf.int32)
        )
        yield len(begins)
    return initial[: len(seeds)], state.weights.numpy()[: len(seeds)]


def _neurons(
    experiment: Experiment, seeds: Sequence[int]
) -> Generator[int, None, tuple[np.ndarray, np.ndarray]]:
    """As `_networks`, under Rosenblatt's rule."""
    final = []
    for seed in seeds:
        run = train_neuron(dataclasses.replace(experiment, seed=seed), [experiment.epochs])
        final.append(run.weights[-1])
    yield 1
    return initial_weights(experiment, seeds), np.array(final)


def _many(
    experiment: Experiment,
    seeds: Sequence[int],
    initial: np.ndarray,
    final: np.ndarray,
    why: str,
    began: float,
) -> Many:
    data = load(experiment)
    done = figures(experiment, data, final)
    losses = np.where(np.isfinite(done.loss), done.loss, np.inf)
    best, worst = int(losses.argmin()), int(losses.argmax())
    planes, _maps = pictures(experiment, data.bounds, final[[best, worst]])
    return Many(
        experiment=experiment,
        seeds=np.array(seeds[: len(final)]),
        figures=done,
        initial_weights=initial,
        final_weights=final,
        best=best,
        worst=worst,
        planes=planes,
        why=why,
        seconds=time.perf_counter() - began,
    )
