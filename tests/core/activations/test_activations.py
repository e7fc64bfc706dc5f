"""The registry's promises on shapes, types, limits and parameters, over all its entries."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from core.activations import ACTIVATIONS, ELEMENTWISE, VECTOR
from core.activations.activation import SHARED_SIZE
from core.problems import Problem
from tests.core.activations.activation_cases import CASES, case_name

ORDER = [
    "binary_step",
    "linear",
    "sigmoid",
    "tanh",
    "relu",
    "leaky_relu",
    "prelu",
    "elu",
    "selu",
    "gelu",
    "gelu_tanh",
    "silu",
    "mish",
    "softplus",
    "softsign",
    "hard_sigmoid",
    "hard_silu",
    "relu6",
    "hard_tanh",
    "log_sigmoid",
    "celu",
    "squareplus",
    "tanh_shrink",
    "soft_shrink",
    "hard_shrink",
    "sparse_plus",
    "softmax",
    "log_softmax",
    "sparsemax",
    "glu",
    "maxout",
]

EXTREMES = np.array([-1e308, -1e4, -800.0, -90.0, -5e-324, -0.0, 0.0, 5e-324, 90.0, 800.0, 1e4])
EXTREMES = np.append(EXTREMES, 1e308)

every_case = pytest.mark.parametrize(("f", "settings"), CASES, ids=case_name)
every_function = pytest.mark.parametrize("f", ELEMENTWISE.values(), ids=lambda f: f.key)
every_entry = pytest.mark.parametrize("f", ACTIVATIONS.values(), ids=lambda f: f.key)
both = pytest.mark.parametrize("side", ["__call__", "derivative"])


@pytest.fixture(autouse=True)
def _no_warning():
    with np.errstate(all="raise"):
        yield


def test_menu_order():
    assert list(ACTIVATIONS) == ORDER
    assert list(ELEMENTWISE) + list(VECTOR) == ORDER
    assert all(f.key == key for key, f in ACTIVATIONS.items())


def test_registry_is_read_only():
    with pytest.raises(TypeError):
        ACTIVATIONS["relu"] = ACTIVATIONS["elu"]


@every_entry
def test_every_entry_says_what_it_is(f):
    for text in (f.name, f.formula, f.derivative_formula, f.source, f.keras):
        assert text.strip() == text != ""
    assert f.formula.count("{") == f.formula.count("}")
    assert f.derivative_formula.count("{") == f.derivative_formula.count("}")
    for p in f.parameters:
        assert p.minimum <= p.default <= p.maximum
        assert 0 < p.step < p.maximum - p.minimum
        assert p.symbol in f.formula


@every_case
@both
def test_finite_input_gives_no_nan_and_no_warning(f, settings, side):
    for dtype in (np.float64, np.float32, np.float16):
        with np.errstate(over="ignore", under="ignore"):
            x = EXTREMES.astype(dtype)
        x = x[np.isfinite(x)]
        assert not np.isnan(getattr(f, side)(x, **settings)).any()


@every_case
@both
def test_infinite_input_gives_the_limit(f, settings, side):
    of = getattr(f, side)
    low, high = of(np.array([-np.inf, np.inf]), **settings)
    near_low, near_high = of(np.array([-1e300, 1e300]), **settings)
    for limit, near in ((low, near_low), (high, near_high)):
        if abs(near) > 1e290:
            assert limit == math.copysign(math.inf, near)
        else:
            assert math.isclose(limit, near, rel_tol=1e-15, abs_tol=1e-250)


@every_case
@both
def test_nan_stays_nan(f, settings, side):
    for dtype in (np.float64, np.float32, np.float16):
        values = getattr(f, side)(np.array([1.0, np.nan, -1.0], dtype), **settings)
        assert np.isnan(values).tolist() == [False, True, False]


@every_function
@both
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("shape", [(), (0,), (3, 0, 2), (5,), (2, 3, 4)])
def test_shape_and_type_are_kept(f, side, dtype, shape):
    x = np.linspace(-3, 3, math.prod(shape), dtype=dtype).reshape(shape)
    values = getattr(f, side)(x)
    assert isinstance(values, np.ndarray)
    assert (values.shape, values.dtype) == (shape, dtype)


@every_function
@both
@pytest.mark.parametrize(
    "x", [-2, 2.0, True, [[-1, 2]], np.arange(-3, 4), np.uint8([0, 255]), np.longdouble([1.5])]
)
def test_other_numbers_become_float64(f, side, x):
    values = getattr(f, side)(x)
    assert values.dtype == np.float64
    np.testing.assert_array_equal(values, getattr(f, side)(np.asarray(x, np.float64)))


@every_function
@both
def test_memory_layout_does_not_matter(f, side):
    x = np.linspace(-4, 4, 120).reshape(10, 12)
    views = (x[::2, ::-3], x.T, np.asfortranarray(x), x.astype(">f8"))
    for view in views:
        straight = np.ascontiguousarray(view.astype(np.float64))
        np.testing.assert_array_equal(getattr(f, side)(view), getattr(f, side)(straight))


@every_function
@both
def test_blocks_join_without_a_seam(f, side):
    x = np.random.default_rng(3).normal(0, 4, 200_001).astype(np.float32)
    whole = getattr(f, side)(x)
    parts = np.concatenate([getattr(f, side)(part) for part in np.array_split(x, 7)])
    with np.errstate(under="ignore"):
        np.testing.assert_allclose(whole, parts, rtol=1e-6, atol=1e-7)


@every_entry
@both
def test_input_is_not_changed(f, side):
    for dtype in (np.float16, np.float32, np.float64):
        x = np.array([-2.0, 0.5, 3.0, 8.0, -0.5, 1.0, 0.0, 2.0], dtype)
        x.flags.writeable = False
        values = getattr(f, side)(x)
        assert not np.shares_memory(values, x)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("key", ["gelu", "hard_shrink", "leaky_relu", "tanh_shrink"])
@both
def test_large_arrays_shared_by_threads_are_as_their_parts(key, side, dtype):
    of = getattr(ELEMENTWISE[key], side)
    x = np.random.default_rng(0).normal(0, 5, SHARED_SIZE + 12_345).round(3).astype(dtype)
    x[::1000], x[1::1000], x[2::1000] = np.inf, -np.inf, np.nan
    whole, parts = of(x), np.concatenate([of(part) for part in np.array_split(x, 7)])
    with np.errstate(under="ignore"):
        np.testing.assert_allclose(whole, parts, rtol=4 * np.finfo(dtype).eps, atol=1e-7)


def test_an_error_in_a_shared_block_is_told():
    def fail(_x, _out):
        raise RuntimeError("no")

    broken = dataclasses.replace(ELEMENTWISE["relu"], function=fail)
    with pytest.raises(RuntimeError, match="no"):
        broken(np.zeros(SHARED_SIZE, np.float32))


@every_function
def test_float16_is_rounded_from_float32(f):
    x = np.linspace(-10, 10, 999).astype(np.float16)
    with np.errstate(under="ignore"):
        rounded = f(x.astype(np.float32)).astype(np.float16)
    np.testing.assert_array_equal(f(x), rounded)


@every_entry
def test_unknown_parameter_is_named(f):
    with pytest.raises(Problem, match="sharpness") as caught:
        f(np.ones(8), sharpness=3)
    assert caught.value.values["function"] == f.name
    assert "3" in str(caught.value)
    for p in f.parameters:
        assert p.key in str(caught.value)


@every_entry
@both
def test_parameter_out_of_bounds_is_named(f, side):
    for p in f.parameters:
        for value in (p.minimum - 1, p.maximum + 1, math.nan, math.inf, "much", None, 10**400):
            with pytest.raises(Problem) as caught:
                getattr(f, side)(np.ones(8), **{p.key: value})
            message = str(caught.value)
            for part in (f.name, p.key, str(value), f"{p.minimum:g}", f"{p.maximum:g}"):
                assert part in message


def test_whole_parameter_refuses_fractions():
    with pytest.raises(Problem, match=r"k of Maxout is 2\.5"):
        ACTIVATIONS["maxout"](np.ones(10), k=2.5)
    assert ACTIVATIONS["maxout"](np.ones(9), k=3.0).shape == (3,)


@every_entry
@pytest.mark.parametrize("x", ["text", [1j], [[1.0], [1.0, 2.0]], None, [object()]])
def test_what_is_no_array_of_numbers_is_refused(f, x):
    with pytest.raises(Problem, match="real numbers"):
        f(x)


@every_entry
def test_defaults_apply(f):
    x = np.linspace(-2, 2, 8)
    np.testing.assert_array_equal(f(x), f(x, **f.defaults))
    np.testing.assert_array_equal(f.derivative(x), f.derivative(x, **f.defaults))
    assert list(f.defaults) == [p.key for p in f.parameters]


def test_intervals_are_written_as_in_mathematics():
    assert str(ACTIVATIONS["sigmoid"].range()) == "(0, 1)"
    assert str(ACTIVATIONS["relu"].range()) == "[0, ∞)"
    assert str(ACTIVATIONS["log_sigmoid"].range()) == "(-∞, 0)"
    assert str(ACTIVATIONS["selu"].range()) == "(-1.758, ∞)"


@pytest.mark.parametrize(("value", "inside"), [(0.0, True), (6.0, True), (-0.1, False), (7, False)])
def test_closed_interval_contains_its_ends(value, inside):
    assert (value in ACTIVATIONS["relu6"].range()) is inside
    assert 0.0 not in ACTIVATIONS["sigmoid"].range()
