"""What trained weights do: outputs over the plane, maps of the hidden units, loss and accuracy."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import keras
import numpy as np
import tensorflow as tf

from core.datasets import Dataset, features, grid
from core.experiments.layers import Layer
from core.models import stack
from core.training.program import KEPT_PROGRAMS, accuracy
from core.training.run import MAP_RESOLUTION, PLANE_RESOLUTION, Figures

if TYPE_CHECKING:
    from core.experiments import Experiment

FRAMES_AT_ONCE = 30
"""Frames of one call, so that their intermediate results stay within some 100 MB."""


def pictures(
    experiment: Experiment, bounds: tuple[float, float, float, float], weights: np.ndarray
) -> tuple[np.ndarray, tuple[np.ndarray, ...]]:
    """What the network and its hidden units say about every point of the plane.

    Args:
        experiment: Which network.
        bounds: Which part of the plane: x1 from, to, x2 from, to.
        weights: Shape (frames, parameters).

    Returns:
        Outputs, shape (frames, 101, 101, outputs); and for each hidden layer its units, shape
        (frames, units, 31, 31). float32.
    """
    architecture = experiment.architecture
    draw = _observers(architecture.inputs, architecture.layers, architecture.loss).pictures
    fine = _rows(bounds, experiment.features, PLANE_RESOLUTION)
    coarse = _rows(bounds, experiment.features, MAP_RESOLUTION)
    outputs, units = _in_blocks(lambda block: draw(block, fine, coarse), weights)
    planes = outputs.reshape(len(weights), PLANE_RESOLUTION, PLANE_RESOLUTION, -1)
    if not experiment.hidden:
        return planes, ()
    units = units.reshape(len(weights), -1, MAP_RESOLUTION, MAP_RESOLUTION)
    return planes, tuple(np.split(units, np.cumsum(experiment.hidden)[:-1], axis=1))


@functools.lru_cache(maxsize=64)
def _rows(
    bounds: tuple[float, float, float, float], names: tuple[str, ...], resolution: int
) -> tf.Tensor:
    return tf.constant(features(grid(bounds, resolution), names))


def figures(experiment: Experiment, data: Dataset, weights: np.ndarray) -> Figures:
    """How well the network does with given weights.

    Args:
        experiment: Which network, loss and penalties.
        data: Its examples.
        weights: Shape (frames, parameters).

    Returns:
        One row for each set of weights.
    """
    architecture = experiment.architecture
    judge = _observers(architecture.inputs, architecture.layers, architecture.loss).judge
    threshold = tf.constant(experiment.threshold, tf.float32)

    def judged(inputs: np.ndarray, targets: np.ndarray) -> np.ndarray:
        inputs, targets = tf.constant(inputs), tf.constant(targets)
        (rows,) = _in_blocks(lambda block: (judge(block, inputs, targets, threshold),), weights)
        return rows

    loss, right = judged(data.train_inputs, data.train_targets).T
    held = [None, None]
    if len(data.held_inputs):
        held = judged(data.held_inputs, data.held_targets).T
    return Figures(loss, penalty(experiment, weights), right, *held)


def penalty(experiment: Experiment, weights: np.ndarray) -> np.ndarray:
    """What L1 and L2 add to the loss.

    Args:
        experiment: Whose penalties.
        weights: Shape (frames, parameters).

    Returns:
        Shape (frames,), float32.
    """
    is_kernel = np.concatenate(
        [np.full(np.prod(shape, dtype=int), len(shape) == 2) for shape in experiment.shapes]
    )
    kernels = weights[:, is_kernel]
    # Weights that diverged are huge or not finite, and so is what they cost.
    with np.errstate(over="ignore", invalid="ignore"):
        absolute, square = np.abs(kernels).sum(axis=1), np.square(kernels).sum(axis=1)
        return np.float32(experiment.l1) * absolute + np.float32(experiment.l2) * square


def _in_blocks(
    function: Callable[[tf.Tensor], tuple[tf.Tensor, ...]], weights: np.ndarray
) -> tuple[np.ndarray, ...]:
    blocks = [
        function(tf.constant(weights[first : first + FRAMES_AT_ONCE]))
        for first in range(0, len(weights), FRAMES_AT_ONCE)
    ]
    return tuple(np.concatenate([t.numpy() for t in parts]) for parts in zip(*blocks, strict=True))


class _Observers(NamedTuple):
    """Functions of weights, shape (frames, parameters).

    Attributes:
        judge: With inputs, targets and threshold to loss and accuracy, shape (frames, 2).
        pictures: With a fine and a coarse table of inputs to the outputs for the fine one, shape
            (frames, rows, outputs), and the hidden units for the coarse one, (frames, units, rows).
    """

    judge: Callable[..., tf.Tensor]
    pictures: Callable[..., tuple[tf.Tensor, tf.Tensor]]


@functools.lru_cache(maxsize=KEPT_PROGRAMS)
def _observers(inputs: int, layers: tuple[Layer, ...], loss: str) -> _Observers:
    """Plain graphs: they cost far less to make than compiled ones, and here they are as fast."""
    model = stack(inputs, layers)
    shapes = [tuple(variable.shape) for variable in model.trainable_variables]
    sizes = [int(np.prod(shape)) for shape in shapes]
    criterion = keras.losses.get(loss)
    heads = [
        layer.output
        for layer, following in zip(model.layers, model.layers[1:], strict=False)
        if isinstance(following, keras.layers.Dense)
    ]
    hidden = keras.Model(model.inputs[0], heads) if heads else None

    def call(network: keras.Model, weights: tf.Tensor, rows: tf.Tensor):
        parts = [
            tf.reshape(part, shape)
            for part, shape in zip(tf.split(weights, sizes), shapes, strict=True)
        ]
        used = parts[: len(network.trainable_variables)]
        return network.stateless_call(used, [], rows, training=False)[0]

    def judge_one(weights, rows, targets, threshold):
        outputs = call(model, weights, rows)
        value = tf.reduce_mean(criterion(targets, outputs))
        return tf.stack([value, accuracy(outputs, targets, threshold)])

    def picture_one(weights, fine, coarse):
        outputs = call(model, weights, fine)
        if hidden is None:
            return outputs, tf.zeros((0, MAP_RESOLUTION**2))
        units = tf.concat(tf.nest.flatten(call(hidden, weights, coarse)), axis=-1)
        return outputs, tf.transpose(units)

    many = tf.TensorSpec((None, sum(sizes)), tf.float32)
    table = tf.TensorSpec((None, inputs), tf.float32)
    answers = tf.TensorSpec((None, layers[-1].units), tf.float32)
    number = tf.TensorSpec((), tf.float32)

    @tf.function(autograph=False, input_signature=[many, table, answers, number])
    def judge(weights, rows, targets, threshold):
        return tf.vectorized_map(lambda one: judge_one(one, rows, targets, threshold), weights)

    @tf.function(autograph=False, input_signature=[many, table, table])
    def pictures(weights, fine, coarse):
        return tf.vectorized_map(lambda one: picture_one(one, fine, coarse), weights)

    with warnings.catch_warnings():
        # Keras warns of categorical cross-entropy on one unit; here that is an experiment.
        warnings.simplefilter("ignore")
        return _Observers(judge.get_concrete_function(), pictures.get_concrete_function())
