"""Range, kinks, monotonicity, saturation, asymptotes and other facts known of the functions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.activations import ELEMENTWISE, properties
from tests.core.activations.activation_cases import CASES, case_name

every_case = pytest.mark.parametrize(("f", "settings"), CASES, ids=case_name)
WIDE = np.concatenate([-np.geomspace(1e12, 30, 500), np.linspace(-30, 30, 60_001)])
WIDE = np.concatenate([WIDE, np.geomspace(30, 1e12, 500)])
ENDS = np.array([-np.inf, np.inf])


def names(test):
    return sorted(f.key for f in ELEMENTWISE.values() if test(f))


@every_case
def test_values_lie_in_the_range_and_reach_its_ends(f, settings):
    interval = f.range(**settings)
    values = np.append(f(WIDE, **settings), f(ENDS, **settings))
    # Far out, an open end is reached by rounding.
    assert values.min() >= interval.low
    assert values.max() <= interval.high
    for end, closed, limit in (
        (interval.low, interval.low_closed, values.min()),
        (interval.high, interval.high_closed, values.max()),
    ):
        if closed:
            assert limit == pytest.approx(end, abs=1e-6)
        elif math.isinf(end):
            assert limit == end
        else:
            assert f(0.1, **settings) != end
            assert limit == pytest.approx(end, abs=1e-12)


@every_case
def test_declared_kinks_are_bends_or_jumps(f, settings):
    assert list(f.kinks(**settings)) == sorted(f.kinks(**settings))
    for kink in properties.kinks_with_slopes(f, **settings):
        h = 1e-6
        left, middle_left = f(np.array([kink.x - h, np.nextafter(kink.x - 1e-15, -9)]), **settings)
        middle_right, right = f(np.array([np.nextafter(kink.x + 1e-15, 9), kink.x + h]), **settings)
        assert (middle_left - left) / h == pytest.approx(kink.left_slope, abs=1e-5)
        assert (right - middle_right) / h == pytest.approx(kink.right_slope, abs=1e-5)
        bends = abs(kink.left_slope - kink.right_slope) > 1e-9
        assert bends or kink.left_value != kink.right_value


@every_case
def test_no_kink_is_undeclared(f, settings):
    """Across every cell of a fine grid without a kink, f follows its derivative."""
    x = np.linspace(-10.0037, 10.0041, 20_011)
    y, slope = f(x, **settings), f.derivative(x, **settings)
    step = np.diff(x)
    trapezium_gap = np.abs(np.diff(y) - step * (slope[1:] + slope[:-1]) / 2)
    slope_change = np.abs(np.diff(slope))
    holds_kink = np.zeros(step.shape, bool)
    for kink in f.kinks(**settings):
        holds_kink |= (x[:-1] <= kink) & (kink <= x[1:])
    assert trapezium_gap[~holds_kink].max() < 2e-6
    assert slope_change[~holds_kink].max() < 0.02
    if holds_kink.any():
        assert max(trapezium_gap[holds_kink].max(), slope_change[holds_kink].max()) > 0.04


@every_case
def test_derivative_is_the_slope_of_the_function(f, settings):
    x = np.linspace(-7.003, 7.001, 701)
    clear = np.all([np.abs(x - k) > 1e-3 for k in (99.0, *f.kinks(**settings))], axis=0)
    h = 1e-5
    numerical = (f(x + h, **settings) - f(x - h, **settings)) / (2 * h)
    np.testing.assert_allclose(
        numerical[clear], f.derivative(x, **settings)[clear], rtol=0, atol=1e-7
    )


def test_which_are_zero_centred():
    assert names(properties.zero_centred) == sorted(
        [
            "linear",
            "tanh",
            "selu",
            "softsign",
            "hard_tanh",
            "tanh_shrink",
            "soft_shrink",
            "hard_shrink",
        ]
    )


@pytest.mark.parametrize(
    ("key", "mean"),
    [
        ("relu", 1 / math.sqrt(2 * math.pi)),
        ("gelu", 1 / (2 * math.sqrt(math.pi))),
        ("elu", 1 / math.sqrt(2 * math.pi) + math.exp(0.5) * 0.15865525393145707 - 0.5),
        ("sigmoid", 0.5),
        ("binary_step", 0.5),
        ("hard_sigmoid", 0.5),
    ],
)
def test_mean_output_in_closed_form(key, mean):
    assert properties.mean_output(ELEMENTWISE[key]) == pytest.approx(mean, abs=1e-12)


def test_mean_output_agrees_with_samples():
    z = np.random.default_rng(0).normal(size=400_000)
    for f in ELEMENTWISE.values():
        assert properties.mean_output(f) == pytest.approx(f(z).mean(), abs=0.01)


def test_which_are_not_monotonic():
    falling = names(lambda f: not properties.monotonic(f))
    assert falling == sorted(["gelu", "gelu_tanh", "silu", "mish", "hard_silu"])
    assert not properties.monotonic(ELEMENTWISE["prelu"], alpha=-0.5)
    assert properties.monotonic(ELEMENTWISE["prelu"], alpha=1.5)


def test_which_saturate():
    both = names(lambda f: properties.saturates(f) == (True, True))
    assert both == sorted(
        ["binary_step", "sigmoid", "tanh", "softsign", "hard_sigmoid", "relu6", "hard_tanh"]
    )
    assert names(lambda f: properties.saturates(f) == (False, True)) == ["log_sigmoid"]
    neither = names(lambda f: properties.saturates(f) == (False, False))
    assert neither == sorted(
        ["linear", "leaky_relu", "prelu", "tanh_shrink", "soft_shrink", "hard_shrink"]
    )


@every_case
def test_functions_tend_to_their_asymptotes(f, settings):
    lines = properties.asymptotes(f, **settings)
    assert [line.side for line in lines] == ["left", "right"]
    for line, sign in zip(lines, (-1, 1), strict=True):
        x = sign * 1e6
        assert f(x, **settings) == pytest.approx(line.slope * x + line.intercept, abs=1e-5)


@pytest.mark.parametrize(
    ("key", "left", "right"),
    [
        ("tanh_shrink", (1, 1), (1, -1)),
        ("soft_shrink", (1, 0.5), (1, -0.5)),
        ("sigmoid", (0, 0), (0, 1)),
        ("squareplus", (0, 0), (1, 0)),
        ("log_sigmoid", (1, 0), (0, 0)),
        ("leaky_relu", (0.01, 0), (1, 0)),
    ],
)
def test_known_asymptotes(key, left, right):
    lines = properties.asymptotes(ELEMENTWISE[key])
    assert [(line.slope, line.intercept) for line in lines] == [left, right]


@pytest.mark.parametrize(
    ("key", "slope"),
    [
        ("sigmoid", 0.25),
        ("tanh", 1),
        ("hard_silu", 1.5),
        ("silu", 1.0998393201288669),
        ("gelu", 0.5 + 0.5 * math.erf(1) + math.exp(-1) / math.sqrt(math.pi)),
        ("selu", 1.7580993408473766),
        ("binary_step", 0),
    ],
)
def test_largest_slopes(key, slope):
    assert properties.largest_slope(ELEMENTWISE[key]) == pytest.approx(slope, abs=1e-8)


def test_a_jump_is_told_from_a_bend():
    (step,) = properties.kinks_with_slopes(ELEMENTWISE["binary_step"], threshold=0.7)
    assert (step.x, step.left_value, step.right_value) == (0.7, 0, 1)
    assert (step.left_slope, step.right_slope) == (0, 0)
    (bend,) = properties.kinks_with_slopes(ELEMENTWISE["leaky_relu"])
    assert (bend.left_value, bend.right_value) == (0, 0)
    assert (bend.left_slope, bend.right_slope) == (0.01, 1)


numbers = st.floats(-1e6, 1e6)


@given(numbers)
def test_tanh_is_a_stretched_and_shifted_sigmoid(x):
    sigmoid = ELEMENTWISE["sigmoid"]
    assert ELEMENTWISE["tanh"](x) == pytest.approx(2 * sigmoid(2 * x) - 1, abs=1e-15)


@given(numbers)
def test_sigmoid_slope_is_at_most_a_quarter(x):
    assert 0 <= ELEMENTWISE["sigmoid"].derivative(x) <= 0.25


@given(numbers)
def test_softplus_less_its_mirror_image_is_the_line(x):
    f = ELEMENTWISE["softplus"]
    assert f(x) - f(-x) == pytest.approx(x, rel=1e-14, abs=1e-15)
    assert f(x) == -ELEMENTWISE["log_sigmoid"](-x)


@given(numbers, st.sampled_from(["tanh", "softsign", "hard_tanh", "tanh_shrink", "soft_shrink"]))
def test_odd_functions(x, key):
    f = ELEMENTWISE[key]
    assert f(-x) == -f(x)
    assert f.derivative(-x) == f.derivative(x)


@given(st.floats(-1e3, 1e3), st.floats(0, 10), st.sampled_from(names(properties.monotonic)))
def test_monotonic_functions_never_fall(x, step, key):
    f = ELEMENTWISE[key]
    assert f(x + step) >= f(x) - 1e-12
