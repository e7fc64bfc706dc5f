"""Loss functions in NumPy, as Keras defines them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

EPSILON = np.float32(1e-7)
"""What Keras keeps logarithms and denominators away from 0 by."""


def _mean_squared_error(targets: np.ndarray, outputs: np.ndarray) -> np.ndarray:
    return np.square(targets - outputs).mean(axis=-1)


def _mean_absolute_error(targets: np.ndarray, outputs: np.ndarray) -> np.ndarray:
    return np.abs(targets - outputs).mean(axis=-1)


def _mean_squared_logarithmic_error(targets: np.ndarray, outputs: np.ndarray) -> np.ndarray:
    targets, outputs = (np.log1p(np.maximum(values, EPSILON)) for values in (targets, outputs))
    return np.square(targets - outputs).mean(axis=-1)


def _mean_absolute_percentage_error(targets: np.ndarray, outputs: np.ndarray) -> np.ndarray:
    relative = (targets - outputs) / np.maximum(np.abs(targets), EPSILON)
    return np.float32(100) * np.abs(relative).mean(axis=-1)


def _binary_crossentropy(targets: np.ndarray, outputs: np.ndarray) -> np.ndarray:
    outputs = outputs.clip(EPSILON, 1 - EPSILON)
    likelihood = targets * np.log(outputs) + (1 - targets) * np.log(1 - outputs)
    return -likelihood.mean(axis=-1)


def _categorical_crossentropy(targets: np.ndarray, outputs: np.ndarray) -> np.ndarray:
    shares = outputs / outputs.sum(axis=-1, keepdims=True)
    return -(targets * np.log(shares.clip(EPSILON, 1 - EPSILON))).sum(axis=-1)


def _poisson(targets: np.ndarray, outputs: np.ndarray) -> np.ndarray:
    return (outputs - targets * np.log(outputs + EPSILON)).mean(axis=-1)


_FUNCTIONS: Mapping[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = MappingProxyType(
    {
        "mse": _mean_squared_error,
        "mae": _mean_absolute_error,
        "msle": _mean_squared_logarithmic_error,
        "mape": _mean_absolute_percentage_error,
        "binary_crossentropy": _binary_crossentropy,
        "categorical_crossentropy": _categorical_crossentropy,
        "poisson": _poisson,
    }
)


def loss(key: str, targets: np.ndarray, outputs: np.ndarray) -> np.ndarray:
    """The loss of each example.

    Args:
        key: One of `core.experiments.classification.LOSSES`.
        targets: What the examples ask for, shape (n, outputs), float32.
        outputs: What networks say, shape (…, n, outputs), float32.

    Returns:
        Shape (…, n), float32. Not finite where outputs are not, or where they leave the domain of
        a logarithm.

    Source: Keras 3, `keras.losses`.
    """
    with np.errstate(all="ignore"):
        return _FUNCTIONS[key](targets, outputs)
