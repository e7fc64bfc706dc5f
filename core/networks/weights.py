"""Weights as one vector and as the arrays of the layers."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from core.networks.layers import Network


def split(vector: Sequence[float], shapes: Sequence[tuple[int, ...]]) -> list[np.ndarray]:
    """Cut a vector of all weights into arrays, as Keras' `set_weights` takes them.

    Args:
        vector: Numbers, shape (parameters,).
        shapes: Shapes of the variables, in Keras' order.

    Returns:
        One float32 array for each shape.
    """
    ends = np.cumsum([math.prod(shape) for shape in shapes])
    parts = np.split(np.asarray(vector, np.float32), ends[:-1])
    return [part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)]


def variables(experiment: Network, weights: np.ndarray) -> list[np.ndarray]:
    """Each variable of several sets of weights.

    Args:
        experiment: Which network.
        weights: Shape (frames, parameters), in the order of `Experiment.shapes`.

    Returns:
        One array for each shape of the experiment, with the frames as first axis, float32.
    """
    shapes = experiment.shapes
    ends = np.cumsum([math.prod(shape) for shape in shapes])
    parts = np.split(np.asarray(weights, np.float32), ends[:-1], axis=1)
    return [part.reshape(-1, *shape) for part, shape in zip(parts, shapes, strict=True)]
