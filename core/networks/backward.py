"""Backpropagation in plain NumPy: the exact gradient of a fit's loss, to be looked at."""

from __future__ import annotations

import numpy as np

from core.networks.forward import Signals, signals
from core.networks.layers import MAXOUT, Layer, Network
from core.networks.slopes import slope_of
from core.networks.weights import variables


def gradients(
    fit: Network, weights: np.ndarray, inputs: np.ndarray, targets: np.ndarray
) -> np.ndarray:
    """The gradient of the mean squared error with respect to every weight.

    Args:
        fit: Which network.
        weights: Shape (frames, parameters).
        inputs: Shape (n, 1), as the network takes them: `CurveData.train_inputs`.
        targets: Shape (n, 1), likewise: `CurveData.train_targets`.

    Returns:
        Shape (frames, parameters), in the order of the weights; of the very loss that is
        trained, which `standardised` scales.

    Source: Rumelhart, Hinton, Williams (1986), Learning representations by back-propagating errors.
    """
    weights = np.asarray(weights, np.float32)
    shared = np.broadcast_to(np.asarray(inputs, np.float32), (len(weights), *np.shape(inputs)))
    parts = iter(variables(fit, weights))
    made = signals(fit, weights, inputs)
    entering = [shared, *(layer.outputs for layer in made[:-1])]
    back = 2 / len(inputs) * (made[-1].outputs - targets)
    found: list[np.ndarray] = []
    layers = []
    for layer in fit.layers:
        kernel, _bias = next(parts), next(parts)
        layers.append((layer, kernel, [next(parts) for _parameter in layer.learned]))
    for (layer, kernel, learned), signal, values in zip(
        reversed(layers), reversed(made), reversed(entering), strict=True
    ):
        of_learned = [np.where(signal.sums > 0, 0, signal.sums) * back] if learned else []
        back = _through(layer, signal, learned, back)
        here = [values.transpose(0, 2, 1) @ back, back.sum(axis=1)]
        here += [part.sum(axis=1) for part in of_learned]
        found = [part.reshape(len(weights), -1) for part in here] + found
        back = back @ kernel.transpose(0, 2, 1)
    return np.concatenate(found, axis=1)


def _through(
    layer: Layer, signal: Signals, learned: list[np.ndarray], back: np.ndarray
) -> np.ndarray:
    """From the gradient of a layer's outputs, (frames, n, units), to that of its sums."""
    if layer.activation != MAXOUT:
        return back * slope_of(layer, signal, learned)
    pieces = signal.sums.reshape(*signal.outputs.shape, layer.pieces)
    chosen = np.arange(layer.pieces) == pieces.argmax(axis=-1)[..., None]
    return (back[..., None] * chosen).reshape(signal.sums.shape)


def incoming(fit: Network, layer: int, unit: int) -> np.ndarray:
    """Which of all weights lead into one hidden unit: its kernel column, bias, learned α.

    Args:
        fit: Which network.
        layer: Number of the hidden layer, from 0.
        unit: Number of the unit within it, from 0.

    Returns:
        Positions in a vector of all weights, ascending, shape (weights of the unit,).
    """
    place, parts = 0, []
    inputs = (fit.inputs, *fit.hidden)
    for number, (made, entering) in enumerate(zip(fit.layers, inputs, strict=True)):
        for shape in made.shapes(entering):
            numbers = place + np.arange(np.prod(shape, dtype=int)).reshape(shape)
            place += numbers.size
            if number == layer:
                own = numbers.reshape(*shape[:-1], made.units, -1)[..., unit, :]
                parts.append(own.ravel())
    return np.concatenate(parts)
