"""The steps and epochs of one architecture, as TensorFlow's graph records them."""

from __future__ import annotations

from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf

from core.models import stack
from core.networks.layers import Architecture
from core.training.optimizers import OPTIMIZERS, Rates

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


class Loop:
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
