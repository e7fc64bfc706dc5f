"""The compiled loop: whole epochs of training as one program, kept per architecture.

The program is a pure function. Weights, the optimizer's state, data, targets, rates and the number
of epochs are its inputs, so that a kept program serves every run of its architecture, many at once,
and nothing needs to be reset between them.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf

from core.experiments.layers import Architecture
from core.models import stack
from core.training.optimizers import OPTIMIZERS, Rates

EPOCHS_AT_ONCE = 1024
"""Most epochs of one call of a program; with mini-batches fewer, see `_capacity`."""

FRAMES_AT_ONCE = 32
"""Frames of one call, at most."""

SHUFFLED_EPOCHS_AT_ONCE = 64
SHUFFLED_EXAMPLES_AT_ONCE = 2_000_000

FIGURES = ("loss", "penalty", "accuracy", "held_loss", "held_accuracy")
"""Columns of the history that a program returns."""


class State(NamedTuple):
    """Where a training stands.

    Attributes:
        weights: Shape (parameters,) or (runs, parameters), float32.
        slots: State of the optimizer, see `core.training.optimizers`.
        steps: Number of steps behind it, int32.
    """

    weights: tf.Tensor
    slots: tuple[tf.Tensor, ...]
    steps: tf.Tensor


class Data(NamedTuple):
    """Examples to learn from and examples held out, float32 arrays (n, features), (n, outputs).

    `mask` is 1 where a weight is trained and 0 where it stays as it is: shape (runs, parameters) in
    a program with masks, (0,) in another.
    """

    inputs: tf.Tensor
    targets: tf.Tensor
    held_inputs: tf.Tensor
    held_targets: tf.Tensor
    mask: tf.Tensor


class Program(NamedTuple):
    """A compiled training.

    Attributes:
        capacity: Most epochs of one call.
        frames: Most frames of one call.
        shuffles: Whether it needs an order of the examples for each epoch.
        run: See `_traced`.
    """

    capacity: int
    frames: int
    shuffles: bool
    run: Callable[..., tuple[State, tf.Tensor, tf.Tensor, tf.Tensor]]


def start(optimizer: str, weights: np.ndarray) -> State:
    """The state before the first step.

    Args:
        optimizer: Key of the optimizer.
        weights: Shape (parameters,) or (runs, parameters), float32.

    Returns:
        A state that no run shares.
    """
    slots = OPTIMIZERS[optimizer].start(weights)
    return State(
        tf.constant(weights), tuple(tf.constant(slot) for slot in slots), tf.constant(0, tf.int32)
    )


def built(architecture: Architecture, runs: int, compiled: bool, masked: bool) -> Program:
    """Trace and compile a program; `core.training.programs` keeps it. Arguments as there."""
    loop = _Loop(architecture, runs, by_variable=not compiled, masked=masked)
    capacity = _capacity(architecture, runs)
    frames = 1 if runs else FRAMES_AT_ONCE
    with warnings.catch_warnings():
        # Keras warns of categorical cross-entropy on one unit; here that is an experiment.
        warnings.simplefilter("ignore")
        run = _traced(loop, capacity, frames, compiled)
    # XLA compiles at the first call: here it trains no epoch.
    run(*tf.nest.map_structure(_zeros, _signature(loop, capacity, frames)))
    return Program(capacity, frames, loop.shuffles, run)


def _zeros(spec: tf.TensorSpec) -> tf.Tensor:
    return tf.zeros(spec.shape, spec.dtype)


def _traced(loop: _Loop, capacity: int, frames: int, compiled: bool) -> Callable:
    """Several frames of a training as one function.

    It takes state, data, rates (all of `Rates` as one vector), orders of the examples (one row for
    each epoch) and the ends of the frames: numbers of epochs, shape (frames,), ascending, the last
    repeated. It returns the new state, the weights at the end of each frame, the history (one row
    for each epoch) and the number of rows filled: fewer than the last end if a loss was not finite,
    in the last of these rows.
    """
    axis = (loop.runs,) if loop.runs else ()
    parameters = sum(loop.sizes)

    def run(state: State, data: Data, rates: tf.Tensor, orders: tf.Tensor, ends: tf.Tensor):
        rates = Rates(*tf.unstack(rates))

        def epoch(done, state, history, finite):
            state, figures = loop.epoch(state, data, rates, orders[done])
            if not loop.runs:
                finite = tf.math.is_finite(figures[0])
            return done + 1, state, history.write(done, figures), finite

        def frame(number, kept, *under_way):
            under_way = tf.while_loop(
                lambda done, _state, _history, finite: (done < ends[number]) & finite,
                epoch,
                under_way,
            )
            return number + 1, kept.write(number, under_way[1].weights), *under_way

        history = tf.TensorArray(tf.float32, capacity, element_shape=(*axis, len(FIGURES)))
        kept = tf.TensorArray(tf.float32, frames, element_shape=(*axis, parameters))
        _, kept, done, state, history, _ = tf.while_loop(
            lambda number, *_: number < frames,
            frame,
            (tf.constant(0), kept, tf.constant(0), state, history, tf.constant(True)),
        )
        return state, kept.stack(), history.stack(), done

    function = tf.function(run, jit_compile=compiled, autograph=False)
    return function.get_concrete_function(*_signature(loop, capacity, frames))


def _capacity(architecture: Architecture, runs: int) -> int:
    if architecture.batch == architecture.examples:
        return EPOCHS_AT_ONCE
    fitting = SHUFFLED_EXAMPLES_AT_ONCE // (architecture.examples * max(runs, 1))
    return min(SHUFFLED_EPOCHS_AT_ONCE, max(fitting, 1))


def _signature(loop: _Loop, capacity: int, frames: int) -> tuple:
    architecture = loop.architecture
    axis = (loop.runs,) if loop.runs else ()
    weights = tf.TensorSpec((*axis, sum(loop.sizes)), tf.float32)
    slots = OPTIMIZERS[architecture.optimizer].start(np.zeros(weights.shape, np.float32))
    columns = (architecture.inputs, architecture.layers[-1].units)
    rows = (architecture.examples, architecture.held_examples)
    return (
        State(
            weights,
            tuple(tf.TensorSpec(np.shape(slot), tf.float32) for slot in slots),
            tf.TensorSpec((), tf.int32),
        ),
        Data(
            *(tf.TensorSpec((n, width), tf.float32) for n in rows for width in columns),
            tf.TensorSpec(weights.shape if loop.masked else (0,), tf.float32),
        ),
        tf.TensorSpec((len(Rates._fields),), tf.float32),
        tf.TensorSpec((capacity, *axis, rows[0] if loop.shuffles else 0), tf.int32),
        tf.TensorSpec((frames,), tf.int32),
    )


class _Loop:
    """The steps and epochs of one architecture, as TensorFlow's graph records them."""

    def __init__(
        self, architecture: Architecture, runs: int, by_variable: bool, masked: bool
    ) -> None:
        self.architecture = architecture
        self.runs = runs
        self.by_variable = by_variable
        self.masked = masked
        self.shuffles = architecture.batch < architecture.examples
        self.model = stack(architecture.inputs, architecture.layers)
        self.shapes = [tuple(variable.shape) for variable in self.model.trainable_variables]
        self.sizes = [int(np.prod(shape)) for shape in self.shapes]
        self.loss = keras.losses.get(architecture.loss)
        self.update = OPTIMIZERS[architecture.optimizer].update

    def epoch(self, state: State, data: Data, rates: Rates, order: tf.Tensor):
        """One pass through the examples; the new state and its row of the history."""
        if self.shuffles:
            state, figures = self._batches(state, data, rates, order)
        else:
            state, figures = self._step(state, data.inputs, data.targets, rates, data.mask)
        if not self.architecture.held_examples:
            return state, tf.concat([figures, tf.zeros_like(figures[..., :2])], axis=-1)
        loss, accuracy = self._judge(
            state.weights, data.held_inputs, data.held_targets, rates.threshold
        )
        return state, tf.concat([figures, tf.stack([loss, accuracy])], axis=-1)

    def _batches(self, state: State, data: Data, rates: Rates, order: tf.Tensor):
        size = self.architecture.batch
        whole, rest = divmod(self.architecture.examples, size)

        def take(number, state, total, count):
            chosen = tf.slice(
                order, [0] * (len(order.shape) - 1) + [number * size], [*order.shape[:-1], count]
            )
            inputs, targets = tf.gather(data.inputs, chosen), tf.gather(data.targets, chosen)
            state, figures = self._step(state, inputs, targets, rates, data.mask)
            return state, total + figures * count

        def body(number, state, total):
            return number + 1, *take(number, state, total, size)

        total = tf.zeros((*state.weights.shape[:-1], 3))
        _, state, total = tf.while_loop(
            lambda number, *_: number < whole, body, (tf.constant(0), state, total)
        )
        if rest:
            state, total = take(whole, state, total, rest)
        return state, total / self.architecture.examples

    def _step(self, state: State, inputs, targets, rates: Rates, mask: tf.Tensor):
        if not self.runs:
            gradient, figures = self._gradient(state.weights, inputs, targets, rates)
        elif self.shuffles:  # each run has examples of its own
            gradient, figures = tf.vectorized_map(
                lambda one: self._gradient(*one, rates), (state.weights, inputs, targets)
            )
        else:
            gradient, figures = tf.vectorized_map(
                lambda weights: self._gradient(weights, inputs, targets, rates), state.weights
            )
        if self.masked:
            gradient *= mask
        steps = state.steps + 1
        count = tf.cast(steps, tf.float32)
        if self.by_variable:
            weights, slots = self._updated_by_variable(state, gradient, count, rates)
        else:
            weights, slots = self.update(state.weights, gradient, state.slots, count, rates)
        return State(weights, slots, steps), figures

    def _updated_by_variable(self, state: State, gradient, count, rates):
        """The same update, cut as Keras cuts it.

        TensorFlow's kernels round the last elements of an array unlike those before them, so that
        one long vector would part from Keras by thousands of steps.
        """

        def cut(vector):
            return tf.split(vector, self.sizes) if vector.shape.rank else [vector] * len(self.sizes)

        updated = [
            self.update(weights, slope, slots, count, rates)
            for weights, slope, *slots in zip(
                *map(cut, (state.weights, gradient, *state.slots)), strict=True
            )
        ]
        weights, slots = zip(*updated, strict=True)
        joined = [
            tf.concat(parts, axis=0) if parts[0].shape.rank else parts[0]
            for parts in zip(*slots, strict=True)
        ]
        return tf.concat(weights, axis=0), tuple(joined)

    def _gradient(self, weights: tf.Tensor, inputs: tf.Tensor, targets: tf.Tensor, rates: Rates):
        with tf.GradientTape() as tape:
            tape.watch(weights)
            loss, accuracy = self._judge(weights, inputs, targets, rates.threshold)
            penalty = self._penalty(weights, rates)
            total = loss + penalty
        return tape.gradient(total, weights), tf.stack([loss, penalty, accuracy])

    def _judge(self, weights, inputs, targets, threshold):
        parts = self._parts(weights)
        outputs, _state = self.model.stateless_call(parts, [], inputs, training=True)
        loss = tf.reduce_mean(self.loss(targets, outputs))
        return loss, accuracy(outputs, targets, threshold)

    def _parts(self, weights: tf.Tensor) -> list[tf.Tensor]:
        pieces = tf.split(weights, self.sizes)
        return [tf.reshape(part, shape) for part, shape in zip(pieces, self.shapes, strict=True)]

    def _penalty(self, weights: tf.Tensor, rates: Rates) -> tf.Tensor:
        absolute, square = self.architecture.penalties
        kernels = [part for part in self._parts(weights) if len(part.shape) == 2]
        penalty = tf.zeros(())
        for kernel in kernels:
            if absolute:
                penalty += rates.l1 * tf.reduce_sum(tf.abs(kernel))
            if square:
                penalty += rates.l2 * tf.reduce_sum(tf.square(kernel))
        return penalty


def accuracy(outputs: tf.Tensor, targets: tf.Tensor, threshold: tf.Tensor) -> tf.Tensor:
    """Share of examples told right.

    Args:
        outputs: Shape (…, n, outputs).
        targets: Of the same shape; one output holds the class 0 or 1, several are one-hot.
        threshold: Above it a single output means class 1, as in Keras' binary accuracy.

    Returns:
        Shape (…), in [0, 1].
    """
    if outputs.shape[-1] == 1:
        right = tf.equal(outputs > threshold, targets > 0.5)[..., 0]
    else:
        right = tf.equal(tf.argmax(outputs, axis=-1), tf.argmax(targets, axis=-1))
    return tf.reduce_mean(tf.cast(right, tf.float32), axis=-1)
