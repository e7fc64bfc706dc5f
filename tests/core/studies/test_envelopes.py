"""The upper envelope of lines: which line is the highest where."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.activations import ACTIVATIONS
from core.studies.softmax_and_maxout.envelopes import envelope, heights, pieces

hundredths = st.integers(-300, 300).map(lambda number: number / 100)
lines = st.lists(st.tuples(hundredths, hundredths), min_size=1, max_size=5)


@given(lines)
def test_pieces_follow_one_another_with_rising_slopes(chosen):
    slopes, intercepts = zip(*chosen, strict=True)
    found = pieces(slopes, intercepts)
    assert found[0].low == -np.inf
    assert found[-1].high == np.inf
    for before, after in itertools.pairwise(found):
        assert before.high == after.low
        assert before.low < before.high
        assert slopes[before.line] < slopes[after.line]


@given(lines)
def test_the_line_of_a_piece_is_the_highest_there(chosen):
    slopes, intercepts = zip(*chosen, strict=True)
    x = np.linspace(-7, 7, 57)
    top = envelope(x, slopes, intercepts)
    for piece in pieces(slopes, intercepts):
        inside = (piece.low <= x) & (x <= piece.high)
        own = slopes[piece.line] * x + intercepts[piece.line]
        np.testing.assert_allclose(own[inside], top[inside], atol=1e-7)


@given(lines)
def test_the_envelope_is_convex(chosen):
    slopes, intercepts = zip(*chosen, strict=True)
    values = envelope(np.linspace(-5, 5, 41), slopes, intercepts)
    assert np.diff(values, 2).min() >= -1e-12


def test_the_envelope_is_the_maxout_of_the_registry():
    slopes, intercepts = (-1.0, 0.3, 2.0), (0.5, 1.0, -2.0)
    x = np.linspace(-5, 5, 21)
    expected = ACTIVATIONS["maxout"](heights(x, slopes, intercepts), k=3)[:, 0]
    np.testing.assert_array_equal(envelope(x, slopes, intercepts), expected)


@pytest.mark.parametrize(
    ("slopes", "intercepts", "winners", "kinks"),
    [
        ((0.0, 1.0), (0.0, 0.0), [0, 1], [0]),
        ((-1.0, 0.0, 1.0), (0.0, 0.0, 0.0), [0, 2], [0]),  # the middle line only touches
        ((1.0, 1.0, 1.0), (0.0, 2.0, 2.0), [1], []),
        ((1.0, -1.0, 0.0), (-1.0, -1.0, 0.5), [1, 2, 0], [-1.5, 1.5]),
    ],
)
def test_known_envelopes(slopes, intercepts, winners, kinks):
    found = pieces(slopes, intercepts)
    assert [piece.line for piece in found] == winners
    assert [piece.low for piece in found[1:]] == kinks
