"""Softmax, sigmoids and sparsemax of the same logits, and softmax drawn over its entries."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.activations import ACTIVATIONS
from core.studies.softmax_and_maxout import probabilities

tenths = st.integers(-50, 50).map(lambda number: number / 10)
logit_lists = st.lists(tenths, min_size=2, max_size=8)
temperatures = st.sampled_from([0.05, 0.3, 1.0, 7.0, 20.0])


@given(logit_lists, temperatures)
def test_softmax_and_sparsemax_share_out_one_and_each_sigmoid_stands_alone(logits, temperature):
    found = probabilities.compare(logits, temperature)
    assert found["softmax"].sum() == pytest.approx(1, abs=1e-12)
    assert found["sparsemax"].sum() == pytest.approx(1, abs=1e-12)
    for value, logit in zip(found["sigmoid"], logits, strict=True):
        assert value == pytest.approx(ACTIVATIONS["sigmoid"](logit / temperature))


@given(logit_lists, temperatures, st.integers(-100, 100))
def test_only_sigmoids_feel_a_shift(logits, temperature, shift):
    plain = probabilities.compare(logits, temperature)
    moved = probabilities.compare(logits, temperature, shift)
    for key in ("softmax", "sparsemax"):
        np.testing.assert_allclose(moved[key], plain[key], atol=1e-11)
    assert (moved["sparsemax"] == 0).tolist() == (plain["sparsemax"] == 0).tolist()


@given(logit_lists)
def test_sparsemax_has_the_zeros_of_exact_arithmetic(logits):
    # In whole tenths: rank k is in the support if 10 + k * x_k > x_1 + … + x_k.
    tenfold = sorted((round(10 * logit) for logit in logits), reverse=True)
    support = sum(
        10 + rank * number > sum(tenfold[:rank]) for rank, number in enumerate(tenfold, start=1)
    )
    found = probabilities.compare(logits, 1.0)["sparsemax"]
    assert int(np.sum(found > 0)) == support


@pytest.mark.parametrize("key", ["softmax", "log_softmax", "sparsemax"])
def test_the_jacobian_is_by_the_logit_whatever_temperature_and_shift(key):
    logits, temperature, shift, step = np.array([0.3, -0.4, 1.1, 0.2]), 2.5, 3.0, 1e-6
    matrix = probabilities.jacobian(key, logits, temperature, shift)
    f = ACTIVATIONS[key]
    for j in range(4):
        high, low = (
            f((logits + shift + sign * step * (np.arange(4) == j)) / temperature)
            for sign in (1, -1)
        )
        np.testing.assert_allclose(matrix[:, j], (high - low) / (2 * step), atol=1e-8)
    np.testing.assert_allclose(matrix.sum(axis=1), 0, atol=1e-12)


def test_the_jacobian_of_softmax_is_that_of_the_registry():
    expected = ACTIVATIONS["softmax"].jacobian(np.array([2.0, 1.5, -1.0]), temperature=0.3)
    found = probabilities.jacobian("softmax", (2.0, 1.5, -1.0), 0.3)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_entropy_is_0_for_certainty_and_the_logarithm_of_n_for_equal_shares():
    assert probabilities.entropy(np.array([0.0, 1.0, 0.0])) == 0
    assert probabilities.entropy(np.full(8, 1 / 8)) == pytest.approx(3)
    assert probabilities.entropy(np.array([0.5, 0.25, 0.25])) == pytest.approx(1.5)


def test_each_change_does_what_its_name_says():
    logits, change = (2.0, 1.0, 2.0), probabilities.changed
    assert change(logits, "halve_temperature") == (4, 2, 4)
    assert change(logits, "double_temperature") == (1, 0.5, 1)
    assert change(logits, "lower_largest") == (1, 1, 2)
    assert change(logits, "raise_all") == (3, 2, 3)
    with pytest.raises(ValueError, match="nonsense"):
        change(logits, "nonsense")


def test_the_vector_of_the_notes_has_100_entries():
    x, shares = probabilities.softmax_over(*probabilities.NOTES_VECTOR)
    np.testing.assert_allclose(x, np.arange(-50, 50) / 10, atol=1e-12)
    assert shares.sum() == pytest.approx(1)


def test_one_entry_has_another_share_in_another_vector():
    first = probabilities.softmax_over(*probabilities.NOTES_VECTOR)
    second = probabilities.softmax_over(-5, 2, 0.1)
    # A geometric series: e^2 over the sum of e^(2 - 0.1 i), i = 0 … 70.
    expected = (1 - np.exp(-0.1)) / (1 - np.exp(-7.1))
    assert probabilities.share_at(*second, 2.0) == pytest.approx(expected)
    assert probabilities.share_at(*first, 2.0) == pytest.approx(0.005236, abs=1e-6)
    assert probabilities.share_at(*second, 3.0) is None
