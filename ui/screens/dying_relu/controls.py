"""Controls of the screen on dying ReLU: rate, activation, start, network, training, data."""

from __future__ import annotations

import streamlit as st

from core.datasets import CURVES
from core.networks.options import CONSTANT
from core.studies.dying_relu.study import RATES, DyingStudy
from ui import address
from ui.curve_names import curve_name, field_name, initializer_name
from ui.i18n.language import _
from ui.screens.dying_relu import SCREEN
from ui.training import restart
from ui.training.names import optimizer_name
from ui.widgets.form import Ask

_EPOCHS = (1, 5, 10, 20, 50, 100, 200)
_BATCHES = (0, 1, 8, 16, 32, 64, 128)
_SIZES = (21, 51, 101, 201, 501, 1001, 2001)
_NOISES = (0, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)


def study() -> DyingStudy:
    """All settings of the screen."""
    ask = Ask(SCREEN)
    ask.stops("learning_rate", field_name("learning_rate"), (*RATES, 10), term="learning_rate")
    activation = ask.select("activation", _("Activation"), term="activation_function")
    ask.parameters(activation)
    _start(ask)
    left, right = st.columns(2)
    with left:
        ask.number("layers", _("Hidden layers"), term="hidden_layer")
    with right:
        ask.number("units", _("Units in each"), term="width")
    ask.stops("epochs", field_name("epochs"), _EPOCHS, term="epoch")
    more = ask.box("more", _("More"), ":material/tune:")
    if more.open:
        with more:
            _more(ask)
    data = ask.box("more data", _("More about the data"), ":material/scatter_plot:")
    if data.open:
        with data:
            _data(ask)
    settings = ask.settings()
    restart.remember(SCREEN, settings)
    return settings


def _more(ask: Ask) -> None:
    ask.number("seed", field_name("seed"), term="seed")
    ask.select("optimizer", field_name("optimizer"), optimizer_name, term="optimizer")
    sizes = sorted({*_BATCHES, ask.kept.batch})
    names = {size: str(size) if size else _("all") for size in sizes}
    ask.menu("batch", field_name("batch"), names, term="batch")


def kept() -> DyingStudy:
    """The settings as they stand."""
    return address.kept(SCREEN)


def _start(ask: Ask) -> None:
    ask.select("initializer", field_name("initializer"), initializer_name, term="initializer")
    biases = ask.select(
        "bias_initializer", field_name("bias_initializer"), initializer_name, term="bias"
    )
    if biases == CONSTANT:
        ask.slider("bias", field_name("bias"), term="bias")


def _data(ask: Ask) -> None:
    # One's own points come by a link; here they can only be kept.
    offered = [*CURVES] if ask.kept.data in CURVES else [*CURVES, ask.kept.data]
    key = ask.select("data", field_name("data"), curve_name, offered)
    if key in CURVES:
        if key != ask.kept.data:
            # Another law has another size: its range and noise come with it.
            ask.suggest(noise=CURVES[key].noise, interval=CURVES[key].interval)
        ask.stops("size", field_name("size"), _SIZES)
        ask.stops("noise", field_name("noise"), _NOISES)
        ask.slider("interval", field_name("interval"))
        ask.number("data_seed", field_name("data_seed"), term="seed")
    ask.toggle("standardised", field_name("standardised"))
    ask.slider("held_out", field_name("held_out"), term="held_out")
