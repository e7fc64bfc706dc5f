"""Experiments whose exported programs are run, and what such a program prints."""

from __future__ import annotations

import dataclasses
import re

from core.experiments import CurveFit, Experiment, NetworkExperiment
from core.studies.decision_boundaries.presets import NOTES

CASES: dict[str, NetworkExperiment] = {
    "b1 or": NOTES["b1_or"],
    "b1 xor": dataclasses.replace(NOTES["b1_xor"], seed=0),  # one that ends elsewhere than it began
    "b2 and": NOTES["b2_and"],
    "b2 xor": NOTES["b2_xor"],
    "b3 or": NOTES["b3_or"],
    "b4 xor": NOTES["b4_xor"],
    "b5 xor": NOTES["b5_xor"],
    "neuron with weights set by hand": Experiment(
        data="gaussians",
        held_out=0.3,
        hidden=(),
        activations=(),
        rule="rosenblatt",
        output="step",
        weights=(1.0, -1.0, 0.5),
        threshold=0.25,
        epochs=20,
    ),
    "mini-batches, sigmoid output": Experiment(
        data="spiral",
        size=105,
        hidden=(8,),
        activations=("tanh",),
        output="sigmoid",
        loss="binary_crossentropy",
        optimizer="sgd",
        learning_rate=0.1,
        batch=10,
        epochs=12,
        seed=3,
    ),
    "PReLU, penalties, held out": Experiment(
        data="moons",
        size=60,
        noise=0.1,
        held_out=0.25,
        hidden=(5, 4),
        activations=("prelu", "elu"),
        parameters=(("prelu.alpha", 0.3), ("elu.alpha", 0.5)),
        initializer="he_normal",
        bias_initializer="random_normal",
        output="sigmoid",
        loss="binary_crossentropy",
        optimizer="momentum",
        l1=0.001,
        l2=0.01,
        batch=16,
        epochs=10,
    ),
    "maxout": Experiment(
        data="circle",
        flips=0.1,
        hidden=(3, 4),
        activations=("maxout", "leaky_relu"),
        parameters=(("maxout.k", 3),),
        optimizer="rmsprop",
        epochs=20,
    ),
    "softmax output": Experiment(
        data="three_gaussians",
        held_out=0.1,
        activations=("gelu_tanh",),
        output="softmax",
        loss="categorical_crossentropy",
        optimizer="nadam",
        batch=32,
        epochs=10,
    ),
    "linear outputs, own points, all features": Experiment(
        data="points",
        points=(0, 1, 0, 2, 1, 1, 3, 3, 2, -1, 4, 0, 1.5, -2, 1, 0.25, 0.125, 2),
        features=("x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"),
        activations=("relu6",),
        initializer="ones",
        bias_initializer="ones",
        optimizer="nesterov",
        loss="mae",
        epochs=20,
    ),
    "weights set by hand": Experiment(
        weights=(2, -2, 2, -2, -1, 3, 2, 2, -3), optimizer="adagrad", epochs=20
    ),
    "weight decay": Experiment(
        data="checkerboard",
        noise=0.05,
        hidden=(6,),
        activations=("hard_shrink",),
        output="sigmoid",
        loss="poisson",
        optimizer="adamw",
        batch=50,
        epochs=10,
    ),
    "C3": CurveFit(hidden=(2, 2, 2), activations=("relu",) * 3, epochs=5, seed=7),
    "curve, standardised, held out": CurveFit(
        data="x_sine",
        interval=(-6.5, 4),
        size=300,
        noise=0.3,
        data_seed=4,
        held_out=0.2,
        standardised=True,
        hidden=(5, 3),
        activations=("prelu", "elu"),
        parameters=(("prelu.alpha", 0.3), ("elu.alpha", 0.5)),
        bias_initializer="constant",
        bias=0.25,
        optimizer="adamw",
        batch=25,
        epochs=10,
        seed=8,
    ),
    "own curve, full batch, weights set by hand": CurveFit(
        data="points",
        points=(3, 1, -1, 2, 1, 0, 2, 5.25, 0, -3),
        held_out=0.2,
        hidden=(1,),
        activations=("tanh",),
        weights=(0.5, 0.25, -0.75, 1.0),
        batch=0,
        epochs=30,
        optimizer="sgd",
    ),
}
"""B1 to B5, C3; every optimizer, kind of output and data; whatever changes the program's form."""

AT_THRESHOLD = ("b2 xor",)
"""Cases whose outputs end at the threshold itself, so that rounding decides their accuracy."""

_FIGURE = re.compile(r"(held-out )?(loss|accuracy|penalty) ([\d.e+-]+|nan|inf)")


def figures_of(printed: str) -> dict[str, float]:
    """What a program printed, by the names of `core.training.Figures`."""
    return {
        f"{'held_' if held else ''}{name}": float(value)
        for held, name, value in _FIGURE.findall(printed)
    }
