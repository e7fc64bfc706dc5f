"""What a network with given weights answers, in plain NumPy: for pictures, not for training."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from core.activations import ACTIVATIONS, ELEMENTWISE
from core.networks.layers import MAXOUT, Layer, Network
from core.networks.weights import variables

# Of one layer: they stay in the processor's cache until the next layer takes them.
_NUMBERS_AT_ONCE = 400_000


class Signals(NamedTuple):
    """What one layer says.

    Attributes:
        sums: Weighted sums and bias, shape (frames, n, affine maps).
        outputs: The layer's function of them, shape (frames, n, units).
    """

    sums: np.ndarray
    outputs: np.ndarray


def outputs(experiment: Network, weights: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    """Outputs of the network of an experiment, for several sets of weights at once.

    Args:
        experiment: Which network.
        weights: Shape (frames, parameters), in the order of `Experiment.shapes`.
        inputs: Features of the examples, shape (n, features).

    Returns:
        Shape (frames, n, outputs), float32. Where weights are not finite it may not be either.
    """
    return signals(experiment, weights, inputs)[-1].outputs


def signals(experiment: Network, weights: np.ndarray, inputs: np.ndarray) -> list[Signals]:
    """What every layer, the last one included, makes of the inputs.

    Args:
        experiment: Which network.
        weights: Shape (frames, parameters), in the order of `Experiment.shapes`.
        inputs: Features of the examples, shape (n, features).

    Returns:
        One entry for each layer.
    """
    parts = iter(variables(experiment, np.asarray(weights, np.float32)))
    # Examples along the last axis: there are thousands of them and a handful of units, and long
    # rows are multiplied and added up several times as fast as short ones.
    values = np.ascontiguousarray(np.asarray(inputs, np.float32).T)
    layers = []
    # Weights that have diverged are shown as such: no warning says it better.
    with np.errstate(over="ignore", invalid="ignore"):
        for layer in experiment.layers:
            kernel, bias = next(parts), next(parts)
            learned = [next(parts) for _parameter in layer.learned]
            sums = np.ascontiguousarray(kernel.swapaxes(1, 2)) @ values
            sums += bias[:, :, None]
            values = _activated(layer, sums, learned)
            layers.append(Signals(sums.swapaxes(1, 2), values.swapaxes(1, 2)))
    return layers


def blocks(experiment: Network, frames: int, n: int) -> Iterator[slice]:
    """Cut frames so that what a layer makes of n examples is quick to reach for the next."""
    widest = max((layer.units * layer.pieces for layer in experiment.layers), default=1)
    at_once = max(_NUMBERS_AT_ONCE // (n * widest), 1)
    return (slice(first, first + at_once) for first in range(0, frames, at_once))


def classes(experiment: Network, outputs: np.ndarray, threshold: float) -> np.ndarray:
    """The class that outputs stand for, as the accuracy of a training counts it.

    Args:
        experiment: Whose outputs.
        outputs: Shape (…, outputs).
        threshold: Above it a single output means class 1, as Keras counts. A step has decided
            before: it gives the class itself.

    Returns:
        Whole numbers from 0, shape (…); −1 where an output is not a number.
    """
    unknown = np.isnan(outputs).any(axis=-1)
    if outputs.shape[-1] == 1:
        limit = 0.5 if experiment.output == "step" else np.float32(threshold)
        decided = (outputs[..., 0] > limit).astype(np.int64)
    else:
        decided = outputs.argmax(axis=-1)
    return np.where(unknown, -1, decided)


def _activated(layer: Layer, sums: np.ndarray, learned: list[np.ndarray]) -> np.ndarray:
    """The layer's function of shape (frames, affine maps, n): shape (frames, units, n)."""
    if layer.activation == MAXOUT:
        return sums.reshape(len(sums), layer.units, layer.pieces, -1).max(axis=2)
    if learned:
        (alpha,) = learned
        return np.where(sums > 0, sums, alpha[:, :, None] * sums)
    function = ACTIVATIONS[layer.activation]
    if layer.activation in ELEMENTWISE:
        return function(sums, **dict(layer.parameters))
    # What takes a whole vector finds it along the last axis.
    return function(sums.swapaxes(1, 2), **dict(layer.parameters)).swapaxes(1, 2)
