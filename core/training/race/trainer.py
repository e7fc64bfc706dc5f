"""One variant of a race under way: whole epochs in short calls, and what is noted of each."""

from __future__ import annotations

import functools
import math
import time
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import tensorflow as tf

from core.experiments.race import MOST_STEP_OUTPUTS
from core.experiments.race_results import PROBES, History, Lane
from core.networks.seeds import kernel_seed
from core.training.race.architecture import strengths_of, structure_of
from core.training.race.callbacks import Listening
from core.training.race.keras_models import initial_weights
from core.training.race.program import (
    TOTALS,
    Judged,
    Numbers,
    Program,
    State,
    built,
    start,
    variables,
)
from core.training.race.recorder import Watching
from core.training.schedules import learning_rates
from core.training.shuffling import shuffled

if TYPE_CHECKING:
    from core.experiments.race import Race
    from core.experiments.variant import Variant
    from core.training.race.data import Material

CALL = 0.08
"""Seconds that a call of a program should take at most, so that others have their turn."""

_MULTIPLICATIONS_PER_SECOND = 2e9  # a careful guess, until a call has been measured
_STEP = 3e-4  # seconds of a step beside its multiplications, as careful
MOST_RATES = 2_000

program_of = functools.lru_cache(maxsize=64)(built)
"""The program of a structure, kept: making it takes 0.2 s."""

Order = Callable[[int, int, int], np.ndarray]


class Row(NamedTuple):
    """One epoch, as `core.experiments.race_results.History` has it."""

    loss: float
    penalty: float
    accuracy: float
    validation_loss: float
    validation_penalty: float
    validation_accuracy: float
    rates: float


class Running:
    """One variant. All that changes is its own; the program is shared.

    Args:
        race: Epochs, batch and seed.
        variant: Which.
        material: What it learns from.
        watched: Whether distributions into the layers are noted.
        order: Seed, epoch (from 0) and number of examples to the order in which they are taken.

    Attributes:
        batch: Examples of a full step.
        steps: Steps of an epoch.
        seed: First seed of what its random layers draw from.
        why: Why it has ended before its time, "" if it has not.
        ended: Whether it has, in time or before.
        state: Where it stands.
        last: The state after the last epoch, before the callbacks restored the best; before that
            epoch if the training diverged in it.
    """

    def __init__(
        self,
        race: Race,
        variant: Variant,
        material: Material,
        watched: bool = False,
        order: Order = shuffled,
    ) -> None:
        material.check(variant)
        self.race, self.variant, self.material = race, variant, material
        self.structure = structure_of(variant, material.features, material.classes)
        self.strengths = tf.constant(strengths_of(variant), tf.float32)
        self.initial = initial_weights(self.structure, race.seed)
        self.state = self.last = start(self.structure, self.initial)
        self.listening = Listening(variant)
        self.why, self.ended = "", False
        self.stopped_epoch: int | None = None
        self.seed = kernel_seed(race.seed, 0)
        self._order = order
        self._examples = material.examples_for(variant)
        examples = len(material.examples.train_y)
        self.batch = race.batch_examples(examples)
        self.steps = math.ceil(examples / self.batch)
        self._rows: list[Row] = []
        self._scales: list[float] = []
        self._hits = 0.0
        self._watching = Watching(race.epochs, material.examples, sums=watched and variant.hidden)
        self._arithmetic = 3 * sum(array.size for array in self.initial)
        units = sum(variant.hidden) + self.structure.outputs
        quick = int(9 * CALL * _MULTIPLICATIONS_PER_SECOND / self._arithmetic)
        self._rows_at_once = max(64, min(quick, MOST_STEP_OUTPUTS // units))
        self._pace = _STEP + self._arithmetic * self.batch / _MULTIPLICATIONS_PER_SECOND

    @property
    def program(self) -> Program:
        """What trains it."""
        return program_of(self.structure)

    @property
    def epochs(self) -> int:
        """Epochs behind it."""
        return len(self._rows)

    def epoch(self) -> Generator[None, None, None]:
        """Train one epoch, pausing between calls, and note what came of it."""
        if not self.epochs:
            self._look()
        # Who is told to end in its midst is left with the state before it.
        state, row = yield from self._train(self.state)
        self._rows.append(row)
        self._scales.append(self.listening.scale)
        if not math.isfinite(row.loss + row.validation_loss):
            self.stop("diverged")
            return
        self.state = state
        self._look()
        validation_loss = row.validation_loss + row.validation_penalty
        if self.listening.epoch(self.epochs, validation_loss, self.state):
            self.stopped_epoch = self.epochs
            self.stop("early_stopping")
        elif self.epochs == self.race.epochs:
            self.stop("")

    def stop(self, why: str) -> None:
        """End the training; callbacks hear of it."""
        self.why, self.ended = why, True
        self.last = self.state
        if not self.epochs:
            # Told to end before its first epoch: what is to be seen of it is its start.
            self._look()
        if self.epochs and why != "diverged":
            self.state = self.listening.end(self.state)

    def _look(self) -> None:
        """Let be noted what is to be seen now."""
        self._watching.look(self.epochs, self._outputs, self._layers)

    def _outputs(self, points: np.ndarray) -> np.ndarray:
        targets = tf.zeros((len(points), self.structure.outputs))
        return self.judge_now(self.state, tf.constant(points), targets).outputs.numpy()

    def _layers(self) -> tuple[list[tf.Tensor], list[tf.Tensor]]:
        probes = self.material.inputs["train"][:PROBES]
        return self.program.observe(self.state, probes, self.strengths)

    def _train(self, state: State) -> Generator[None, None, tuple[State, Row]]:
        """The steps of one epoch from a state: the state then, and what came of them."""
        examples, held = len(self._examples.inputs), len(self._examples.held_inputs)
        rates = self._rates_of_epoch()
        inputs = tf.constant(self._order_of_epoch(), tf.int32), tf.constant(rates), self.strengths
        totals, first = np.zeros(len(TOTALS)), 0
        while first < self.steps:
            last = first + max(1, min(int(CALL / self._pace), self.steps - first))
            judges = last == self.steps and held <= self._rows_at_once
            numbers = Numbers(self.batch, first, last, self.seed, held if judges else 0)
            began = time.perf_counter()
            state, sums, judged = self.program.run(
                state, self._examples, *inputs, tf.constant(numbers, tf.int32)
            )
            totals += sums.numpy()
            # The first call of a program also prepares its graph.
            self._pace = min(2 * self._pace, (time.perf_counter() - began) / (last - first))
            first = last
            yield
        if not judges:
            judged = yield from self.judge("validation", state)
        self._hits += totals[3]
        figures = (*(totals[:3] / examples), *judged[:3], rates[-1])
        row = Row(*(float(figure) for figure in figures))
        if not self.material.classes:
            row = row._replace(accuracy=math.nan, validation_accuracy=math.nan)
        return state, row

    def _order_of_epoch(self) -> np.ndarray:
        count = len(self._examples.inputs)
        if self.steps == 1:
            return np.arange(count)
        return self._order(self.race.seed, self.epochs, count)

    def _rates_of_epoch(self) -> np.ndarray:
        steps = np.arange(self.steps) + self.epochs * self.steps
        return learning_rates(self.variant, steps) * np.float32(self.listening.scale)

    def judge(
        self, part: str, state: State, inputs: np.ndarray | None = None
    ) -> Generator[None, None, Judged]:
        """How a state does, pausing between calls.

        Args:
            part: Of the examples: "train", "validation" or "test".
            state: Whose weights.
            inputs: Other examples in their place, shape (n, features); their targets are zeros,
                and only the outputs mean anything.

        Returns:
            As NumPy's arrays and numbers.
        """
        if inputs is None:
            inputs, targets = self.material.inputs[part], self.material.targets(self.variant, part)
        else:
            targets = tf.zeros((len(inputs), self.structure.outputs))
        parts = []
        for first in range(0, len(inputs), self._rows_at_once):
            cut = slice(first, first + self._rows_at_once)
            parts.append(self.judge_now(state, inputs[cut], targets[cut]))
            yield
        return _joined(parts)

    def judge_now(self, state: State, inputs: tf.Tensor, targets: tf.Tensor) -> Judged:
        """How a state does on a few examples, in one call; as TensorFlow's tensors."""
        examples = self._examples._replace(held_inputs=inputs, held_targets=targets)
        numbers = Numbers(self.batch, 0, 0, self.seed, len(inputs))
        nothing = tf.zeros(0, tf.int32), tf.zeros(0)
        *_, judged = self.program.run(
            state, examples, *nothing, self.strengths, tf.constant(numbers, tf.int32)
        )
        return judged

    def lane(self, live: bool) -> Lane:
        """What is known so far, without findings.

        Args:
            live: Leave out all frames of the plane but the last.
        """
        variant, epochs = self.variant, self.epochs
        columns = np.array(self._rows, np.float64).reshape(epochs, len(Row._fields)).T
        steps = epochs * self.steps
        rate_steps = np.unique(np.linspace(0, max(steps - 1, 0), MOST_RATES).round().astype(int))
        rate_steps = rate_steps[:steps]
        scales = np.array(self._scales)[rate_steps // self.steps] if steps else np.zeros(0)
        kernels = variables(self.structure, self.state.groups)
        bound = variant.constraint != "none" and epochs
        return Lane(
            variant=variant,
            history=History(**dict(zip(Row._fields, columns, strict=True))),
            best_epoch=self.listening.best_epoch,
            stopped_epoch=self.stopped_epoch,
            why=self.why,
            parameters=variant.parameter_count(self.material.features, self.material.classes),
            norm=math.sqrt(
                sum(float(tf.reduce_sum(kernels[i] ** 2)) for i in self.structure.kernels)
            ),
            constraint_hits=self._hits / steps if bound else None,
            rate_steps=rate_steps,
            rates=learning_rates(variant, rate_steps) * scales,
            **self._watching.seen(live)._asdict(),
            findings=None,
        )


def _joined(parts: list[Judged]) -> Judged:
    """The figures of all examples from those of several cuts."""
    counts = np.array([len(part.outputs) for part in parts], np.float64)
    if len(parts) == 1:
        return Judged(*(part.numpy() for part in parts[0]))
    share = counts / counts.sum()
    loss, penalty, right = (
        float(np.dot(share, [float(part[i]) for part in parts])) for i in range(3)
    )
    return Judged(
        loss,
        penalty,
        right,
        np.concatenate([part.outputs.numpy() for part in parts]),
        np.dot(share, np.stack([part.zeros.numpy() for part in parts])),
    )
