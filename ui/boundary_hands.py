"""Pieces of the screen on decision boundaries set by hand: weights, points, one neuron."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import streamlit as st

from core.activations import ACTIVATIONS
from core.datasets import GATES, OWN_POINTS
from core.datasets import plane as plane_inputs
from core.experiments import MOST_HAND_SET_WEIGHTS, MOST_POINTS, Experiment
from core.experiments.layers import LEARNED, MAXOUT, Layer
from core.forward import signals
from core.own_points import read_csv, write_csv
from core.training.run import PLANE_RESOLUTION, Figures, Run, split
from ui import address, boundary_views
from ui.controls.decision_boundaries import SCREEN, points_of
from ui.experiment_names import FEATURE_NAMES
from ui.language import _
from ui.names import function_name

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
        boundary_views.plane(by_hand(experiment, run.weights[0]), _HEIGHT)
    if not np.array_equal(edited, np.asarray(run.weights[0], np.float64).round(_DIGITS)):
        _set(edited)


def _set(values: np.ndarray) -> None:
    rounded = (round(float(value), _DIGITS) for value in values)
    address.apply(SCREEN, weights=tuple(rounded))
    st.rerun()


def _tables(experiment: Experiment, start: np.ndarray) -> np.ndarray:
    """A table for each layer, a column for each unit; returns all weights as they now stand."""
    values = np.asarray(start, np.float64).round(_DIGITS)
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
                unit: st.column_config.NumberColumn(step=10.0**-_DIGITS, format="%g", required=True)
                for unit in units
            },
        )
        edited.append(np.nan_to_num(shown.to_numpy(np.float64)).ravel())
        names = units
    return np.concatenate(edited).round(_DIGITS)


def _unit_names(layer: Layer, number: int, last: bool) -> list[str]:
    if layer.pieces > 1:
        pieces = [f".{letter}" for letter in "abcdefghijklmnop"[: layer.pieces]]
        return [f"h{number}.{u + 1}{piece}" for u in range(layer.units) for piece in pieces]
    if last:
        return ["y"] if layer.units == 1 else [f"y{unit}" for unit in range(layer.units)]
    return [f"h{number}.{unit + 1}" for unit in range(layer.units)]


def by_hand(experiment: Experiment, start: np.ndarray) -> Run:
    """A network with these weights as a run of one frame, computed here without a worker."""
    vector = np.asarray(start, np.float32)[None]
    data = boundary_views.dataset(experiment)
    outputs = signals(experiment, vector, plane_inputs(experiment, PLANE_RESOLUTION))[-1].outputs
    nothing = np.zeros(1, np.float32)
    answers = boundary_views.right(experiment, vector, data)
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


def points(experiment: Experiment) -> None:
    """The visitor's own points: a table to edit, a file to read, a file to save."""
    own = experiment.data == OWN_POINTS
    st.markdown(
        _(
            "Type your own points, at most {most}: coordinates from −10 to 10, labels 0, 1 or 2. "
            "They travel in the link.",
            most=MOST_POINTS,
        )
    )
    found = experiment.points if own else points_of(experiment)
    table = pd.DataFrame(np.reshape(found, (-1, 3)), columns=["x1", "x2", "label"]).astype(
        {"label": int}
    )
    column = st.column_config
    left, right = st.columns(2, gap="medium")
    with left:
        edited = st.data_editor(
            table,
            num_rows="dynamic",
            hide_index=True,
            width="stretch",
            height=320,
            key=f"{SCREEN} points {hash(found):x}",
            column_config={
                "x1": column.NumberColumn("x₁", min_value=-10.0, max_value=10.0, required=True),
                "x2": column.NumberColumn("x₂", min_value=-10.0, max_value=10.0, required=True),
                "label": column.NumberColumn(
                    _("label"), min_value=0, max_value=2, step=1, required=True
                ),
            },
        )
        if not own:
            st.caption(_("These are the points shown above: change one, and they are yours."))
    with right:
        file = st.file_uploader(
            _("Read points from a CSV file (x1,x2,label)"),
            type=["csv", "txt"],
            key=f"{SCREEN} points file {st.session_state.get(_FILES, 0)}",
        )
        st.download_button(
            _("Save these points as CSV"),
            write_csv(found),
            file_name="points.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
    complete = edited.dropna()
    typed = tuple(float(number) for number in complete.to_numpy(np.float64).ravel())
    if file is not None:
        _take(read_csv(file.getvalue().decode("utf-8", "replace")))
    elif typed != tuple(float(number) for number in table.to_numpy(np.float64).ravel()):
        _take(typed)


_FILES = f"files of {SCREEN}"


def _take(found: tuple[float, ...]) -> None:
    """Make these the points of the experiment; what is wrong with them is said in place."""
    labels = set(found[2::3])
    changes: dict[str, object] = {"data": OWN_POINTS, "points": found}
    kept = address.kept(SCREEN)
    if len(labels) > 2 and kept.output == "step":
        changes |= {"output": "sigmoid", "rule": "gradient"}
    dataclasses.replace(kept, **changes, weights=())  # raises what is wrong with the points
    if kept.weights:
        changes["weights"] = ()
    address.apply(SCREEN, **changes)
    # The file has been read: an uploader with another name is empty.
    st.session_state[_FILES] = st.session_state.get(_FILES, 0) + 1
    st.rerun()


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
        [_LATEX[key] for key in experiment.features]
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


_LATEX = {
    "x1": "x_1",
    "x2": "x_2",
    "x1_squared": "x_1^2",
    "x2_squared": "x_2^2",
    "x1_x2": "x_1 x_2",
    "sin_x1": r"\sin x_1",
    "sin_x2": r"\sin x_2",
}


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
