"""Values and derivatives against mpmath, at tiny, near, large and far negative numbers."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
from scipy import special

from core.activations import ELEMENTWISE
from core.activations.float32 import half_mills_ratio, tanh_gap
from tests.core.activations.activation_cases import CASES, case_name
from tests.core.activations.activation_reference import SLOPE, VALUE

MAGNITUDES = np.concatenate(
    [
        np.geomspace(1e-300, 1e-3, 12),
        np.linspace(0.01, 4, 60),
        np.linspace(4, 45, 40),
        np.geomspace(46, 760, 15),
        np.geomspace(1e3, 1e300, 10),
    ]
)
SMALLEST_NORMAL = np.finfo(np.float64).tiny
# Where a derivative crosses 0, two terms of this size cancel; there the absolute error counts.
ROOT = 0.2


def _grid(f, settings):
    kinks = np.array(f.kinks(**settings))
    beside = np.concatenate([kinks, kinks - 1e-9, kinks + 1e-9])
    return np.unique(np.concatenate([-MAGNITUDES, [0.0], MAGNITUDES, beside]))


def _exact(reference, x, settings):
    """The reference, with digits to spare for what cancels in x + sqrt(x²) or x - tanh x."""
    spare = 0 if x == 0 else abs(math.log10(abs(x)))
    with mpmath.workdps(50 + 3 * int(spare)):
        return reference(mpmath.mpf(x), **{key: mpmath.mpf(v) for key, v in settings.items()})


def _largest_error(values, x, reference, settings, smallest_root=0):
    errors = []
    for value, place in zip(values.tolist(), x.tolist(), strict=True):
        exact = _exact(reference, place, settings)
        if abs(exact) < SMALLEST_NORMAL:
            assert abs(value) <= SMALLEST_NORMAL
            continue
        scale = max(abs(exact), ROOT if smallest_root < place < 0 else 0)
        errors.append(float(abs(mpmath.mpf(value) - exact) / scale))
    return max(errors, default=0.0)


# A new entry is judged by Keras and TensorFlow at once, and here when it has its reference.
with_reference = pytest.mark.parametrize(
    ("f", "settings"), [case for case in CASES if case[0].key in VALUE], ids=case_name
)


def test_every_reference_has_both_sides_and_an_entry():
    assert set(VALUE) == set(SLOPE) <= set(ELEMENTWISE)
    assert len(VALUE) >= 26


@with_reference
def test_values_are_exact_to_a_few_ulp(f, settings):
    x = _grid(f, settings)
    assert _largest_error(f(x, **settings), x, VALUE[f.key], settings) < 1.1e-15


@with_reference
def test_derivatives_are_exact_to_a_few_ulp(f, settings):
    x = _grid(f, settings)
    # Those that cross 0 do so between -2 and 0.
    error = _largest_error(f.derivative(x, **settings), x, SLOPE[f.key], settings, smallest_root=-2)
    assert error < 1.1e-15


@pytest.mark.parametrize("f", ELEMENTWISE.values(), ids=lambda f: f.key)
@pytest.mark.parametrize("side", ["__call__", "derivative"])
def test_float32_agrees_with_float64(f, side):
    rng = np.random.default_rng(5)
    x = np.concatenate([rng.normal(0, 3, 20_000), rng.uniform(-15, 15, 20_000)]).astype(np.float32)
    exact = getattr(f, side)(x.astype(np.float64))
    error = np.abs(getattr(f, side)(x) - exact) / np.maximum(np.abs(exact), 0.05)
    assert error.max() < 20 * np.finfo(np.float32).eps


@pytest.mark.parametrize("f", ELEMENTWISE.values(), ids=lambda f: f.key)
def test_float32_keeps_relative_accuracy_in_the_tails(f):
    x = np.concatenate([np.linspace(-80, -1.5, 5_000), np.geomspace(1e-30, 80, 5_000)])
    x = x.astype(np.float32)
    exact = f(x.astype(np.float64))
    normal = np.abs(exact) > np.finfo(np.float32).tiny
    # exp of an argument rounded to 24 digits: its error grows with the argument, at most 88.
    error = np.abs(f(x)[normal] - exact[normal]) / np.abs(exact[normal])
    assert error.max() < 130 * np.finfo(np.float32).eps


def test_approximation_of_the_normal_tail_has_the_stated_error():
    m = np.linspace(0, 14.5, 200_001).astype(np.float32)
    exact = 0.5 * special.erfcx(m.astype(np.float64) / math.sqrt(2))
    assert np.abs(half_mills_ratio(m) / exact - 1).max() < 5.3e-7


def test_approximation_of_tanh_shrink_has_the_stated_error():
    x = np.linspace(-20, 20, 200_001).astype(np.float32)
    x = x[x != 0]
    exact = ELEMENTWISE["tanh_shrink"](x.astype(np.float64))
    values = np.empty_like(x)
    tanh_gap(x, values)
    assert np.abs(values / exact - 1).max() < 4.1e-7
