"""A training under way: its state between frames, and what is kept of it."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import tensorflow as tf

from core.analysis.evaluation import figures, observe
from core.datasets import CurveData, Dataset
from core.experiments.results import Figures, Run
from core.models import initial_weights
from core.training.callbacks import Callbacks
from core.training.loop import FIGURES, Data, State
from core.training.optimizers import Rates
from core.training.program import Program, start
from core.training.shuffling import shuffled

if TYPE_CHECKING:
    from core.experiments import NetworkExperiment


LONG_CALL = 0.02
"""Seconds. As long as calls of a program are quicker, more and more frames are trained at once: a
call costs half a millisecond, as much as many epochs of a small network."""


class Trained(NamedTuple):
    """A frame: the weights, shape (parameters,), after this many epochs."""

    epoch: int
    weights: np.ndarray


class Running:
    """One training. All that changes in it is its own; the program is shared.

    Args:
        experiment: What to train.
        kept: The program of its architecture.
        callbacks: Who listens between frames.
        shuffle: Whether mini-batches are drawn anew each epoch.

    Attributes:
        why: Why it has ended before its time, "" if it has not.
    """

    def __init__(
        self, experiment: NetworkExperiment, kept: Program, callbacks: Callbacks, shuffle: bool
    ) -> None:
        self._began = time.perf_counter()
        self._experiment = experiment
        self._callbacks = callbacks
        self._shuffle = shuffle
        self._program = kept
        self._dataset = experiment.load()
        self._data = as_tensors(self._dataset)
        scales = {"loss": self._dataset.loss_scale, "held_loss": self._dataset.loss_scale}
        self._units = np.array([scales.get(name, 1) for name in FIGURES], np.float32)
        self._rates = rates_of(experiment, experiment.learning_rate)
        initial = initial_weights(experiment)
        self._state = start(experiment.optimizer, initial)
        self._epoch = 0
        self._history: list[np.ndarray] = []
        self._frames_at_once = 1
        self._kept = [Trained(0, initial)]
        self.why = ""
        self._stopped_at: int | None = None

    def advance(self, moments: Sequence[int]) -> list[Trained]:
        """Train the next frames, as many as fit into one short call.

        Args:
            moments: After how many epochs the frames to come end, ascending.

        Returns:
            The first of these frames. If the training diverged, the last one may be earlier than
            asked for, or missing.
        """
        began, frames = time.perf_counter(), []
        while not frames and not self.why:
            within = [m for m in moments if m - self._epoch <= self._program.capacity]
            ends = within[: self._frames_at_once] or [self._epoch + self._program.capacity]
            before, first = self._state, self._epoch
            self._state, kept, rows = self._call(before, first, ends)
            self._history.append(rows)
            self._epoch = first + len(rows)
            if not np.isfinite(rows[-1, 0]):
                self.stop("diverged", self._epoch)
                return self._sound(before, first, [m for m in ends if m in moments])
            if within:
                frames = [Trained(*frame) for frame in zip(ends, kept, strict=False)]
        if self._callbacks:
            self._listen(rows[-1])
        elif time.perf_counter() - began < LONG_CALL:
            self._frames_at_once = min(2 * self._frames_at_once, self._program.frames)
        return frames

    def keep(self, frame: Trained) -> float:
        """Keep a frame; the loss of its last epoch, without the penalty."""
        self._kept.append(frame)
        return float(np.concatenate(self._history)[frame.epoch - 1, 0])

    def stop(self, why: str, epoch: int) -> None:
        """End the training before its time, in some epoch, from 1."""
        self.why, self._stopped_at = why, epoch

    def result(self, with_start: bool) -> Generator[None, None, Run]:
        """What came of it; pauses between the pictures.

        Args:
            with_start: Whether the first frame is the start. It is so too if the training
                diverged, or there is no other.
        """
        weights = self._callbacks.end()
        if weights is not None:
            self._kept[-1] = self._kept[-1]._replace(weights=weights)
        kept = self._kept[0 if with_start or len(self._kept) == 1 else 1 :]
        if self.why == "diverged":
            kept = self._finite()
        all_weights = np.stack([frame.weights for frame in kept])
        observed = yield from observe(self._experiment, self._dataset, all_weights)
        return Run(
            experiment=self._experiment,
            history=self._all_history(),
            epochs=np.array([frame.epoch for frame in kept]),
            weights=all_weights,
            figures=figures(self._experiment, self._dataset, all_weights),
            why=self.why,
            stopped_at=self._stopped_at,
            **observed._asdict(),
            seconds=time.perf_counter() - self._began,
        )

    def _finite(self) -> list[Trained]:
        """The start and the frames whose weights still give a finite loss."""
        weights = np.stack([frame.weights for frame in self._kept])
        loss = figures(self._experiment, self._dataset, weights).loss
        finite = np.isfinite(loss)
        return [frame for i, frame in enumerate(self._kept) if finite[i] or not i]

    def _all_history(self) -> Figures:
        rows = np.concatenate(self._history)[: self._stopped_at]
        columns = dict(zip(FIGURES, rows.T, strict=True))
        if not self._experiment.held_examples:
            columns |= {"held_loss": None, "held_accuracy": None}
        if not self._experiment.classifies:
            columns |= {"accuracy": None, "held_accuracy": None}
        return Figures(**columns)

    def _call(
        self, state: State, first: int, ends: Sequence[int]
    ) -> tuple[State, np.ndarray, np.ndarray]:
        """From one epoch to others: the state then, weights at each end, rows of the history."""
        counts = [end - first for end in ends]
        counts += counts[-1:] * (self._program.frames - len(counts))
        state, kept, history, done = self._program.run(
            state,
            self._data,
            self._rates,
            self._orders(first, counts[-1]),
            tf.constant(counts, tf.int32),
        )
        return state, kept.numpy()[: len(ends)], history.numpy()[: int(done)] * self._units

    def _sound(self, before: State, first: int, ends: Sequence[int]) -> list[Trained]:
        """Frames of a call that diverged: the last of them as late as the loss was finite.

        The loss of the last epoch but one was finite, and so were the weights it began with.
        """
        last = self._epoch - 2
        sound = [end for end in ends if end < last]
        if last <= first:
            return []
        _state, kept, _rows = self._call(before, first, [*sound, last])
        return [Trained(*frame) for frame in zip([*sound, last], kept, strict=True)]

    def _orders(self, first: int, count: int) -> tf.Tensor:
        kept, examples = self._program, self._experiment.examples
        if kept.shuffles and not self._shuffle:
            return tf.constant(np.tile(np.arange(examples, dtype=np.int32), (kept.capacity, 1)))
        seeds = [self._experiment.seed]
        return tf.constant(orders_of(kept, examples, seeds, first, count)[:, 0])

    def _listen(self, row: np.ndarray) -> None:
        """Let Keras' callbacks see the last epoch, and heed what they did."""
        logs = dict(zip(FIGURES, row.tolist(), strict=True))
        heard = self._callbacks.epoch(self._epoch, logs, self._state.weights.numpy())
        self._rates = rates_of(self._experiment, heard.learning_rate)
        self._state = self._state._replace(weights=tf.constant(heard.weights))
        if heard.stop:
            self.stop("callback", self._epoch)


def as_tensors(
    data: Dataset | CurveData, held: bool = True, mask: np.ndarray | None = None
) -> Data:
    """A data set as a program takes it, with or without the examples held out and a mask."""
    rows = slice(None) if held else slice(0)
    arrays = (
        data.train_inputs,
        data.train_targets,
        data.held_inputs[rows],
        data.held_targets[rows],
        np.zeros(0, np.float32) if mask is None else mask,
    )
    return Data(*(tf.constant(array) for array in arrays))


def rates_of(experiment: NetworkExperiment, learning_rate: float) -> tf.Tensor:
    """The numbers of an experiment as a program takes them: `Rates` as one vector."""
    rates = Rates(
        learning_rate=learning_rate,
        l1=experiment.l1,
        l2=experiment.l2,
        weight_decay=experiment.weight_decay,
        threshold=experiment.threshold,
    )
    return tf.constant(rates, tf.float32)


def orders_of(
    kept: Program, examples: int, seeds: Sequence[int], first: int, count: int
) -> np.ndarray:
    """Shuffled orders for some epochs, padded to what a program takes.

    Args:
        kept: The program.
        examples: Number of training examples.
        seeds: Seed of each run.
        first: The first epoch, from 0.
        count: Number of epochs.

    Returns:
        Shape (capacity, seeds, examples), int32; without examples if the program does not shuffle.
    """
    if not kept.shuffles:
        return np.zeros((kept.capacity, len(seeds), 0), np.int32)
    orders = np.zeros((kept.capacity, len(seeds), examples), np.int32)
    for row in range(count):
        for column, seed in enumerate(seeds):
            orders[row, column] = shuffled(seed, first + row, examples)
    return orders
