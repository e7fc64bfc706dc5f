"""Which hidden units still learn: their slopes on the examples."""

from __future__ import annotations

import numpy as np

from core.activations import ELEMENTWISE
from core.networks.forward import Signals, blocks, signals
from core.networks.layers import MAXOUT, Layer, Network
from core.networks.weights import variables


def slopes(experiment: Network, weights: np.ndarray, inputs: np.ndarray) -> list[np.ndarray]:
    """The slope of each hidden unit's function at its weighted sum, on each example.

    Args:
        experiment: Which network.
        weights: Shape (frames, parameters).
        inputs: Features of the examples, shape (n, features), as the network takes them.

    Returns:
        For each hidden layer, shape (frames, n, units), float32. Maxout passes on one of its
        sums, with slope 1.
    """
    weights = np.asarray(weights, np.float32)
    parts = iter(variables(experiment, weights))
    found = []
    # The last layer is not asked for: softmax has no slope of one number.
    of_layers = zip(experiment.layers[:-1], signals(experiment, weights, inputs), strict=False)
    for layer, made in of_layers:
        next(parts), next(parts)
        learned = [next(parts) for _parameter in layer.learned]
        found.append(slope_of(layer, made, learned))
    return found


def slope_of(layer: Layer, made: Signals, learned: list[np.ndarray]) -> np.ndarray:
    """The slope of one layer's function where its signals are, shape (frames, n, units).

    Args:
        layer: Which layer.
        made: Its signals.
        learned: Its learned parameters, each of shape (frames, units).
    """
    if layer.activation == MAXOUT:
        return np.ones_like(made.outputs)
    if learned:
        (alpha,) = learned
        return np.where(made.sums > 0, 1, alpha[:, None]).astype(made.sums.dtype)
    return ELEMENTWISE[layer.activation].derivative(made.sums, **dict(layer.parameters))


def dead(experiment: Network, weights: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    """Which hidden units have no slope on any example, and so learn nothing.

    A unit with a slope may still get no gradient: where all units after it are dead, or the
    weights to them are 0. See `core.networks.backward.gradients` for that.

    Args:
        experiment: Which network.
        weights: Shape (frames, parameters).
        inputs: Features of the examples, shape (n, features), as the network takes them.

    Returns:
        Shape (frames, units), bool, the units layer by layer.

    Source: Maas, Hannun, Ng (2013), section 2; the notes' C4.
    """
    if not experiment.hidden:
        return np.zeros((len(weights), 0), dtype=bool)
    found = [
        [(of_layer == 0).all(axis=1) for of_layer in slopes(experiment, weights[block], inputs)]
        for block in blocks(experiment, len(weights), len(inputs))
    ]
    return np.concatenate([np.concatenate(layers, axis=1) for layers in found])
