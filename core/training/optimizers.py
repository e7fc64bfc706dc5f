"""The optimizers as pure functions of one vector of weights: nothing of a run stays behind.

Keras' own optimizers keep their state in variables, which a second run would have to reset and a
concurrent one would disturb. These say the same in the same order of operations, with Keras' own
constants; a test compares each of them with Keras.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import tensorflow as tf

from core.networks.options import MOMENTUM

EPSILON = 1e-7
RHO = 0.9
BETA_1 = 0.9
BETA_2 = 0.999
NADAM_DECAY = 0.96

Slots = tuple[tf.Tensor, ...]


class Rates(NamedTuple):
    """The numbers of a training that a compiled program takes as inputs."""

    learning_rate: tf.Tensor
    l1: tf.Tensor
    l2: tf.Tensor
    weight_decay: tf.Tensor
    threshold: tf.Tensor

    # What follows keeps Keras' own numbers here; `core.training.race` has rates where it varies.
    @property
    def momentum(self) -> float:
        """Share of the velocity that is kept."""
        return MOMENTUM

    @property
    def rho(self) -> float:
        """Share of the mean square that RMSprop keeps."""
        return RHO

    @property
    def rho_rest(self) -> float:
        """1 - rho, taken before rounding, as Keras takes it."""
        return 1 - RHO

    @property
    def beta_1(self) -> float:
        """Share of the mean gradient that Adam keeps."""
        return BETA_1

    @property
    def beta_1_rest(self) -> float:
        """1 - beta_1, taken before rounding."""
        return 1 - BETA_1

    @property
    def beta_2(self) -> float:
        """Share of the mean square that Adam keeps."""
        return BETA_2

    @property
    def beta_2_rest(self) -> float:
        """1 - beta_2, taken before rounding."""
        return 1 - BETA_2


class Optimizer(NamedTuple):
    """One rule of descent.

    Attributes:
        start: Weights (..., parameters) to the state before the first step.
        update: Weights, gradient, state, number of the step (from 1, float32) and rates to new
            weights and state.
    """

    start: Callable[[np.ndarray], tuple[np.ndarray, ...]]
    update: Callable[[tf.Tensor, tf.Tensor, Slots, tf.Tensor, Rates], tuple[tf.Tensor, Slots]]


def _zeros(number: int) -> Callable[[np.ndarray], tuple[np.ndarray, ...]]:
    return lambda weights: (np.zeros_like(weights),) * number


def _sgd(weights, gradient, slots, step, rates):
    return weights - gradient * rates.learning_rate, slots


def _momentum(weights, gradient, slots, step, rates):
    (velocity,) = slots
    velocity = velocity * rates.momentum - gradient * rates.learning_rate
    return weights + velocity, (velocity,)


def _nesterov(weights, gradient, slots, step, rates):
    (velocity,) = slots
    velocity = velocity * rates.momentum - gradient * rates.learning_rate
    return weights + (velocity * rates.momentum - gradient * rates.learning_rate), (velocity,)


def _adagrad(weights, gradient, slots, step, rates):
    (total,) = slots
    total = total + tf.square(gradient)
    return weights - rates.learning_rate * gradient / tf.sqrt(total + EPSILON), (total,)


def _rmsprop(weights, gradient, slots, step, rates):
    (mean_square,) = slots
    mean_square = rates.rho * mean_square + rates.rho_rest * tf.square(gradient)
    change = rates.learning_rate * gradient / tf.sqrt(mean_square + EPSILON)
    return weights - change, (mean_square,)


def _adam(weights, gradient, slots, step, rates):
    mean, mean_square = slots
    mean = mean + (gradient - mean) * rates.beta_1_rest
    mean_square = mean_square + (tf.square(gradient) - mean_square) * rates.beta_2_rest
    root = tf.sqrt(1 - tf.pow(rates.beta_2, step))
    scale = rates.learning_rate * root / (1 - tf.pow(rates.beta_1, step))
    return weights - mean * scale / (tf.sqrt(mean_square) + EPSILON), (mean, mean_square)


def _adamw(weights, gradient, slots, step, rates):
    decayed = weights - weights * rates.weight_decay * rates.learning_rate
    return _adam(decayed, gradient, slots, step, rates)


def _nadam(weights, gradient, slots, step, rates):
    mean, mean_square, product = slots
    # Keras rounds them first.
    beta_1, beta_2 = map(tf.convert_to_tensor, (rates.beta_1, rates.beta_2))
    now = 1 - 0.5 * tf.pow(NADAM_DECAY, step)
    after = beta_1 * (1 - 0.5 * tf.pow(NADAM_DECAY, step + 1))
    product = product * beta_1 * now
    mean = mean + (gradient - mean) * (1 - beta_1)
    mean_square = mean_square + (tf.square(gradient) - mean_square) * (1 - beta_2)
    ahead = after * mean / (1 - product * after) + (1 - beta_1 * now) * gradient / (1 - product)
    spread = tf.sqrt(mean_square / (1 - tf.pow(beta_2, step)))
    change = ahead * rates.learning_rate / (spread + EPSILON)
    return weights - change, (mean, mean_square, product)


OPTIMIZERS: Mapping[str, Optimizer] = MappingProxyType(
    {
        "sgd": Optimizer(_zeros(0), _sgd),
        "momentum": Optimizer(_zeros(1), _momentum),
        "nesterov": Optimizer(_zeros(1), _nesterov),
        "adagrad": Optimizer(lambda weights: (np.full_like(weights, 0.1),), _adagrad),
        "rmsprop": Optimizer(_zeros(1), _rmsprop),
        "adam": Optimizer(_zeros(2), _adam),
        "adamw": Optimizer(_zeros(2), _adamw),
        "nadam": Optimizer(lambda weights: (*_zeros(2)(weights), np.float32(1)), _nadam),
    }
)
"""Update rules by the keys of `core.experiments.OPTIMIZERS`."""
