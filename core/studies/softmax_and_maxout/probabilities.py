"""Logits turned into probabilities: by softmax, by sparsemax, and by one sigmoid for each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.activations import ACTIVATIONS

NOTES_VECTOR = (-5.0, 4.9, 0.1)
"""First entry, last entry and spacing of the vector that the course notes plot (A2)."""

CHANGES = ("double_temperature", "lower_largest", "halve_temperature", "raise_all")
"""What `changed` can do to logits."""

# Logits are decimal numbers: a share as small as this is what binary round-off left of 0.
_ROUND_OFF = 1e-12


def scaled(logits: Sequence[float], temperature: float, shift: float = 0.0) -> np.ndarray:
    """What goes into the functions: (logits + shift) / temperature, shape (logits,)."""
    return (np.asarray(logits, dtype=np.float64) + shift) / temperature


def compare(
    logits: Sequence[float], temperature: float, shift: float = 0.0
) -> dict[str, np.ndarray]:
    """Softmax, independent sigmoids and sparsemax of the same scaled logits.

    Args:
        logits: At least one number.
        temperature: What shifted logits are divided by, before all three functions.
        shift: What is added to every logit.

    Returns:
        Values in [0, 1] by key of the registry, each of shape (logits,). In sparsemax a share
        that is 0 in exact arithmetic is exactly 0.
    """
    inputs = scaled(logits, temperature, shift)
    return {
        "softmax": ACTIVATIONS["softmax"](inputs),
        "sigmoid": ACTIVATIONS["sigmoid"](inputs),
        "sparsemax": ACTIVATIONS["sparsemax"](_clear_cut(inputs)),
    }


def jacobian(
    key: str, logits: Sequence[float], temperature: float, shift: float = 0.0
) -> np.ndarray:
    """Derivative of each output of a vector function by each logit.

    Args:
        key: "softmax", "log_softmax" or "sparsemax".
        logits: At least one number.
        temperature: What shifted logits are divided by before the function.
        shift: What is added to every logit.

    Returns:
        Shape (logits, logits), row = output, column = logit; by the logit, so that the
        temperature divides it (chain rule).
    """
    inputs = scaled(logits, temperature, shift)
    if key == "sparsemax":
        inputs = _clear_cut(inputs)
    return ACTIVATIONS[key].jacobian(inputs) / temperature


def entropy(probabilities: np.ndarray) -> float:
    """Entropy of probabilities in bits: 0 if one is 1, log2(n) if all n are equal.

    Source: Shannon (1948), A mathematical theory of communication, section 6.
    """
    positive = probabilities[probabilities > 0]
    return float(max(0.0, -np.sum(positive * np.log2(positive))))


def changed(logits: Sequence[float], change: str) -> tuple[float, ...]:
    """Logits after one of `CHANGES`; a temperature is changed by scaling them instead.

    Raises:
        ValueError: If the change is none of them.
    """
    numbers = np.asarray(logits, dtype=np.float64)
    if change == "halve_temperature":
        numbers = numbers * 2
    elif change == "double_temperature":
        numbers = numbers / 2
    elif change == "lower_largest":
        numbers = numbers - (np.arange(numbers.size) == np.argmax(numbers))
    elif change == "raise_all":
        numbers = numbers + 1
    else:
        raise ValueError(f"{change} is none of {CHANGES}")
    return tuple(numbers.tolist())


def softmax_over(low: float, high: float, spacing: float) -> tuple[np.ndarray, np.ndarray]:
    """Softmax of a vector of evenly spaced numbers, as if it were a curve over them.

    Args:
        low: First entry.
        high: Last entry at most.
        spacing: Distance of neighbours.

    Returns:
        The entries and their softmax, both of shape (entries,).
    """
    count = int((high - low) / spacing + 1e-9) + 1
    x = np.round(low + spacing * np.arange(count), 9)
    return x, ACTIVATIONS["softmax"](x)


def share_at(x: np.ndarray, shares: np.ndarray, point: float) -> float | None:
    """The share of the entry `point`, or None if the vector has no such entry."""
    found = np.flatnonzero(np.isclose(x, point, rtol=0, atol=1e-9))
    return float(shares[found[0]]) if found.size else None


def _clear_cut(inputs: np.ndarray) -> np.ndarray:
    """Inputs less the largest; those whose sparsemax is 0 but for round-off lie well below."""
    heights = inputs - inputs.max()
    return np.where(ACTIVATIONS["sparsemax"](heights) < _ROUND_OFF, heights - 1, heights)
