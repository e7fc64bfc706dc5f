"""Stacks of affine layers: lines, folds, and the exact number of their pieces."""

from __future__ import annotations

import numpy as np
import pytest

from core.activations import ELEMENTWISE
from core.problems import Problem
from core.studies.why_nonlinear.affine_stack import MOST_PIECES, AffineStack, pieces

CONTINUOUS = ["relu", "leaky_relu", "prelu", "relu6", "hard_tanh", "hard_sigmoid", "soft_shrink"]
JUMPING = ["binary_step", "hard_shrink"]
CURVED = ["sigmoid", "tanh", "elu", "gelu", "softsign", "hard_silu", "tanh_shrink", "sparse_plus"]


@pytest.mark.parametrize("layers", [1, 2, 7, 20])
@pytest.mark.parametrize("width", [1, 8, 32])
def test_linear_layers_collapse_into_the_line_that_is_measured(layers, width):
    stack = AffineStack(layers, width, "linear", seed=4)
    slope, intercept = stack.collapsed()
    x = np.linspace(-3, 3, 101)
    np.testing.assert_allclose(stack.output(x), slope * x + intercept, atol=1e-12)
    assert stack.line_fit(x) == pytest.approx((slope, intercept), abs=1e-12)
    assert pieces(stack, -3, 3).count == 1
    assert slope != 0


@pytest.mark.parametrize("key", ELEMENTWISE)
def test_one_layer_is_a_line_whatever_the_activation(key):
    x = np.linspace(-3, 3, 50)
    np.testing.assert_allclose(np.diff(AffineStack(1, 8, key).output(x), 2), 0, atol=1e-13)


def test_only_straight_activations_collapse():
    straight = {key for key in ELEMENTWISE if AffineStack(3, 4, key).collapsed()}
    assert straight == {"linear"}
    bent_straight = AffineStack(5, 4, "leaky_relu", {"alpha": 1.0})
    assert bent_straight.collapsed() == pytest.approx(AffineStack(5, 4, "linear").collapsed())


def test_h_of_x_thrice_is_c_cubed_x():
    stack = AffineStack(3, 1, "linear", bias_spread=0)
    factors = [weights[0, 0] for weights, _ in stack.maps]
    assert stack.collapsed() == pytest.approx((np.prod(factors), 0))


@pytest.mark.parametrize("key", ELEMENTWISE)
@pytest.mark.parametrize("layers", [2, 20])
def test_stacks_neither_explode_nor_become_constant(key, layers):
    x = np.linspace(-3, 3, 201)
    spans = [np.ptp(AffineStack(layers, 32, key, seed=seed).output(x)) for seed in range(5)]
    assert 1e-4 < np.median(spans) < 1e7


def test_output_keeps_the_shape_of_x():
    stack = AffineStack(4, 6, "tanh")
    x = np.linspace(-1, 1, 6).reshape(2, 3)
    assert stack.output(x).shape == (2, 3)
    assert stack.output(0.5).shape == ()
    np.testing.assert_allclose(stack.output(x).ravel(), stack.output(x.ravel()))


def test_layer_outputs_are_computed_one_from_another():
    stack = AffineStack(3, 5, "elu", {"alpha": 0.5}, seed=9)
    first, second, last = stack.layer_outputs(np.array([0.3, -2.0]))
    assert (first.shape, second.shape, last.shape) == ((2, 5), (2, 5), (2, 1))
    weights, biases = stack.maps[1]
    np.testing.assert_allclose(second, ELEMENTWISE["elu"](first @ weights + biases, alpha=0.5))
    weights, biases = stack.maps[2]
    np.testing.assert_allclose(last, second @ weights + biases)


def test_a_stack_is_a_hashable_value():
    given, full = (
        AffineStack(activation="elu"),
        AffineStack(activation="elu", parameters={"alpha": 1}),
    )
    assert given == full
    assert hash(given) == hash(full)
    assert given.parameters == (("alpha", 1.0),)
    np.testing.assert_array_equal(given.output([1.0]), full.output([1.0]))
    assert AffineStack(seed=1).output(1.0) != AffineStack(seed=2).output(1.0)


def test_another_layer_leaves_the_hidden_ones_as_they_are():
    for before, after in zip(AffineStack(4).maps[:3], AffineStack(7).maps[:3], strict=True):
        np.testing.assert_array_equal(before[0], after[0])
        np.testing.assert_array_equal(before[1], after[1])


@pytest.mark.parametrize(
    "wrong",
    [
        {"layers": 0},
        {"layers": 21},
        {"width": 33},
        {"activation": "softmax"},
        {"seed": -1},
        {"weight_spread": -1},
        {"bias_spread": np.inf},
        {"activation": "elu", "parameters": {"alpha": -5}},
        {"parameters": {"alpha": 1}},
    ],
)
def test_impossible_stacks_are_refused(wrong):
    with pytest.raises(Problem):
        AffineStack(**wrong)


@pytest.mark.parametrize("key", [*CONTINUOUS, *JUMPING])
@pytest.mark.parametrize(("layers", "width"), [(2, 1), (3, 8), (6, 16), (20, 32)])
def test_pieces_make_up_the_output(key, layers, width):
    stack = AffineStack(layers, width, key, seed=5)
    found = pieces(stack, -4, 4)
    assert found.complete
    assert (found.edges[0], found.edges[-1]) == (-4, 4)
    # Inside each piece, clear of its edges, because some functions jump there.
    inside = found.edges[:-1, None] + np.diff(found.edges)[:, None] * [0.1, 0.5, 0.9]
    expected = stack.output(inside)
    computed = found.slopes[:, None] * inside + found.intercepts[:, None]
    np.testing.assert_allclose(computed, expected, atol=1e-11 * (1 + np.abs(expected).max()))


@pytest.mark.parametrize("key", [*CONTINUOUS, *JUMPING])
@pytest.mark.parametrize(("layers", "width"), [(2, 4), (3, 8), (4, 12)])
@pytest.mark.parametrize("seed", range(2))
def test_pieces_agree_with_counting_on_a_fine_grid(key, layers, width, seed):
    stack = AffineStack(layers, width, key, seed=seed)
    found = pieces(stack, -3, 3)
    x = np.linspace(-3, 3, 100_001)
    steps = np.diff(stack.output(x))
    bends = np.abs(np.diff(steps)) > 1e-9 * np.abs(steps).max()
    # One break spoils at most two neighbouring differences: each run of bends is one break.
    counted = 1 + np.count_nonzero(np.diff(bends.astype(int), prepend=0) == 1)
    too_narrow = np.count_nonzero(np.diff(found.edges) < 4 * (x[1] - x[0]))
    assert counted <= found.count <= counted + too_narrow
    assert found.breakpoints.size == found.count - 1


def test_a_relu_layer_folds_where_its_units_switch_on():
    stack = AffineStack(2, 8, "relu", seed=2)
    weights, biases = stack.maps[0]
    hinges = np.sort(-biases / weights[0])
    found = pieces(stack, -100, 100)
    np.testing.assert_allclose(found.breakpoints, hinges, rtol=1e-12)
    assert found.count == 9


@pytest.mark.parametrize("key", CURVED)
def test_curved_functions_have_no_pieces(key):
    assert pieces(AffineStack(3, 4, key), -1, 1) is None


@pytest.mark.parametrize("key", ["leaky_relu", "prelu"])
def test_a_kink_that_the_parameter_takes_away_is_no_break(key):
    assert pieces(AffineStack(4, 8, key, {"alpha": 1.0}), -3, 3).count == 1


def test_without_biases_all_units_fold_at_one_place():
    found = pieces(AffineStack(6, 16, "relu", bias_spread=0), -3, 3)
    assert found.count == 2
    assert found.breakpoints == pytest.approx([0], abs=1e-12)


def test_too_many_pieces_are_counted_from_the_left_as_far_as_they_go():
    stack = AffineStack(20, 32, "hard_tanh", seed=1, weight_spread=2, bias_spread=1)
    found = pieces(stack, -10, 10)
    assert not found.complete
    assert 10_000 < found.count <= MOST_PIECES
    assert found.edges[-1] < 10
    middles = (found.edges[:-1] + found.edges[1:]) / 2
    expected = stack.output(middles)
    computed = found.slopes * middles + found.intercepts
    assert np.median(np.abs(computed - expected)) < 1e-6 * np.abs(expected).max()


def test_an_empty_interval_is_refused():
    with pytest.raises(Problem):
        pieces(AffineStack(), 1, 1)
