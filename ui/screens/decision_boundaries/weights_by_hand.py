"""Weights of a network set by hand: tables to edit, and the boundary that they make."""

from __future__ import annotations

from string import ascii_lowercase

import numpy as np
import pandas as pd
import streamlit as st

from core.datasets import plane as plane_inputs
from core.experiments import MOST_HAND_SET_WEIGHTS, Experiment
from core.experiments.results import PLANE_RESOLUTION, Figures, Run
from core.networks.forward import signals
from core.networks.layers import Layer
from core.networks.weights import split
from ui import address
from ui.i18n.language import _
from ui.screens.decision_boundaries import SCREEN, views
from ui.training.names import FEATURE_NAMES

_HEIGHT = 380
_DIGITS = 4
XOR_BY_HAND = {
    "data": "xor",
    "features": ("x1", "x2"),
    "hidden": (2,),
    "activations": ("sigmoid",),
    "output": "sigmoid",
    "loss": "mse",
    "rule": "gradient",
    "threshold": 0.5,
    # Columns are units: OR fires from x1 + x2 = 0.5 on, NAND up to 1.5; AND of both is XOR.
    "weights": (20, -20, 20, -20, -10, 30, 20, 20, -30),
}
"""XOR composed of OR, NAND and AND, as settings of an experiment."""


def weights(experiment: Experiment, run: Run) -> None:
    """All weights in tables, and the boundary that they make before any training."""
    st.markdown(
        _(
            "Set the weights yourself: the picture shows the network that you make, without any "
            "training. The run above starts from these weights."
        )
    )
    with st.container(horizontal=True):
        if st.button(_("XOR from OR, NAND and AND"), icon=":material/account_tree:"):
            address.apply(SCREEN, **XOR_BY_HAND)
            st.rerun()
        if st.button(
            _("Take the trained weights"),
            icon=":material/download_done:",
            disabled=experiment.parameter_count > MOST_HAND_SET_WEIGHTS,
        ):
            _set(run.weights[-1])
        if st.button(
            _("Draw the start again"),
            icon=":material/casino:",
            disabled=not experiment.weights,
        ):
            address.apply(SCREEN, weights=())
            st.rerun()
    if experiment.parameter_count > MOST_HAND_SET_WEIGHTS:
        st.caption(
            _(
                "This network has {count} weights and biases; up to {most} can be set by hand.",
                count=experiment.parameter_count,
                most=MOST_HAND_SET_WEIGHTS,
            )
        )
        return
    tables, picture = st.columns([1.2, 1], gap="medium")
    with tables:
        edited = _tables(experiment, run.weights[0])
    with picture:
        views.plane(by_hand(experiment, run.weights[0]), _HEIGHT)
    if not np.array_equal(edited, np.asarray(run.weights[0], np.float64).round(_DIGITS)):
        _set(edited)


def _set(values: np.ndarray) -> None:
    rounded = (round(float(value), _DIGITS) for value in values)
    address.apply(SCREEN, weights=tuple(rounded))
    st.rerun()


def _tables(experiment: Experiment, start: np.ndarray) -> np.ndarray:
    """A table for each layer, a column for each unit; returns all weights as they now stand."""
    values = np.asarray(start, np.float64).round(_DIGITS)
    bounds = experiment.kinds["weights"]
    parts = split(values, experiment.shapes)
    parts, edited = iter(parts), []
    names = [FEATURE_NAMES[key] for key in experiment.features]
    for number, layer in enumerate(experiment.layers, start=1):
        last = number == len(experiment.layers)
        st.caption(_("Output layer") if last else _("Hidden layer {number}", number=number))
        rows = [next(parts), next(parts)[None], *(next(parts)[None] for _p in layer.learned)]
        units = _unit_names(layer, number, last)
        table = pd.DataFrame(
            np.concatenate(rows).astype(np.float64).round(_DIGITS),
            columns=units,
            index=[*names, _("bias"), *("α" for _p in layer.learned)],
        )
        shown = st.data_editor(
            table,
            width="stretch",
            # A new start brings a new table; what was typed into the old one is in the start.
            key=f"{SCREEN} weights {number} {hash((experiment.shapes, values.tobytes())):x}",
            column_config={
                unit: st.column_config.NumberColumn(
                    min_value=bounds.minimum,
                    max_value=bounds.maximum,
                    step=10.0**-_DIGITS,
                    format="%g",
                    required=True,
                )
                for unit in units
            },
        )
        edited.append(np.nan_to_num(shown.to_numpy(np.float64)).ravel())
        # A maxout unit takes several columns, and hands on one output.
        names = _output_names(layer, number)
    return np.concatenate(edited).round(_DIGITS)


def _output_names(layer: Layer, number: int) -> list[str]:
    return [f"h{number}.{unit}" for unit in range(1, layer.units + 1)]


def _unit_names(layer: Layer, number: int, last: bool) -> list[str]:
    names = _output_names(layer, number)
    if layer.pieces > 1:
        return [f"{name}.{letter}" for name in names for letter in ascii_lowercase[: layer.pieces]]
    if last:
        return ["y"] if layer.units == 1 else [f"y{unit}" for unit in range(layer.units)]
    return names


def by_hand(experiment: Experiment, start: np.ndarray) -> Run:
    """A network with these weights as a run of one frame, computed here without a worker."""
    vector = np.asarray(start, np.float32)[None]
    data = views.dataset(experiment)
    outputs = signals(experiment, vector, plane_inputs(experiment, PLANE_RESOLUTION))[-1].outputs
    nothing = np.zeros(1, np.float32)
    answers = views.right(experiment, vector, data)
    figures = Figures(loss=nothing, penalty=nothing, accuracy=np.array([answers.mean()]))
    return Run(
        experiment=experiment,
        history=figures,
        epochs=np.zeros(1, int),
        weights=vector,
        figures=figures,
        planes=outputs.reshape(1, PLANE_RESOLUTION, PLANE_RESOLUTION, -1),
        maps=(),
        why="",
        stopped_at=None,
        seconds=0.0,
    )
