"""Hypothesis strategies for experiments: any that is allowed, and text and JSON that is hostile."""

from __future__ import annotations

from hypothesis import strategies as st

from core import experiments
from core.datasets import FEATURES, GATES, PLANAR_SETS
from core.experiments import Experiment

LOSSES_OF = {
    "linear": ("mse", "mae", "msle", "mape"),
    "sigmoid": experiments.LOSSES,
    "softmax": ("categorical_crossentropy",),
}


@st.composite
def own_points(draw, classes: int = 3) -> tuple[float, ...]:
    """Two points of each of two classes, and any number more."""
    coordinate = st.floats(-10, 10)
    more = draw(st.lists(st.integers(0, classes - 1), max_size=20))
    points = [
        (draw(coordinate), draw(coordinate), float(label)) for label in (0, 0, 1, 1, *more, *more)
    ]
    return tuple(number for point in points for number in point)


@st.composite
def any_experiment(draw) -> Experiment:
    """Every field takes any value that the others allow."""
    settings = {
        "data": draw(st.sampled_from((*GATES, *PLANAR_SETS, "points"))),
        "size": draw(st.integers(10, 1000)),
        "noise": draw(st.floats(0, 0.5)),
        "flips": draw(st.floats(0, 0.5)),
        "data_seed": draw(st.integers(0, 9999)),
        "held_out": draw(st.floats(0, 0.5)),
        "features": draw(
            st.lists(st.sampled_from(tuple(FEATURES)), min_size=1, max_size=7, unique=True)
        ),
        "threshold": draw(st.floats(-10, 10)),
        "learning_rate": draw(st.floats(1e-5, 10)),
        "l1": draw(st.floats(0, 1)),
        "l2": draw(st.floats(0, 1)),
        "weight_decay": draw(st.floats(0, 1)),
        "optimizer": draw(st.sampled_from(experiments.OPTIMIZERS)),
        "initializer": draw(st.sampled_from(experiments.INITIALIZERS)),
        "bias_initializer": draw(st.sampled_from(experiments.BIAS_INITIALIZERS)),
        "batch": draw(st.sampled_from((0, 10, 32, 1000))),
        "epochs": draw(st.integers(1, 50)),
        "seed": draw(st.integers(0, 9999)),
        "stop_when_solved": draw(st.booleans()),
        "parameters": draw(st.dictionaries(st.just("elu.alpha"), st.floats(0.1, 2))),
    }
    rosenblatt = settings["data"] != "three_gaussians" and draw(st.booleans())
    if settings["data"] == "points" or draw(st.booleans()):
        settings["points"] = draw(own_points(classes=2 if rosenblatt else 3))
    if rosenblatt:
        settings |= {"hidden": (), "activations": (), "rule": "rosenblatt", "output": "step"}
    else:
        hidden = draw(st.lists(st.integers(1, 16), max_size=6))
        output = draw(st.sampled_from(tuple(LOSSES_OF)))
        settings |= {
            "hidden": hidden,
            "activations": [
                draw(st.sampled_from(experiments.HIDDEN_ACTIVATIONS)) for _units in hidden
            ],
            "output": output,
            "loss": draw(st.sampled_from(LOSSES_OF[output])),
        }
    experiment = Experiment(**settings)
    count = experiment.parameter_count
    if count <= experiments.MOST_HAND_SET_WEIGHTS and draw(st.booleans()):
        settings["weights"] = draw(st.lists(st.floats(-1000, 1000), min_size=count, max_size=count))
    return Experiment(**settings)


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.sampled_from(["points", "step", "rosenblatt", "softmax", "maxout", "1e999"]),
    lambda inner: (
        st.lists(inner, max_size=8) | st.dictionaries(st.text(max_size=10), inner, max_size=3)
    ),
    max_leaves=12,
)
