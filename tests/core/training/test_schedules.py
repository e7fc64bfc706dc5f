"""Learning rates over the steps, judged by Keras' schedules."""

from __future__ import annotations

import numpy as np
import pytest

from core.experiments.variant import Variant
from core.training.schedules import learning_rates

keras = pytest.importorskip("keras")
STEPS = np.arange(0, 400, 7)
SCHEDULES = keras.optimizers.schedules
CASES = {
    "exponential": (
        Variant(schedule="exponential", decay_steps=50, decay_rate=0.7),
        SCHEDULES.ExponentialDecay(0.001, 50, 0.7),
    ),
    "cosine": (
        Variant(schedule="cosine", decay_steps=150, alpha=0.1),
        SCHEDULES.CosineDecay(0.001, 150, 0.1),
    ),
    "cosine after warm-up": (
        Variant(schedule="cosine", decay_steps=150, warmup_steps=60),
        SCHEDULES.CosineDecay(0.0, 150, warmup_target=0.001, warmup_steps=60),
    ),
    "cosine restarts": (
        Variant(schedule="cosine_restarts", first_decay_steps=30, alpha=0.05),
        SCHEDULES.CosineDecayRestarts(0.001, 30, alpha=0.05),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_rates_are_those_of_keras(name):
    variant, schedule = CASES[name]
    theirs = np.array([float(schedule(step)) for step in STEPS])
    np.testing.assert_allclose(learning_rates(variant, STEPS), theirs, rtol=2e-5, atol=1e-9)


def test_a_warm_up_rises_in_a_straight_line_and_then_the_schedule_begins():
    plain = Variant(schedule="exponential", decay_steps=20, decay_rate=0.5)
    warm = Variant(schedule="exponential", decay_steps=20, decay_rate=0.5, warmup_steps=10)
    rates = learning_rates(warm, np.arange(60))
    np.testing.assert_allclose(rates[:11], np.arange(11) / 10 * 0.001, rtol=1e-6)
    np.testing.assert_array_equal(rates[10:], learning_rates(plain, np.arange(50)))
