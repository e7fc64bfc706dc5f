"""One neuron of a network, written as a formula with its numbers put in."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.activations import ACTIVATIONS
from core.datasets import GATES
from core.experiments import Experiment
from core.experiments.results import Run
from core.networks.forward import signals
from core.networks.layers import MAXOUT
from ui.i18n.function_names import function_name
from ui.i18n.language import _
from ui.screens.decision_boundaries import SCREEN, highlight, views
from ui.screens.decision_boundaries.formula import LATEX, formula

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
        format_func={place: _neuron_name(experiment, *place) for place in units}.__getitem__,
        key=f"{SCREEN} neuron {experiment.shapes}",
    )
    place = len(experiment.features) + units.index((number, unit))
    highlight.unit(place, key=f"{SCREEN} marked neuron")
    st.latex(formula(experiment, run.weights[-1], number, unit, LATEX))
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
    data = views.dataset(experiment)
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
