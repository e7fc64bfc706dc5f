"""Weights as one vector and as the arrays of the layers."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from core.networks.layers import Network

Shape = tuple[int, ...]


def split(weights: np.ndarray | Sequence[float], shapes: Sequence[Shape]) -> list[np.ndarray]:
    """Cut vectors of all weights into arrays, as Keras' `set_weights` takes them.

    Args:
        weights: Numbers, shape (…, parameters).
        shapes: Shapes of the variables, in Keras' order.

    Returns:
        One float32 array for each shape, which comes after the axes before the last.
    """
    weights = np.asarray(weights, np.float32)
    ends = np.cumsum([math.prod(shape) for shape in shapes])
    parts = np.split(weights, ends[:-1], axis=-1)
    before = weights.shape[:-1]
    return [part.reshape(*before, *shape) for part, shape in zip(parts, shapes, strict=True)]


def variables(experiment: Network, weights: np.ndarray) -> list[np.ndarray]:
    """Each variable of several sets of weights.

    Args:
        experiment: Which network.
        weights: Shape (frames, parameters), in the order of `Experiment.shapes`.

    Returns:
        One array for each shape of the experiment, with the frames as first axis, float32.
    """
    return split(weights, experiment.shapes)
