"""Weights drawn from Keras' initializers, once or for many seeds, without building a model."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import NamedTuple

import keras
import tensorflow as tf

from core.networks.layers import LEARNED, Layer
from core.networks.options import CONSTANT


def initializer(key: str, seed: int | keras.random.SeedGenerator) -> keras.Initializer:
    """The initializer of Keras by its key, with a seed of its own."""
    # By class: getting one by its key would draw a seed from the global generator.
    kind = getattr(keras.initializers, "".join(word.capitalize() for word in key.split("_")))
    return kind() if key in ("zeros", "ones") else kind(seed=seed)


class _SeedOfTensor(keras.random.SeedGenerator):
    """A seed known only when a graph runs, in the form that Keras gives to whole numbers."""

    def __init__(self, seed: tf.Tensor) -> None:
        self._seed = seed

    def next(self, ordered: bool = True) -> tf.Tensor:
        return tf.stack([self._seed, tf.zeros_like(self._seed)])


class Plan(NamedTuple):
    """What decides how weights are drawn."""

    inputs: int
    layers: tuple[Layer, ...]
    initializer: str
    bias_initializer: str

    def draw(
        self,
        seeds: Sequence[int | keras.random.SeedGenerator],
        numbers: Sequence[float] | tf.Tensor,
    ) -> tf.Tensor:
        """One vector of weights.

        Args:
            seeds: Seeds of first kernel, first bias, second kernel, …; there may be more.
            numbers: Start of each layer's learned parameter, any number where none is; and last
                the start of biases that are constant.

        Returns:
            Shape (parameters,).
        """
        parts, incoming = [], self.inputs
        for i, layer in enumerate(self.layers):
            affine = layer.units * layer.pieces
            kernel = initializer(self.initializer, seeds[2 * i])((incoming, affine))
            if self.bias_initializer == CONSTANT:
                bias = tf.fill([affine], numbers[-1])
            else:
                bias = initializer(self.bias_initializer, seeds[2 * i + 1])((affine,))
            parts += [tf.reshape(kernel, [-1]), bias]
            if layer.activation == LEARNED:
                parts.append(tf.fill([layer.units], numbers[i]))
            incoming = layer.units
        return tf.concat(parts, axis=0)


@functools.lru_cache(maxsize=64)
def drawing_graph(plan: Plan) -> Callable[[tf.Tensor, tf.Tensor], tf.Tensor]:
    """A function from seeds of first kernels, shape (n,), and the numbers that `Plan.draw` takes
    to weights (n, parameters)."""

    def draw(first: tf.Tensor, numbers: tf.Tensor) -> tf.Tensor:
        places = range(2 * len(plan.layers))
        seeds = [_SeedOfTensor(first + tf.constant(i, tf.uint32)) for i in places]
        return plan.draw(seeds, numbers)

    @tf.function(
        autograph=False,
        input_signature=[tf.TensorSpec([None], tf.uint32), tf.TensorSpec([None], tf.float32)],
    )
    def draw_each(first: tf.Tensor, numbers: tf.Tensor) -> tf.Tensor:
        return tf.map_fn(lambda seed: draw(seed, numbers), first, fn_output_signature=tf.float32)

    # Called as it is, TensorFlow takes one graph for each plan for one function traced too often.
    return draw_each.get_concrete_function()
