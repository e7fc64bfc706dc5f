"""Hypothesis strategies for curves: any experiment and any study that is allowed."""

from __future__ import annotations

from hypothesis import strategies as st

from core import experiments
from core.experiments import CurveFit
from core.studies.curve_fitting.study import CurveStudy
from core.studies.dying_relu.study import DyingStudy

COORDINATE = st.floats(-1e6, 1e6)


@st.composite
def own_curve(draw) -> tuple[float, ...]:
    """Points of which at least two have different x."""
    more = draw(st.lists(st.tuples(COORDINATE, COORDINATE), max_size=20))
    points = [(0.0, draw(COORDINATE)), (draw(st.floats(1, 1e6)), draw(COORDINATE)), *more]
    return tuple(number for point in points for number in point)


@st.composite
def task_settings(draw, most: int = experiments.MOST_CURVE_POINTS) -> dict[str, object]:
    """What all settings of curves have in common, any value that the others allow."""
    low = draw(st.floats(-20, 19))
    settings = {
        "data": draw(st.sampled_from(experiments.CURVE_DATA)),
        "interval": (low, draw(st.floats(low + 0.5, 20))),
        "size": draw(st.integers(10, most)),
        "noise": draw(st.floats(0, 1000)),
        "data_seed": draw(st.integers(0, 9999)),
        "held_out": draw(st.floats(0, 0.5)),
        "standardised": draw(st.booleans()),
        "initializer": draw(st.sampled_from(experiments.INITIALIZERS)),
        "bias_initializer": draw(
            st.sampled_from((*experiments.BIAS_INITIALIZERS, experiments.CONSTANT))
        ),
        "bias": draw(st.floats(-2, 2)),
        "optimizer": draw(st.sampled_from(experiments.OPTIMIZERS)),
        "learning_rate": draw(st.floats(1e-5, 10)),
        "batch": draw(st.sampled_from((0, 10, 32, 5000))),
        "epochs": draw(st.integers(1, 20)),
        "seed": draw(st.integers(0, 9999)),
    }
    if settings["data"] == "points" or draw(st.booleans()):
        settings["points"] = draw(own_curve())
    return settings


@st.composite
def any_curve_fit(draw, most: int = experiments.MOST_CURVE_POINTS) -> CurveFit:
    """Any experiment on a curve, with at most so many points of a law."""
    settings = draw(task_settings(most))
    hidden = draw(st.lists(st.integers(1, 16), max_size=6))
    settings |= {
        "hidden": hidden,
        "activations": [draw(st.sampled_from(experiments.HIDDEN_ACTIVATIONS)) for _ in hidden],
        "parameters": draw(st.dictionaries(st.just("elu.alpha"), st.floats(0.1, 2))),
    }
    count = CurveFit(**settings).parameter_count
    if count <= 60 and draw(st.booleans()):
        settings["weights"] = draw(st.lists(st.floats(-1000, 1000), min_size=count, max_size=count))
    return CurveFit(**settings)


@st.composite
def any_curve_study(draw) -> CurveStudy:
    """Any two networks."""
    return CurveStudy(
        **draw(task_settings()),
        parallel_units=draw(st.integers(1, 128)),
        parallel_activation=draw(st.sampled_from(experiments.HIDDEN_ACTIVATIONS)),
        serial_layers=draw(st.integers(1, 6)),
        serial_units=draw(st.integers(1, 16)),
        serial_activation=draw(st.sampled_from(experiments.HIDDEN_ACTIVATIONS)),
    )


@st.composite
def any_dying_study(draw) -> DyingStudy:
    """Any small network."""
    return DyingStudy(
        **draw(task_settings(most=2001)),
        layers=draw(st.integers(1, 3)),
        units=draw(st.integers(1, 16)),
        activation=draw(st.sampled_from(experiments.HIDDEN_ACTIVATIONS)),
    )
