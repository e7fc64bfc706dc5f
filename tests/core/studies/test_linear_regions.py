"""The straight pieces of a fit, against the fit itself on a fine grid."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.activations import ELEMENTWISE
from core.analysis.fits import predictions
from core.experiments import CurveFit
from core.studies.curve_fitting.linear_regions import Pieces, pieces

PIECEWISE_LINEAR = {
    "binary_step",
    "linear",
    "relu",
    "leaky_relu",
    "prelu",
    "relu6",
    "hard_sigmoid",
    "hard_tanh",
    "soft_shrink",
    "hard_shrink",
    "maxout",
}
DEPTHS = {"one layer": 1, "two layers": 2, "three layers": 3}


def drawn(fit: CurveFit, seed: int) -> np.ndarray:
    generator = np.random.default_rng(seed)
    # Biases of the size of x, so that units bend within its range.
    parts = [
        generator.normal(0, 1.5 if len(shape) == 1 else 1 / np.sqrt(shape[0]), shape).ravel()
        for shape in fit.shapes
    ]
    return np.concatenate(parts).astype(np.float32)


def value(found: Pieces, x: np.ndarray) -> np.ndarray:
    piece = np.clip(np.searchsorted(found.edges, x) - 1, 0, len(found) - 1)
    return found.slopes[piece] * x + found.intercepts[piece]


@pytest.mark.parametrize("standardised", [False, True], ids=["raw", "standardised"])
@pytest.mark.parametrize("depth", DEPTHS.values(), ids=DEPTHS)
@pytest.mark.parametrize("key", sorted(PIECEWISE_LINEAR))
def test_the_pieces_are_the_fit(key, depth, standardised):
    fit = CurveFit(hidden=(5,) * depth, activations=(key,) * depth, standardised=standardised)
    data, x = fit.load(), np.linspace(-10, 10, 20_001)
    for seed in range(3):
        weights = drawn(fit, seed)
        found = pieces(fit, data, weights)
        said = predictions(fit, data, weights[None], x)[0]
        # Where a function jumps, rounding decides on which side the very place of it falls.
        near = (np.abs(x[:, None] - found.edges) < 1e-3).any(axis=1)
        scale = np.abs(said).max()
        apart = np.abs(value(found, x) - said)[~near]
        assert apart.max() < 1e-4 * scale
        assert (found.edges[0], found.edges[-1]) == fit.span
        assert (np.diff(found.edges) > 0).all()


@pytest.mark.parametrize("depth", DEPTHS.values(), ids=DEPTHS)
@pytest.mark.parametrize("key", ["relu", "leaky_relu", "prelu", "hard_tanh", "relu6"])
def test_the_fit_bends_at_the_edges_and_nowhere_else(key, depth):
    fit = CurveFit(hidden=(4,) * depth, activations=(key,) * depth)
    data = fit.load()
    x = np.linspace(-10, 10, 4_001)
    for seed in range(3):
        weights = drawn(fit, seed)
        found = pieces(fit, data, weights)
        said = value(found, x)
        bends = np.abs(np.diff(said, 2))
        steepest = np.abs(found.slopes).max()
        inner = found.edges[1:-1]
        bent = x[1:-1][bends > 1e-9 * (1 + np.abs(said).max())]
        # Each bend of the fine grid is beside an edge, and each edge beside a bend.
        if bent.size:
            assert np.abs(bent[:, None] - inner).min(axis=1).max() <= 0.005 + 1e-9
        sharp = np.abs(np.diff(found.slopes)) > 1e-4 * steepest
        for edge in inner[sharp]:
            assert np.abs(bent - edge).min() <= 0.005 + 1e-9


def test_one_relu_layer_bends_where_its_sums_are_0_and_count_for_something():
    fit = CurveFit(hidden=(4,), activations=("relu",))
    # Kernels 1, -2, 1, 0; biases 3, 4, 30, 5: one bends outside of the range, one nowhere. The
    # weight after the one that bends at 2 is 0.
    weights = np.array([1, -2, 1, 0, 3, 4, 30, 5, 1, 0, 1, 1, 0], np.float32)
    found = pieces(fit, fit.load(), weights)
    np.testing.assert_array_equal(found.edges, [-10, -3, 10])
    np.testing.assert_array_equal(found.slopes, [1, 2])


def test_a_unit_that_is_dead_later_hides_the_bends_before_it():
    fit = CurveFit(hidden=(2, 1), activations=("relu", "relu"))
    weights = np.array([1, -1, 3, 3, -1, -1, -1, 5, 7], np.float32)
    found = pieces(fit, fit.load(), weights)
    assert len(found) == 1
    assert (found.slopes[0], found.intercepts[0]) == (0, 7)


def test_hinges_add_their_bends():
    fit = CurveFit(hidden=(6,), activations=("relu",))
    bends = np.array([-7.5, -5, -2, 1, 4, 8])
    weights = np.concatenate([np.ones(6), -bends, np.ones(6), [0]]).astype(np.float32)
    found = pieces(fit, fit.load(), weights)
    np.testing.assert_allclose(found.edges[1:-1], bends)
    np.testing.assert_allclose(found.slopes, np.arange(7))


@pytest.mark.parametrize("key", sorted(set(ELEMENTWISE) - PIECEWISE_LINEAR))
def test_functions_that_are_curved_have_no_pieces(key):
    fit = CurveFit(hidden=(3, 3), activations=("relu", key))
    assert pieces(fit, fit.load(), drawn(fit, 0)) is None
    # They are curved indeed: somewhere between its kinks the second derivative is not 0.
    kinks = ELEMENTWISE[key].kinks(**ELEMENTWISE[key].defaults)
    x = np.linspace(-4, 4, 801)
    bent = np.abs(np.diff(ELEMENTWISE[key](x), 2)) > 1e-9
    away = ~(np.abs(x[1:-1, None] - np.array([*kinks, 99.0])) < 0.02).any(axis=1)
    assert (bent & away).any()


def test_weights_that_diverged_have_no_pieces():
    fit = CurveFit()
    assert pieces(fit, fit.load(), np.full(19, np.inf, np.float32)) is None


def test_a_network_without_hidden_layers_is_one_piece():
    fit = CurveFit(hidden=(), activations=(), standardised=True)
    data = fit.load()
    found = pieces(fit, data, np.array([0.5, 0.25], np.float32))
    assert len(found) == 1
    said = predictions(fit, data, np.array([[0.5, 0.25]]))[0]
    np.testing.assert_allclose(value(found, fit.grid), said, atol=1e-5)


def test_linear_layers_are_one_piece_whatever_their_number():
    fit = CurveFit(hidden=(3, 3, 3), activations=("linear",) * 3)
    found = pieces(fit, fit.load(), drawn(fit, 1))
    assert len(found) == 1


def test_learned_slopes_count_as_they_are_now():
    fit = CurveFit(hidden=(1,), activations=("prelu",))
    weights = np.array([1, 0, -0.5, 1, 0], np.float32)  # |x| on the right, x/2 upwards on the left
    found = pieces(fit, fit.load(), weights)
    np.testing.assert_allclose(found.slopes, [-0.5, 1])
    straight = dataclasses.replace(fit, seed=1)
    weights[2] = 1
    assert len(pieces(straight, fit.load(), weights)) == 1
