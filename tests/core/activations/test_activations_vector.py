"""Functions of a whole vector: limits, robustness, Jacobians, known identities."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.activations import VECTOR
from core.problems import Problem

SOFTMAX, LOG_SOFTMAX, SPARSEMAX = VECTOR["softmax"], VECTOR["log_softmax"], VECTOR["sparsemax"]
GLU, MAXOUT = VECTOR["glu"], VECTOR["maxout"]
INF, NAN = math.inf, math.nan

every_function = pytest.mark.parametrize("f", VECTOR.values(), ids=lambda f: f.key)
vectors = arrays(np.float64, 6, elements=st.floats(-50, 50))


@pytest.fixture(autouse=True)
def _no_warning():
    with np.errstate(all="raise"):
        yield


@every_function
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("lead", [(), (3,), (2, 0), (2, 5)])
def test_shapes_and_types(f, dtype, lead):
    x = np.linspace(-2, 2, math.prod(lead) * 8, dtype=dtype).reshape(*lead, 8)
    outputs = 4 if f.key in ("glu", "maxout") else 8
    assert f(x).shape == (*lead, outputs)
    assert f.jacobian(x).shape == (*lead, outputs, 8)
    assert f(x).dtype == f.jacobian(x).dtype == dtype
    np.testing.assert_array_equal(f.derivative(x), f.jacobian(x))


@every_function
def test_integers_and_lists_become_float64(f):
    for x in ([1, 2, 3, 4], np.arange(4), [True, False]):
        assert f(x).dtype == f.jacobian(x).dtype == np.float64


@every_function
def test_each_vector_stands_alone(f):
    x = np.random.default_rng(0).normal(0, 2, (3, 4, 8))
    for i in range(3):
        np.testing.assert_array_equal(f(x)[i, 2], f(x[i, 2]))
        np.testing.assert_array_equal(f.jacobian(x)[i, 2], f.jacobian(x[i, 2]))
    np.testing.assert_array_equal(f(x[:, ::-2, ::-1]), f(x[:, ::-2, ::-1].copy()))


@every_function
@pytest.mark.parametrize("value", [0.0, -0.0, 1e4, -1e4, 1e308, -1e308])
def test_finite_extremes_give_no_nan(f, value):
    for x in (np.full(4, value), np.array([value, -value, 1.0, value]), [0.0, 1.0, value, 2.0]):
        assert not np.isnan(f(x)).any()
        assert not np.isnan(f.jacobian(x)).any()


@every_function
def test_jacobian_is_the_slope(f):
    x = np.random.default_rng(1).normal(0, 1, (20, 6))
    h = 1e-6
    columns = [(f(x + h * e) - f(x - h * e)) / (2 * h) for e in np.eye(6)]
    np.testing.assert_allclose(f.jacobian(x), np.stack(columns, axis=-1), atol=1e-8)


@every_function
@pytest.mark.parametrize("x", [np.empty(0), np.empty((3, 0)), 1.0])
def test_a_vector_needs_a_number(f, x):
    with pytest.raises(Problem, match="at least one number"):
        f(x)


def test_length_must_fit():
    with pytest.raises(Problem, match="multiple of 2, not 3"):
        GLU(np.ones(3))
    with pytest.raises(Problem, match="multiple of 3, not 4"):
        MAXOUT.jacobian(np.ones((2, 4)), k=3)


@pytest.mark.parametrize("f", [SOFTMAX, LOG_SOFTMAX, SPARSEMAX], ids=lambda f: f.key)
def test_nan_spoils_its_whole_vector_only(f):
    x = np.array([[1.0, NAN, 2.0, 0.0], [1.0, 0.5, 0.2, 0.0]])
    assert np.isnan(f(x)).tolist() == [[True] * 4, [False] * 4]
    assert np.isnan(f.jacobian(x)[0]).all()
    assert not np.isnan(f.jacobian(x)[1]).any()


@pytest.mark.parametrize("f", [GLU, MAXOUT], ids=lambda f: f.key)
def test_nan_spoils_the_outputs_that_need_it(f):
    x = np.array([1.0, 2.0, 3.0, NAN])
    assert np.isnan(f(x)).tolist() == [False, True]
    assert np.isnan(f.jacobian(x)).any(axis=-1).tolist() == [False, True]


@pytest.mark.parametrize(
    ("x", "shares"),
    [
        ([INF, 0, -3], [1, 0, 0]),
        ([-INF, 0, 0], [0, 0.5, 0.5]),
        ([INF, -INF, INF], [0.5, 0, 0.5]),  # together to infinity: shared evenly
        ([-INF, -INF], [0.5, 0.5]),
        ([1e308, -1e308, 1e308], [0.5, 0, 0.5]),
    ],
)
def test_limits_of_shares(x, shares):
    assert SOFTMAX(x).tolist() == shares
    assert SPARSEMAX(x).tolist() == shares
    with np.errstate(divide="ignore"):
        np.testing.assert_allclose(np.exp(LOG_SOFTMAX(x)), shares, rtol=1e-15)
    assert np.isfinite(SOFTMAX.jacobian(x)).all()
    assert np.isfinite(SPARSEMAX.jacobian(x)).all()


@pytest.mark.parametrize(
    ("value", "gate", "product"),
    [
        (INF, 1.0, INF),
        (INF, -800.0, INF),
        (-INF, INF, -INF),
        (INF, -INF, 0),  # no limit; both at one speed give 0
        (1e308, -1e308, 0),
        (2.0, INF, 2),
        (0.0, -INF, 0),
    ],
)
def test_limits_of_glu(value, gate, product):
    assert GLU([value, gate]).tolist() == [product]
    assert not np.isnan(GLU.jacobian([value, gate])).any()


@given(vectors, st.floats(0.05, 20))
def test_softmax_is_a_distribution_and_ignores_shifts(x, temperature):
    shares = SOFTMAX(x, temperature=temperature)
    assert shares.sum() == pytest.approx(1, abs=1e-14)
    assert (shares >= 0).all()
    assert np.abs(SOFTMAX(x + 64, temperature=temperature) - shares).max() < 1e-12
    assert np.abs(SOFTMAX.jacobian(x, temperature=temperature).sum(axis=-1)).max() < 1e-13


@given(vectors)
def test_log_softmax_is_the_logarithm_of_softmax(x):
    assert np.abs(np.exp(LOG_SOFTMAX(x)) / SOFTMAX(x) - 1).max() < 1e-13


def test_log_softmax_keeps_its_digits_near_zero():
    assert LOG_SOFTMAX([50.0, 0.0])[0] == pytest.approx(-math.exp(-50), rel=1e-14)
    assert SOFTMAX.jacobian([50.0, 0.0])[0, 0] == pytest.approx(math.exp(-50), rel=1e-14)


@given(vectors)
def test_sparsemax_is_the_nearest_distribution(x):
    nearest = SPARSEMAX(x)
    assert nearest.sum() == pytest.approx(1, abs=1e-13)
    assert (nearest >= 0).all()
    # Nearest point of a convex set: no corner lies in the direction of x.
    assert ((x - nearest) @ (np.eye(6) - nearest).T).max() < 1e-11
    jacobian = SPARSEMAX.jacobian(x)
    np.testing.assert_array_equal(jacobian, jacobian.T)
    assert np.abs(jacobian.sum(axis=0)).max() < 1e-13


def test_sparsemax_of_two_is_a_hard_sigmoid():
    t = np.linspace(-3, 3, 61)
    shares = SPARSEMAX(np.stack([t, np.zeros(61)], axis=-1))[:, 0]
    np.testing.assert_allclose(shares, np.clip((t + 1) / 2, 0, 1), atol=1e-15)


def test_maxout_with_one_piece_zero_is_relu():
    x = np.linspace(-2, 2, 9)
    pieces = np.stack([x, np.zeros(9)], axis=-1)
    np.testing.assert_array_equal(MAXOUT(pieces)[:, 0], np.maximum(x, 0))
    assert MAXOUT([5.0, 1.0, 2.0, -1.0, -3.0, -2.0], k=3).tolist() == [5, -1]


def test_maxout_shares_its_slope_among_equals():
    assert MAXOUT.jacobian([2.0, 2.0, 1.0, 3.0]).tolist() == [[0.5, 0.5, 0, 0], [0, 0, 0, 1]]
