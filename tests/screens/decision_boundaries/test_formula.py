"""A neuron's formula holds its weights, in LaTeX and in plain text."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.experiments import Experiment
from core.networks.forward import signals
from core.studies.decision_boundaries.presets import NOTES
from ui.screens.decision_boundaries.formula import LATEX, PLAIN, formula, layer_formulas


@pytest.mark.parametrize(
    ("experiment", "layer", "unit"),
    [(Experiment(), 0, 1), (Experiment(), 1, 0), (NOTES["b4_xor"], 0, 0)],
)
def test_a_formula_holds_the_weights_of_its_neuron(experiment, layer, unit):
    vector = np.arange(1, experiment.parameter_count + 1) / 8
    text = formula(experiment, vector, layer, unit, LATEX)
    # At inputs of 0 with the last bias alone, what is left of the formula is its constant.
    made = signals(experiment, vector[None], np.zeros((1, len(experiment.features))))
    if layer == 0:
        assert f"{made[0].sums[0, 0, unit]:.3f}" in text
    assert text.count(r"\,") == (len(experiment.features), *experiment.hidden)[layer]


@pytest.mark.parametrize(
    "changes",
    [
        {"activations": ("maxout",)},
        {"activations": ("prelu",)},
        {"output": "softmax", "loss": "categorical_crossentropy"},
        {"output": "step", "rule": "rosenblatt", "hidden": (), "activations": ()},
    ],
)
def test_every_neuron_of_any_network_has_a_formula(changes):
    experiment = Experiment(**changes)
    vector = np.ones(experiment.parameter_count)
    for number, layer in enumerate(experiment.layers):
        for unit in range(layer.units):
            assert "=" in formula(experiment, vector, number, unit, PLAIN)


def test_a_plain_formula_can_be_computed():
    experiment = Experiment(activations=("tanh",))
    vector = np.linspace(-1.25, 1.25, experiment.parameter_count)
    names = {"tanh": math.tanh, "x1": 0.25, "x2": -0.5}
    for number in range(len(experiment.layers)):
        for text in layer_formulas(experiment, vector[None], number, PLAIN)[0]:
            name, body = text.translate(str.maketrans("₁₂·−", "12*-")).split(" = ")
            names[name.replace(",", "_")] = eval(body.replace(",", "_"), {}, names)
    made = signals(experiment, vector[None], np.array([[0.25, -0.5]]))
    assert names["y"] == pytest.approx(made[1].outputs[0, 0, 0], abs=2e-3)
    assert names["h1_2"] == pytest.approx(made[0].outputs[0, 0, 1], abs=2e-3)
