"""Controls of one variant of a race: its network, every brake, its optimizer."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import partial

import streamlit as st

from core.experiments.variant import (
    CLASS_LOSSES,
    FUNCTIONS,
    MOST_HIDDEN_LAYERS,
    NUMBER_LOSSES,
    OF_OPTIMIZER,
    SMOOTHED,
    Variant,
)
from core.problems import Problem
from ui.i18n.glossary import hint
from ui.i18n.language import _, explain
from ui.screens.regularization import SCREEN
from ui.screens.regularization.names import (
    brakes,
    constraint_name,
    field_name,
    loss_name,
    normalization_name,
    schedule_name,
)
from ui.training.names import optimizer_name
from ui.widgets.drawing import draw
from ui.widgets.form import Ask
from ui.widgets.hidden_layers import each_layer

_PENALTIES = (0, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1)
_RATES = (1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1)
_SHARES = (0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_NOISES = (0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1)
_NORMS = (0.1, 0.25, 0.5, 1, 1.5, 2, 3, 4, 6, 10)
_STEPS = (10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000)
_WARM_UPS = (0, 10, 30, 100, 300, 1000, 3000)
_MEMORIES = (0, 0.5, 0.8, 0.85, 0.89, 0.9, 0.95, 0.98, 0.99, 0.999, 0.9999)
_PATIENCES = (0, 1, 2, 3, 5, 10, 15, 20, 30, 50, 100, 200)
_DELTAS = (0, 1e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1)
_UNITS = 64
_TERMS = {
    "l1": "penalty",
    "l2": "penalty",
    "activity_l1": "activity_penalty",
    "activity_l2": "activity_penalty",
    "weight_decay": "weight_decay",
}
# What each schedule has of its own, with the stops of its sliders.
_OF_SCHEDULE = {
    "constant": {"warmup_steps": _WARM_UPS},
    "exponential": {"decay_steps": _STEPS, "decay_rate": (0.1, 0.3, 0.5, 0.7, 0.9, 0.96, 0.99, 1)}
    | {"warmup_steps": _WARM_UPS},
    "cosine": {"decay_steps": _STEPS, "alpha": _SHARES, "warmup_steps": _WARM_UPS},
    "cosine_restarts": {"first_decay_steps": _STEPS, "alpha": _SHARES, "warmup_steps": _WARM_UPS},
    "plateau": {"plateau_factor": (0.1, 0.2, 0.5, 0.7, 0.9), "plateau_patience": _PATIENCES[1:10]},
}


def ask_for(variant: Variant, place: int, numbers: bool) -> Variant:
    """Draw the controls of one variant.

    Args:
        variant: As it is kept.
        place: Which of the race, from 0.
        numbers: Whether there are no classes but a number to predict.

    Returns:
        The variant as its controls say, or the one that is kept if they do not go together, which
        is said then.
    """
    ask = Ask(SCREEN, variant, ("variants", str(place)))
    summary = st.empty()
    offered = NUMBER_LOSSES if numbers else CLASS_LOSSES
    groups = {
        "network": (_("Network"), partial(_network, offered=offered)),
        "penalties": (_("Penalties"), _penalties),
        "constraints": (_("Constraints"), _constraints),
        "noise": (_("Noise"), _noise),
        "normalization": (_("Normalization"), _normalization),
        "stopping": (_("Stopping"), _stopping),
        "optimizer": (_("Optimizer and schedule"), _optimizer),
    }
    for key, (title, controls) in groups.items():
        # A box that changed its title would close while its controls are being moved.
        box = ask.box(f"group {key}", title)
        if box.open:
            with box:
                controls(ask)
    _keep_together(ask)
    try:
        found = dataclasses.replace(variant, **ask.changes)
    except Problem as problem:
        st.warning(
            _("{problem} Shown is the last choice that worked.", problem=explain(problem)),
            icon=":material/edit:",
        )
        found = variant
    summary.caption(_summary(found))
    return found


def _keep_together(ask: Ask) -> None:
    """How many hidden layers there are concerns the dropout, whose group may be closed."""
    if "dropout" not in ask.changes:
        ask.note("dropout", _rates(ask) if ask.said("hidden") else ())


def _rates(ask: Ask) -> tuple[float, ...]:
    """One rate of dropout for all hidden layers, or, where a link has several, one for each."""
    layers, kept = len(ask.said("hidden")), ask.kept.dropout
    if len(set(kept)) > 1:
        return (kept + (0.0,) * layers)[:layers]
    return kept[:1] or (0.0,)


def _summary(variant: Variant) -> str:
    sizes = " → ".join(map(str, variant.hidden)) or _("no hidden layer")
    optimizer = f"{optimizer_name(variant.optimizer)} {variant.learning_rate:g}"
    return f"{sizes} · {brakes(variant)} · {optimizer}"


def _network(ask: Ask, offered: Sequence[str]) -> None:
    kept = ask.kept
    layers = draw(
        ask.key("layers"),
        len(kept.hidden),
        st.number_input,
        field_name("hidden"),
        0,
        MOST_HIDDEN_LAYERS,
        help=hint("hidden_layer"),
    )
    each_layer(
        ask,
        layers,
        units=_UNITS,
        activation="relu",
        activations=FUNCTIONS,
        widths=(1, 1.3),
    )
    ask.select("loss", field_name("loss"), loss_name, offered, term="loss")


def _penalties(ask: Ask) -> None:
    for name, term in _TERMS.items():
        ask.stops(name, field_name(name), _PENALTIES, term=term)


def _constraints(ask: Ask) -> None:
    chosen = ask.select(
        "constraint", field_name("constraint"), constraint_name, term="weight_constraint"
    )
    if chosen == "max_norm":
        ask.stops("max_norm", field_name("max_norm"), _NORMS)


def _noise(ask: Ask) -> None:
    _dropout(ask)
    ask.stops("input_noise", field_name("input_noise"), _NOISES, term="gaussian_noise")
    if ask.said("loss") in SMOOTHED:
        ask.stops("label_smoothing", field_name("label_smoothing"), _SHARES, term="label_smoothing")


def _dropout(ask: Ask) -> None:
    if not ask.said("hidden"):
        st.caption(_("Dropout needs a hidden layer."))
        ask.note("dropout", ())
        return
    rates, found = _rates(ask), []
    several = len(set(ask.kept.dropout)) > 1
    for place, rate in enumerate(rates):
        label = field_name("dropout")
        found.append(
            draw(
                ask.key("dropout", f"{place} of {len(rates)}"),
                rate,
                st.select_slider,
                _("{label}, layer {layer}", label=label, layer=place + 1) if several else label,
                sorted({*_SHARES, rate}),
                format_func=lambda value: f"{value:g}",
                help=hint("dropout"),
            )
        )
    ask.note("dropout", tuple(found))


def _normalization(ask: Ask) -> None:
    if not ask.said("hidden"):
        st.caption(_("Normalization needs a hidden layer."))
        return
    ask.select(
        "normalization", field_name("normalization"), normalization_name, term="batch_normalization"
    )


def _stopping(ask: Ask) -> None:
    if ask.toggle("early_stopping", field_name("early_stopping"), term="early_stopping"):
        ask.stops("patience", field_name("patience"), _PATIENCES, term="patience")
        ask.stops("min_delta", field_name("min_delta"), _DELTAS)
        ask.toggle("restore_best", field_name("restore_best"))


def _optimizer(ask: Ask) -> None:
    chosen = ask.select("optimizer", field_name("optimizer"), optimizer_name, term="optimizer")
    ask.stops("learning_rate", field_name("learning_rate"), _RATES, term="learning_rate")
    for name in OF_OPTIMIZER.get(chosen, ()):
        ask.stops(name, field_name(name), _MEMORIES)
    schedule = ask.select("schedule", field_name("schedule"), schedule_name, term="schedule")
    for name, stops in _OF_SCHEDULE[schedule].items():
        ask.stops(name, field_name(name), stops)
