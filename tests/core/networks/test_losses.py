"""Losses in NumPy against Keras' own."""

from __future__ import annotations

import numpy as np
import pytest

from core.experiments.classification import LOSSES
from core.networks.losses import loss

every_loss = pytest.mark.parametrize("key", LOSSES)
several_outputs = pytest.mark.parametrize("outputs", [1, 3])


def by_keras(key: str, targets: np.ndarray, outputs: np.ndarray) -> np.ndarray:
    keras = pytest.importorskip("keras")
    return np.asarray(keras.losses.get(key)(targets, outputs))


def one_hot(random: np.random.Generator, n: int, outputs: int) -> np.ndarray:
    if outputs == 1:
        return random.integers(0, 2, (n, 1)).astype(np.float32)
    return np.eye(outputs, dtype=np.float32)[random.integers(0, outputs, n)]


@every_loss
@several_outputs
@pytest.mark.filterwarnings("ignore:In loss categorical_crossentropy")
def test_losses_agree_with_keras(key, outputs):
    random = np.random.default_rng(0)
    targets = one_hot(random, 50, outputs)
    said = random.uniform(0, 1, (50, outputs)).astype(np.float32)
    said[:2], said[2:4] = 0, 1
    said[:2, -1] = 1e-3
    ours = loss(key, targets, said)
    assert ours.dtype == np.float32
    assert ours.shape == (50,)
    np.testing.assert_allclose(ours, by_keras(key, targets, said), rtol=2e-6, atol=1e-6)


@pytest.mark.parametrize("key", ["mse", "mae", "msle", "mape"])
def test_losses_of_numbers_agree_with_keras_below_zero_too(key):
    random = np.random.default_rng(1)
    targets, said = random.normal(0, 30, (2, 40, 1)).astype(np.float32)
    np.testing.assert_allclose(
        loss(key, targets, said), by_keras(key, targets, said), rtol=2e-6, atol=1e-6
    )


@every_loss
def test_several_networks_are_judged_at_once(key):
    random = np.random.default_rng(2)
    targets = one_hot(random, 20, 1)
    said = random.uniform(0, 1, (4, 20, 1)).astype(np.float32)
    together = loss(key, targets, said)
    np.testing.assert_array_equal(together, [loss(key, targets, one) for one in said])


@every_loss
def test_outputs_that_are_not_finite_give_no_warning(key):
    outputs = np.array([[np.nan], [np.inf], [-np.inf]], np.float32)
    with np.errstate(all="raise"):
        assert loss(key, np.ones((3, 1), np.float32), outputs).shape == (3,)
