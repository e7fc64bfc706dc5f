"""The networks of the course notes, as experiments."""

from __future__ import annotations

import dataclasses
from types import MappingProxyType

from core.experiments.classification import Experiment


def _notes() -> dict[str, Experiment]:
    perceptron = Experiment(
        hidden=(), activations=(), rule="rosenblatt", output="step", threshold=0.0
    )
    linear = Experiment(hidden=(), activations=())
    sigmoid = dataclasses.replace(linear, output="sigmoid")
    ladder = {
        "b1": perceptron,
        "b2": linear,
        "b3": sigmoid,
        "b4": dataclasses.replace(
            sigmoid, features=("x1", "x2", "x1_squared", "x2_squared", "x1_x2")
        ),
        "b5": Experiment(),
    }
    return {
        f"{rung}_{gate}": dataclasses.replace(experiment, data=gate)
        for rung, experiment in ladder.items()
        for gate in ("or", "and", "xor")
    }


NOTES: MappingProxyType[str, Experiment] = MappingProxyType(_notes())
"""The networks B1 to B5 of the course notes on three gates each: "b1_or" … "b5_xor"."""
