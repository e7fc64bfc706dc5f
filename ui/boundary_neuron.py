"""One neuron of a network, written as a formula with its numbers put in."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from core.activations import ACTIVATIONS
from core.datasets import FEATURES, GATES
from core.experiments import Experiment
from core.experiments.layers import LEARNED, MAXOUT
from core.forward import signals
from core.training.run import Run, split
from ui import boundary_views
from ui.controls.decision_boundaries import SCREEN
from ui.language import _
from ui.names import function_name

_DIGITS = 4


def neuron(experiment: Experiment, run: Run) -> None:
    """One neuron: its formula with the numbers of the last frame put in."""
    units = [
        (number, unit)
        for number, layer in enumerate(experiment.layers)
        for unit in range(layer.units)
    ]
    number, unit = st.selectbox(
        _("Neuron"),
        units,
        index=len(units) - 1,
        format_func=lambda place: _neuron_name(experiment, *place),
        key=f"{SCREEN} neuron {experiment.shapes}",
    )
    st.latex(formula(experiment, run.weights[-1], number, unit))
    layer = experiment.layers[number]
    entry = ACTIVATIONS[layer.activation]
    st.caption(
        _("After training; the activation is {name}:", name=function_name(layer.activation))
        + f" ${entry.formula}$"
    )
    if experiment.data in GATES:
        _values(experiment, run, number, unit)


def _values(experiment: Experiment, run: Run, number: int, unit: int) -> None:
    """What the neuron says at each corner of a gate."""
    data = boundary_views.dataset(experiment)
    made = signals(experiment, run.weights[-1:], data.train_inputs)[number]
    columns = {"x₁": data.train_points[:, 0].astype(int), "x₂": data.train_points[:, 1].astype(int)}
    if experiment.layers[number].activation != MAXOUT:
        columns[_("weighted sum")] = made.sums[0][:, unit].round(_DIGITS)
    columns[_("output")] = made.outputs[0][:, unit].round(_DIGITS)
    st.dataframe(
        pd.DataFrame(columns),
        hide_index=True,
        width="stretch",
        alt=_("What this neuron says at each corner of the gate."),
    )


def _neuron_name(experiment: Experiment, number: int, unit: int) -> str:
    if number + 1 == len(experiment.layers):
        count = experiment.layers[number].units
        return _("Output") if count == 1 else _("Output for class {number}", number=unit)
    return _("Layer {layer}, unit {unit}", layer=number + 1, unit=unit + 1)


def formula(experiment: Experiment, vector: np.ndarray, number: int, unit: int) -> str:
    """The neuron's formula in LaTeX, with weights and bias as numbers.

    Args:
        experiment: Which network.
        vector: All weights, shape (parameters,).
        number: Layer, from 0.
        unit: Unit of the layer, from 0.
    """
    parts = iter(split(vector, experiment.shapes))
    for layer in experiment.layers[: number + 1]:
        kernel, bias = next(parts), next(parts)
        learned = [next(parts) for _p in layer.learned]
    last = number + 1 == len(experiment.layers)
    inputs = (
        [FEATURES[key].symbol for key in experiment.features]
        if number == 0
        else [f"h_{{{number},{i + 1}}}" for i in range(experiment.hidden[number - 1])]
    )
    name = _output_name(layer.units, unit) if last else f"h_{{{number + 1},{unit + 1}}}"
    pieces = range(unit * layer.pieces, (unit + 1) * layer.pieces)
    sums = [_sum(inputs, kernel[:, piece], bias[piece]) for piece in pieces]
    if layer.activation == MAXOUT:
        lines = r",\\ &".join(sums)
        body = rf"\max\left(\begin{{aligned}}&{lines}\end{{aligned}}\right)"
    elif layer.activation == "linear":
        body = sums[0]
    elif layer.activation == "softmax":
        others = ", ".join(_output_name(layer.units, i, "z") for i in range(layer.units))
        z = _output_name(layer.units, unit, "z")
        return rf"{name} = \operatorname{{softmax}}_{{{unit}}}({others}), \quad {z} = {sums[0]}"
    else:
        alpha = rf"_{{\alpha = {_number(learned[0][unit])}}}" if layer.activation == LEARNED else ""
        short = layer.activation.replace("_", r"\_")
        body = rf"\operatorname{{{short}}}{alpha}\left({sums[0]}\right)"
    return f"{name} = {body}"


def _output_name(count: int, unit: int, letter: str = "y") -> str:
    return letter if count == 1 else f"{letter}_{{{unit}}}"


def _sum(inputs: list[str], kernel: np.ndarray, bias: float) -> str:
    text = "".join(
        f"{'-' if weight < 0 else '+'} {_number(abs(weight))}\\,{name} "
        for weight, name in zip(kernel, inputs, strict=True)
    )
    text += f"{'-' if bias < 0 else '+'} {_number(abs(bias))}"
    return text.removeprefix("+ ")


def _number(value: float) -> str:
    return f"{value:.3f}" if abs(value) < 1000 else f"{value:.3g}"
