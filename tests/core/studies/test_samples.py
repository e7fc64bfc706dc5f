"""Samples, their figures and their histograms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.activations import ELEMENTWISE
from core.problems import Problem
from core.studies.function_gallery.samples import draw, figures, histogram, histograms


@pytest.mark.parametrize("distribution", ["uniform", "normal"])
def test_samples_are_centred_and_repeatable(distribution):
    values = draw(distribution, 1000, 3.0, 7)
    assert values.shape == (1000,)
    assert abs(values.mean()) < 1e-12
    np.testing.assert_array_equal(values, draw(distribution, 1000, 3.0, 7))
    assert not np.array_equal(values, draw(distribution, 1000, 3.0, 8))
    np.testing.assert_allclose(values, 3 * draw(distribution, 1000, 1.0, 7))


def test_spread_is_the_notes_width_or_the_standard_deviation():
    uniform = draw("uniform", 100_000, 2.0, 0)
    assert np.ptp(uniform) == pytest.approx(2, rel=1e-3)
    assert draw("normal", 100_000, 2.0, 0).std() == pytest.approx(2, rel=0.02)


@pytest.mark.parametrize(
    "wrong", [("cauchy", 10, 1, 0), ("normal", 0, 1, 0), ("normal", 10, -1, 0)]
)
def test_impossible_samples_are_refused(wrong):
    with pytest.raises(Problem):
        draw(*wrong)


def test_figures_of_a_relu():
    result = figures(ELEMENTWISE["relu"], np.array([-2.0, -1.0, 0.0, 5.0]))
    assert (result.mean_before, result.mean_after) == (0.5, 1.25)
    assert result.share_zero == 0.75
    assert result.share_saturated == 0.75


def test_saturation_is_relative_to_the_steepest_slope():
    # The sigmoid's slope falls to 1 % of 1/4 at |x| = 5.986.
    x = np.array([-6.1, -5.9, 0.0, 5.9, 6.1])
    assert figures(ELEMENTWISE["sigmoid"], x).share_saturated == pytest.approx(0.4)
    assert figures(ELEMENTWISE["leaky_relu"], x, alpha=0.02).share_saturated == 0
    assert figures(ELEMENTWISE["leaky_relu"], x, alpha=0.005).share_saturated == pytest.approx(0.6)


def test_a_step_is_saturated_everywhere_and_a_line_nowhere():
    x = draw("normal", 100, 1.0, 0)
    assert figures(ELEMENTWISE["binary_step"], x).share_saturated == 1
    assert figures(ELEMENTWISE["linear"], x).share_saturated == 0


@given(arrays.arrays(np.float64, st.integers(1, 50), elements=st.floats(-1e300, 1e300)))
def test_every_finite_value_is_counted_once(values):
    edges, counts = histogram(values, 20)
    assert counts.sum() == values.size
    assert len(edges) == len(counts) + 1
    assert np.all(np.diff(edges) > 0)
    assert edges[0] <= values.min() <= values.max() <= edges[-1]


def test_counts_agree_with_numpy():
    values = draw("normal", 1000, 1.0, 0)
    edges, counts = histogram(values)
    expected, expected_edges = np.histogram(values, 100)
    np.testing.assert_array_equal(counts, expected)
    np.testing.assert_array_equal(edges, expected_edges)


@pytest.mark.parametrize("value", [0.0, 1.0, -1e-300, 1e300])
def test_equal_values_fill_one_bar_of_finite_width(value):
    edges, counts = histogram(np.full(7, value))
    assert counts.tolist() == [7]
    assert edges[0] < value < edges[1]
    assert np.isfinite(edges).all()


def test_values_that_are_not_finite_are_left_out():
    _, counts = histogram([np.nan, 1.0, np.inf, 2.0, -np.inf])
    assert counts.sum() == 2
    with pytest.raises(Problem, match="no finite value"):
        histogram([np.nan])


def test_bars_on_a_shared_axis_are_wide_enough_to_be_seen():
    values = draw("normal", 1000, 20.0, 0)
    wide, narrow = histograms(values, np.tanh(values))
    for edges, counts in (wide, narrow):
        assert counts.sum() == 1000
        assert np.diff(edges).min() > 0.008 * np.ptp(values)
    (edges, counts), _other = histograms([0.25] * 7, [-100.0, 100.0])
    assert counts.tolist() == [7]
    assert np.ptp(edges) == pytest.approx(2)
