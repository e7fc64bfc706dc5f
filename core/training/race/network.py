"""A variant's network as a pure function of its weights, made of Keras' own layers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import keras
import tensorflow as tf

from core.activations import ACTIVATIONS
from core.models import activation_of
from core.networks.layers import Layer
from core.networks.seeds import NOISE
from core.training.race.architecture import Strengths, Structure


class Draws(NamedTuple):
    """What the random layers of one step draw from.

    Attributes:
        seed: First seed of the run, int32; see `core.networks.seeds.kernel_seed`.
        step: Number of the step, from 0: a layer of Keras draws once in each.
    """

    seed: tf.Tensor
    step: tf.Tensor

    def of(self, place: int) -> keras.random.SeedGenerator:
        """What a layer of Keras whose seed is `seed + place` draws from in this step."""
        return _Drawn(tf.stack([self.seed + place, self.step]))


class _Drawn(keras.random.SeedGenerator):
    """A seed generator without a state of its own, in the state that Keras' would have."""

    def __init__(self, state: tf.Tensor) -> None:
        self._drawn = state

    def next(self, ordered: bool = True) -> tf.Tensor:
        return self._drawn


class Signals(NamedTuple):
    """What runs through a network, for some examples.

    Attributes:
        outputs: Of the last layer, shape (examples, outputs).
        activity: Penalty on the outputs of the hidden layers.
        hidden: Outputs of each hidden layer, before dropout, shapes (examples, units).
        sums: What each hidden layer's normalization is given; its function, if there is none.
        normalized: What its function is given.
        moving: Moving averages after this pass, in Keras' order.
    """

    outputs: tf.Tensor
    activity: tf.Tensor
    hidden: list[tf.Tensor]
    sums: list[tf.Tensor]
    normalized: list[tf.Tensor]
    moving: list[tf.Tensor]


class Network:
    """The layers of a structure.

    Args:
        structure: Which.
    """

    def __init__(self, structure: Structure) -> None:
        self._structure = structure
        self._functions = [
            keras.activations.get(activation_of(Layer(units, key, _defaults(key))))
            for units, key in zip(structure.hidden, structure.activations, strict=True)
        ]
        self._output = keras.activations.get(structure.output)
        self._normalizations = [self._normalization(units) for units in structure.hidden]

    def _normalization(self, units: int) -> keras.Layer | None:
        if self._structure.normalization == "none":
            return None
        batch = self._structure.normalization == "batch"
        layer = keras.layers.BatchNormalization() if batch else keras.layers.LayerNormalization()
        layer.build((None, units))
        return layer

    def __call__(
        self,
        weights: Sequence[tf.Tensor],
        moving: Sequence[tf.Tensor],
        inputs: tf.Tensor,
        strengths: Strengths,
        draws: Draws | None = None,
        by_batch: bool = False,
    ) -> Signals:
        """One pass.

        Args:
            weights: As `Structure.shapes`.
            moving: Mean and variance of each batch normalization.
            inputs: Shape (examples, features).
            strengths: Of the random layers and the penalty on activity.
            draws: In training: what the random layers draw from. None in evaluation.
            by_batch: Batch normalization takes the batch's own mean and variance, as in training.
        """
        values, unused = inputs, list(weights)
        averages, after = list(moving), []
        if draws is not None and self._structure.noise:
            drawn = draws.of(NOISE)
            noise = keras.random.normal(tf.shape(inputs), stddev=1.0, seed=drawn)
            values = values + noise * strengths.input_noise
        activity, hidden, sums, normalized = tf.zeros(()), [], [], []
        for number, function in enumerate(self._functions):
            kernel, bias = unused.pop(0), unused.pop(0)
            values = _affine(values, kernel, bias)
            sums.append(values)
            layer = self._normalizations[number]
            if layer is not None:
                trained = [unused.pop(0), unused.pop(0)]
                own = [averages.pop(0) for _ in layer.non_trainable_variables]
                mode = {"training": by_batch} if own else {}
                values, own = layer.stateless_call(trained, own, values, **mode)
                after += own
            normalized.append(values)
            values = function(values)
            hidden.append(values)
            activity += self._on_activity(values, strengths)
            if draws is not None and self._structure.dropout[number]:
                rate = strengths.dropout[number]
                # As `keras.random.dropout`, which takes no rate that is an input.
                state = draws.of(2 * number + 1).next()
                values = tf.nn.experimental.stateless_dropout(values, rate, state)
        outputs = self._output(_affine(values, *unused))
        if not hidden:
            activity += self._on_activity(outputs, strengths)
        return Signals(outputs, activity, hidden, sums, normalized, after)

    def _on_activity(self, outputs: tf.Tensor, strengths: Strengths) -> tf.Tensor:
        """The penalty on a layer's outputs: a mean over the examples, as Keras takes it."""
        *_, absolute, square = self._structure.penalties
        penalty = tf.zeros(())
        if absolute:
            penalty += strengths.activity_l1 * tf.reduce_sum(tf.abs(outputs))
        if square:
            penalty += strengths.activity_l2 * tf.reduce_sum(tf.square(outputs))
        return penalty / tf.cast(tf.shape(outputs)[0], tf.float32)


def _affine(values: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor) -> tf.Tensor:
    # The operations of Keras' dense layer: others round otherwise, and below batch normalization
    # the gradient of a bias is nothing but rounding, which Adam makes as large as any other.
    return tf.nn.bias_add(tf.matmul(values, kernel), bias)


def _defaults(key: str) -> tuple[tuple[str, float], ...]:
    return tuple(ACTIVATIONS[key].defaults.items())
