"""Controls of the screen on decision boundaries: data, network, training."""

from __future__ import annotations

import dataclasses

import streamlit as st

from core.datasets import GATES, OWN_POINTS, PLANAR_SETS
from core.experiments import HIDDEN_ACTIVATIONS, MOST_POINTS, Experiment
from core.studies.decision_boundaries.presets import NOTES
from ui import address
from ui.i18n.glossary import hint
from ui.i18n.language import _
from ui.screens.decision_boundaries import SCREEN
from ui.training import restart
from ui.training.names import (
    FEATURE_NAMES,
    RUNGS,
    data_name,
    field_name,
    initializer_name,
    loss_name,
    optimizer_name,
    output_name,
)
from ui.widgets.drawing import draw
from ui.widgets.form import Ask
from ui.widgets.hidden_layers import each_layer

_RATES = (1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1, 3, 10)
_EPOCHS = (1, 3, 10, 30, 100, 200, 300, 500, 1000, 2000, 3000, 5000, 10_000, 20_000)
_PENALTIES = (0, 1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1)
_BATCHES = (0, 1, 2, 5, 10, 16, 32, 64, 128)
_LOSSES_OF = {
    "linear": ("mse", "mae", "msle", "mape"),
    "softmax": ("categorical_crossentropy",),
    "sigmoid": ("binary_crossentropy", "mse", "mae", "msle", "mape", "poisson"),
}


def ladder() -> None:
    """The networks of the notes, one click each, on the gate that is shown."""
    kept = address.kept(SCREEN)
    gate = kept.data if f"b1_{kept.data}" in NOTES else "xor"
    rungs = {rung: NOTES[f"{rung}_{gate}"] for rung in RUNGS}
    standing = [rung for rung, preset in rungs.items() if _same_network(kept, preset)]
    key = f"{SCREEN} ladder"

    def climb() -> None:
        rung = st.session_state[key]
        if rung:
            address.keep(SCREEN, dataclasses.replace(rungs[rung], seed=kept.seed))
            address.write(SCREEN)

    st.session_state[key] = standing[0] if standing else None
    st.segmented_control(
        _("As in the notes: the ladder from one neuron to a network"),
        list(RUNGS),
        format_func={rung: _(text) for rung, text in RUNGS.items()}.__getitem__,
        key=key,
        on_change=climb,
    )


def _same_network(experiment: Experiment, preset: Experiment) -> bool:
    # Not as equal values: to make one from another checks all of its fields.
    fields = (name for name in preset.kinds if name != "seed")
    return all(getattr(experiment, name) == getattr(preset, name) for name in fields)


def experiment() -> Experiment:
    """All settings of an experiment."""
    ask = Ask(SCREEN)
    _data(ask)
    _network(ask)
    _training(ask)
    _keep_together(ask)
    study = ask.settings()
    restart.remember(SCREEN, study)
    return study


def _data(ask: Ask) -> None:
    key = _select(ask, "data", data_name, (*GATES, *PLANAR_SETS, OWN_POINTS), "decision_boundary")
    if key == OWN_POINTS and not ask.kept.points:
        # Something to begin with: the points that were shown until now.
        ask.note("points", points_of(ask.kept))
    if key in GATES:
        return
    box = ask.box("more data", _("More about the data"), ":material/scatter_plot:")
    if box.open:
        with box:
            _more_data(ask, key)


def _more_data(ask: Ask, key: str) -> None:
    if key in PLANAR_SETS:
        ask.slider("size", field_name("size"))
        ask.slider("noise", field_name("noise"), term="noise_of_position")
        ask.slider("flips", field_name("flips"), term="label_noise")
        ask.number("data_seed", field_name("data_seed"), term="seed")
    ask.slider("held_out", field_name("held_out"), term="held_out")


def points_of(kept: Experiment) -> tuple[float, ...]:
    """The points of an experiment as a visitor's own: x1, x2, label, one after the other."""
    data = dataclasses.replace(kept, held_out=0.0).load()
    rows = zip(data.train_points.tolist(), data.train_labels.tolist(), strict=True)
    return tuple(
        number
        for (x1, x2), label in [*rows][:MOST_POINTS]
        for number in (max(-10.0, min(10.0, x1)), max(-10.0, min(10.0, x2)), float(label))
    )


def _network(ask: Ask) -> None:
    ask.several("features", field_name("features"), FEATURE_NAMES.__getitem__, term="feature")
    # The menu of the outputs stands below: its choice is in the session before it is drawn.
    key = address.widget_key(SCREEN, "output")
    if st.session_state.get(key, ask.kept.output) != "step":
        _hidden_layers(ask)
    outputs = [key for key in ask.kept.kinds["output"].options if key != "step" or _two(ask)]
    output = _select(ask, "output", output_name, outputs, "output_layer")
    if output in _LOSSES_OF:
        _select(ask, "loss", loss_name, _LOSSES_OF[output], "loss")


def _two(ask: Ask) -> bool:
    """Has the data chosen two classes?"""
    return ask.said("data") != "three_gaussians"


def _hidden_layers(ask: Ask) -> None:
    kept = ask.kept
    count = draw(
        address.widget_key(SCREEN, "layers"),
        len(kept.hidden),
        st.slider,
        _("Hidden layers"),
        0,
        kept.kinds["hidden"].most,
        help=hint("hidden_layer"),
    )
    activations = each_layer(
        ask,
        count,
        units=2,
        activation="sigmoid",
        activations=HIDDEN_ACTIVATIONS,
        widths=(1, 1.6),
    )
    ask.parameters(*dict.fromkeys(activations))


def _training(ask: Ask) -> None:
    rosenblatt = ask.said("output") == "step"
    if not rosenblatt:
        _select(ask, "optimizer", optimizer_name, None, "optimizer")
    ask.stops("learning_rate", field_name("learning_rate"), _RATES, term="learning_rate")
    ask.stops("epochs", field_name("epochs"), _EPOCHS, term="epoch")
    if rosenblatt:
        ask.toggle("stop_when_solved", field_name("stop_when_solved"))
    elif ask.said("data") not in GATES:
        _batch(ask)
    box = ask.box("more", _("More"), ":material/tune:")
    if box.open:
        with box:
            _more(ask, rosenblatt)


def _more(ask: Ask, rosenblatt: bool) -> None:
    ask.number("seed", field_name("seed"), term="seed")
    ask.number("threshold", field_name("threshold"), term="threshold")
    if rosenblatt:
        return
    _select(ask, "initializer", initializer_name, None, "initializer")
    _select(ask, "bias_initializer", initializer_name, None, "bias")
    ask.stops("l1", field_name("l1"), _PENALTIES, term="penalty")
    ask.stops("l2", field_name("l2"), _PENALTIES, term="penalty")
    if ask.said("optimizer") == "adamw":
        ask.stops("weight_decay", field_name("weight_decay"), _PENALTIES)
    if ask.said("data") in GATES:
        _batch(ask)


def _batch(ask: Ask) -> None:
    sizes = sorted({*_BATCHES, ask.kept.batch})
    names = {size: str(size) if size else _("all") for size in sizes}
    ask.menu("batch", field_name("batch"), names, term="batch")


def _select(ask: Ask, field: str, name, options, term: str) -> str:
    """A menu whose options may have changed: a choice that is no longer offered is forgotten."""
    key = address.widget_key(SCREEN, field)
    offered = options or ask.kept.kinds[field].options
    if st.session_state.get(key, offered[0]) not in offered:
        del st.session_state[key]
    return ask.select(field, field_name(field), name, offered, term=term)


def _keep_together(ask: Ask) -> None:
    """What follows from the choices made: fields that only go together with others."""
    if ask.said("output") == "step":
        # One neuron: what stands between it and its inputs is taken away.
        ask.note("hidden", ())
        ask.note("activations", ())
        ask.note("rule", "rosenblatt")
    else:
        ask.note("rule", "gradient")
    if ask.said("weights"):
        shapes = dataclasses.replace(ask.kept, weights=()).shapes
        try:
            changed = dataclasses.replace(ask.kept, **ask.changes, weights=()).shapes
        except ValueError:
            return  # said by `settings`
        if changed != shapes:
            ask.note("weights", ())


def kept() -> Experiment:
    """The experiment as it stands."""
    return address.kept(SCREEN)
