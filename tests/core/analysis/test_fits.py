"""What fits say: parts that add up, errors, and what counts as constant or one-sided."""

from __future__ import annotations

import numpy as np
import pytest

from core.analysis.fits import constant, contributions, explained, one_sided, predictions, residuals
from core.experiments import HIDDEN_ACTIVATIONS, CurveFit


def drawn(fit: CurveFit, frames: int = 4) -> np.ndarray:
    return np.random.default_rng(2).normal(0, 1, (frames, fit.parameter_count)).astype(np.float32)


@pytest.mark.parametrize("standardised", [False, True], ids=["raw", "standardised"])
@pytest.mark.parametrize("key", HIDDEN_ACTIVATIONS)
def test_contributions_and_bias_add_up_to_the_fit(key, standardised):
    for hidden in ((6,), (3, 5)):
        fit = CurveFit(hidden=hidden, activations=(key,) * len(hidden), standardised=standardised)
        data, weights = fit.load(), drawn(fit)
        parts, bias = contributions(fit, data, weights)
        assert parts.shape == (4, hidden[-1], 401)
        whole = predictions(fit, data, weights)
        np.testing.assert_allclose(parts.sum(axis=1) + bias[:, None], whole, rtol=1e-4, atol=1e-3)


def test_without_hidden_layers_x_is_the_one_part():
    fit = CurveFit(hidden=(), activations=())
    parts, bias = contributions(fit, fit.load(), np.array([[2.0, 5.0]]), np.array([0.0, 1.0, 3.0]))
    np.testing.assert_array_equal(parts, [[[0, 2, 6]]])
    np.testing.assert_array_equal(bias, [5])


def test_residuals_are_what_the_fit_misses():
    fit = CurveFit(hidden=(), activations=(), held_out=0.25)
    data, weights = fit.load(), np.array([[2.0, 5.0], [0.0, 0.0]])
    found = residuals(fit, data, weights)
    np.testing.assert_allclose(found[0], data.train_y - 2 * data.train_x - 5, atol=1e-4)
    np.testing.assert_array_equal(residuals(fit, data, weights, held=True)[1], data.held_y)


HINGES = CurveFit(hidden=(2,), activations=("relu",), noise=5)
"""Two hinges, for straight arms to the left and to the right of 0."""


def arms(left: float, right: float, height: float) -> np.ndarray:
    return np.array([[-1, 1, 0, 0, left, right, height]], np.float32)


# The line over 0 … 10 that is nearest to x² has slope 10 and falls short by 100/6 at 0.
NEAREST = -100 / 6


@pytest.mark.parametrize(
    ("weights", "followed"),
    [
        (arms(10, 10, NEAREST), (True, True)),
        (arms(0, 10, NEAREST), (False, True)),
        (arms(10, 0, NEAREST), (True, False)),
        (arms(0, 0, 33), (False, False)),
        (arms(-10, 10, NEAREST), (False, True)),
    ],
    ids=["both arms", "right", "left", "constant", "a straight line"],
)
@pytest.mark.parametrize("standardised", [False, True], ids=["raw", "standardised"])
def test_one_sided_is_a_fit_of_one_half_that_gives_up_the_other(weights, followed, standardised):
    data = HINGES.load()
    fit = HINGES
    if standardised:
        fit = CurveFit(**{**{n: getattr(HINGES, n) for n in HINGES.kinds}, "standardised": True})
        data = fit.load()
        kernel, bias = weights[0, :2] * data.scale[0], weights[0, :2] * data.centre[0]
        out, height = weights[0, 4:6] / data.scale[1], data.centre[1]
        weights = np.array([[*kernel, *bias, *out, (weights[0, 6] - height) / data.scale[1]]])
    shares = explained(fit, data, weights)[0]
    for share, good in zip(shares, followed, strict=True):
        assert share > 0.9 if good else share < 0.05
    assert one_sided(fit, data, weights)[0] == (sum(followed) == 1)


def test_the_law_explains_all_and_the_mean_of_a_half_nothing():
    fit = CurveFit(data="absolute", hidden=(2,), activations=("relu",), noise=2)
    data = fit.load()
    np.testing.assert_allclose(explained(fit, data, arms(1, 1, 0)), 1, atol=1e-6)
    np.testing.assert_allclose(explained(fit, data, arms(0, 0, 5)), 0, atol=0.02)


def test_where_a_half_of_the_curve_is_flat_nothing_is_one_sided():
    fit = CurveFit(
        data="points",
        points=tuple(float(n) for x in range(-20, 21) for n in (x, max(x, 0))),
        hidden=(2,),
        activations=("relu",),
    )
    data, weights = fit.load(), arms(0, 1, 0)
    assert np.isnan(explained(fit, data, weights)[0, 0])
    assert not one_sided(fit, data, weights)[0]


def test_constant_is_a_fit_that_says_the_same_everywhere():
    data = HINGES.load()
    weights = np.concatenate([arms(0, 0, 33), arms(0, 0.001, 33), arms(0, 0, 0)])
    np.testing.assert_array_equal(constant(HINGES, data, weights), [True, False, True])
    # Both hinges lie outside of the data.
    dead = np.array([[1, -1, -30, -30, 4, 5, 6]], np.float32)
    assert constant(HINGES, data, dead)[0]


def test_weights_that_diverged_are_neither():
    data = HINGES.load()
    weights = np.full((1, 7), np.nan, np.float32)
    assert not constant(HINGES, data, weights)[0]
    assert not one_sided(HINGES, data, weights)[0]
