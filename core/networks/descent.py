"""Plain gradient descent in NumPy: a small training that needs no worker, for a picture of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from core.networks.backward import gradients
from core.networks.layers import Network

if TYPE_CHECKING:
    from core.datasets import CurveData


class Learning(Network, Protocol):
    """A network with a learning rate."""

    learning_rate: float


def descent(fit: Learning, data: CurveData, seed: int, steps: int) -> np.ndarray:
    """Train a network with all examples in each step, and with no more than its gradient.

    Args:
        fit: Which network, and its learning rate; start, optimizer and batch do not count.
        data: Its examples.
        seed: Kernels are drawn with it from ±√(6 / (inputs + outputs)); biases start at 0.
        steps: Number of steps.

    Returns:
        The weights before each step and after the last, shape (steps + 1, parameters), float32.

    Source: Glorot, Bengio (2010), section 4.2, for the start.
    """
    generator = np.random.default_rng(seed)
    parts = []
    for shape in fit.shapes:
        limit = np.sqrt(6 / sum(shape)) if len(shape) == 2 else 0
        parts.append(generator.uniform(-limit, limit, shape).ravel())
    path = [np.concatenate(parts).astype(np.float32)]
    for _step in range(steps):
        here = path[-1][None]
        slope = gradients(fit, here, data.train_inputs, data.train_targets)[0]
        path.append((path[-1] - fit.learning_rate * slope).astype(np.float32))
    return np.stack(path)
