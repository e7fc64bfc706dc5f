"""Learning rates over the steps of a training."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from core.experiments.variant import Variant

RESTART_GROWTH = 2.0
"""By how much each period of a cosine with restarts is longer than the one before."""


def learning_rates(variant: Variant, steps: np.ndarray) -> np.ndarray:
    """The rate of each step, as Keras' schedules give it.

    Args:
        variant: Its schedule; "plateau" is constant here, for it depends on the training.
        steps: Numbers of steps from 0, shape (n,).

    Returns:
        Shape (n,), float32.

    Source: `keras.optimizers.schedules`; the warm-up is that of `CosineDecay`, for all of them.
        Loshchilov, Hutter (2017), SGDR: stochastic gradient descent with warm restarts, section 3.
    """
    steps = np.asarray(steps, np.float64)
    warmup = variant.warmup_steps
    rates = variant.learning_rate * _shape(variant, np.maximum(steps - warmup, 0))
    if warmup:
        rates = np.where(steps < warmup, variant.learning_rate * steps / warmup, rates)
    return rates.astype(np.float32)


def _shape(variant: Variant, steps: np.ndarray) -> np.ndarray:
    """The rate as a share of its start, after the warm-up."""
    if variant.schedule == "exponential":
        return variant.decay_rate ** (steps / variant.decay_steps)
    if variant.schedule == "cosine":
        return _cosine(np.minimum(steps / variant.decay_steps, 1.0), variant.alpha)
    if variant.schedule == "cosine_restarts":
        periods = steps / variant.first_decay_steps
        # The start of period i, in first periods, is the geometric sum 2^i - 1.
        number = np.floor(np.log2(periods + 1))
        return _cosine(
            (periods - (RESTART_GROWTH**number - 1)) / RESTART_GROWTH**number, variant.alpha
        )
    return np.ones_like(steps)


def _cosine(share: np.ndarray, floor: float) -> np.ndarray:
    return (1 - floor) * 0.5 * (1 + np.cos(np.pi * share)) + floor
