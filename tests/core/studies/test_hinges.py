"""Hinges that are set by a formula, and the bends of fits: judged by lines and by exact pieces."""

from __future__ import annotations

import numpy as np
import pytest

from core.analysis.fits import contributions, predictions
from core.experiments import CurveFit
from core.studies.curve_fitting.breakpoints import bends
from core.studies.curve_fitting.hinges import hinges
from core.studies.curve_fitting.linear_regions import pieces

ACTIVATIONS = ("relu", "leaky_relu", "prelu", "relu6", "hard_tanh", "maxout")


@pytest.mark.parametrize("data", ["square", "sine", "sawtooth"])
@pytest.mark.parametrize("count", [1, 2, 7])
def test_a_sum_of_hinges_is_the_straight_line_course_through_the_points(data, count):
    fit = CurveFit(data=data, hidden=(count,), interval=(-3, 5))
    knots = np.linspace(*fit.span, count + 1)
    weights = hinges(fit, knots, fit.law(knots))[None]
    made = predictions(fit, fit.load(), weights)[0]
    assert made == pytest.approx(np.interp(fit.grid, knots, fit.law(knots)), abs=2e-5)


def test_each_hinge_opens_at_its_knot():
    fit = CurveFit(hidden=(3,), interval=(0, 6))
    knots = np.array([0.0, 1, 4, 6])
    weights = hinges(fit, knots, np.array([0.0, 1, 0, 2]))[None]
    parts, bias = contributions(fit, fit.load(), weights)
    assert bias == pytest.approx([0])
    for part, knot in zip(parts[0], knots, strict=False):
        assert not part[fit.grid <= knot].any()
        assert part[fit.grid > knot].all()


def test_the_number_of_points_must_suit_the_network():
    with pytest.raises(ValueError, match="4 points need 3 units"):
        hinges(CurveFit(hidden=(6,)), np.arange(4.0), np.arange(4.0))


@pytest.mark.parametrize("hidden", [(4,), (3, 2)])
@pytest.mark.parametrize("key", ACTIVATIONS)
def test_bends_lie_where_the_exact_pieces_end(key, hidden):
    fit = CurveFit(hidden=hidden, activations=(key,) * len(hidden))
    weights = np.random.default_rng(5).standard_normal((20, fit.parameter_count))
    data, spacing = fit.load(), fit.grid[1] - fit.grid[0]
    found = bends(fit, data, weights)
    for frame, row in enumerate(weights):
        exact = pieces(fit, data, row).edges[1:-1]
        for x in found.x[found.frame == frame]:
            assert np.abs(exact - x).min() <= spacing
    assert len(found.x)


def test_functions_without_kinks_have_no_bends():
    fit = CurveFit(activations=("tanh",))
    weights = np.random.default_rng(5).standard_normal((2, fit.parameter_count))
    assert len(bends(fit, fit.load(), weights).x) == 0
