"""First weights in NumPy have the distributions of Keras' own."""

from __future__ import annotations

import os

import numpy as np
import pytest
from scipy.stats import ks_2samp

from core.networks import options
from core.networks.initializers import IN_KERAS, fans

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
keras = pytest.importorskip("keras")

FIXED = ("zeros", "ones", "identity")
DRAWN = [key for key in IN_KERAS if key not in (*FIXED, "orthogonal")]
SHAPES = [(300, 200), (40, 700), (5000,), (3, 3, 16, 200)]
SQUARE = (60, 60)


def keras_draw(key: str, shape: tuple[int, ...]) -> np.ndarray:
    named = {"random_normal": "RandomNormal", "truncated_normal": "TruncatedNormal"}
    name = named.get(key, "".join(part.title() for part in key.split("_")))
    options = {} if key in FIXED else {"seed": 1}
    return np.asarray(getattr(keras.initializers, name)(**options)(shape))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("key", DRAWN)
def test_numbers_are_distributed_as_those_of_keras(key, shape):
    ours, theirs = IN_KERAS[key](shape, seed=2), keras_draw(key, shape)
    assert ours.shape == theirs.shape
    assert ours.dtype == theirs.dtype == np.float32
    assert ks_2samp(ours.ravel(), theirs.ravel()).pvalue > 1e-3
    # Where a distribution ends, both end; a normal one has no end to compare.
    if key != "random_normal":
        assert np.abs(ours).max() == pytest.approx(np.abs(theirs).max(), rel=0.02)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("key", DRAWN)
def test_the_variance_is_the_one_that_is_told(key, shape):
    numbers = IN_KERAS[key](shape, seed=3)
    of_square = np.var(np.square(numbers.astype(np.float64)))
    told = IN_KERAS[key].variance(shape)
    assert np.mean(np.square(numbers)) == pytest.approx(
        told, abs=5 * np.sqrt(of_square / numbers.size)
    )


@pytest.mark.parametrize("key", FIXED)
def test_what_is_not_drawn_is_that_of_keras(key):
    np.testing.assert_array_equal(IN_KERAS[key](SQUARE, seed=0), keras_draw(key, SQUARE))


@pytest.mark.parametrize("shape", [(60, 60), (20, 90), (90, 20), (3, 3, 8, 40)])
def test_orthogonal_weights_keep_lengths_as_those_of_keras(shape):
    for drawn in (IN_KERAS["orthogonal"](shape, seed=4), keras_draw("orthogonal", shape)):
        flat = drawn.reshape(-1, shape[-1])
        lesser = flat @ flat.T if flat.shape[0] < flat.shape[1] else flat.T @ flat
        np.testing.assert_allclose(lesser, np.eye(len(lesser)), atol=1e-5)
        assert np.mean(np.square(drawn)) == pytest.approx(
            IN_KERAS["orthogonal"].variance(shape), rel=1e-5
        )


def test_signs_of_orthogonal_weights_are_drawn_too():
    first = [IN_KERAS["orthogonal"]((4, 4), seed=seed)[0, 0] > 0 for seed in range(200)]
    assert 60 < sum(first) < 140


def test_a_gain_multiplies_and_a_seed_repeats():
    draw = IN_KERAS["he_normal"]
    np.testing.assert_array_equal(draw((8, 3), seed=5), draw((8, 3), seed=5))
    np.testing.assert_allclose(draw((8, 3), seed=5, gain=3), 3 * draw((8, 3), seed=5), rtol=1e-6)
    assert (draw((8, 3), seed=5) != draw((8, 3), seed=6)).all()


def test_all_that_a_visitor_may_choose_can_be_drawn():
    assert {*options.INITIALIZERS, *options.BIAS_INITIALIZERS} <= {*IN_KERAS}


def test_fans_are_counted_as_in_keras():
    assert fans((7, 3)) == (7, 3)
    assert fans((5,)) == (5, 5)
    assert fans((3, 3, 16, 32)) == (144, 288)
