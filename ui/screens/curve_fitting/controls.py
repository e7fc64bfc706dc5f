"""Controls of the screen on curve fitting: data, the two networks, training."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.datasets import CURVES, OWN_CURVE
from core.experiments import MOST_CURVE_POINTS
from core.studies.curve_fitting.study import CurveStudy
from ui import address
from ui.curve_names import curve_name, field_name, initializer_name
from ui.i18n.language import N_, _
from ui.screens.curve_fitting import SCREEN
from ui.training import restart
from ui.training.names import optimizer_name
from ui.widgets.form import Ask

# Forgotten with the settings of the screen.
_OWN_POINTS = f"{SCREEN}.own points"

_NOISES = (0, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
_SIZES = (21, 51, 101, 201, 501, 1001, 2001, MOST_CURVE_POINTS)
_RATES = (1e-4, 3e-4, 1e-3, 3e-3, 0.005, 0.01, 0.03, 0.1, 0.3, 1, 10)
_EPOCHS = (1, 10, 30, 100, 200, 300, 500, 1000, 2000)
_BATCHES = (8, 16, 32, 64, 128, 256, 0)

_LINES = {"parallel_activation": "linear", "serial_activation": "linear"}
_X5 = {"data": "fifth_power", "interval": CURVES["fifth_power"].interval, "noise": 0.0}
_SINE = {"data": "sine", "interval": CURVES["sine"].interval, "noise": 0.0}

PRESETS = {
    "notes": (N_("C2, C3: x² with noise"), {}),
    "x5_line": (N_("C5: x⁵ with a line"), _X5 | _LINES),
    "x5_relu": (N_("C5: x⁵ with ReLU"), _X5),
    "sine_line": (N_("C5: sin x with a line"), _SINE | _LINES),
    "sine_relu": (N_("C5: sin x with ReLU"), _SINE),
}
"""What the course notes do: name, and what differs from the default."""


def presets() -> None:
    """The experiments of the notes, one click each, from the start that is shown."""
    kept = address.kept(SCREEN)
    standing = [key for key in PRESETS if kept == _preset(key, kept.seed)]
    key = f"{SCREEN} presets"

    def take() -> None:
        if st.session_state[key]:
            address.keep(SCREEN, _preset(st.session_state[key], kept.seed))
            address.write(SCREEN)

    st.session_state[key] = standing[0] if standing else None
    st.segmented_control(
        _("As in the notes"),
        list(PRESETS),
        format_func={name: _(preset[0]) for name, preset in PRESETS.items()}.__getitem__,
        wrap=True,
        key=key,
        on_change=take,
    )


def _preset(key: str, seed: int) -> CurveStudy:
    return CurveStudy(**PRESETS[key][1], seed=seed)


def study() -> CurveStudy:
    """All settings of the screen."""
    ask = Ask(SCREEN)
    _data(ask)
    boxes = {which: _network(ask, which) for which in ("parallel", "serial")}
    ask.parameters(*dict.fromkeys((ask.said("parallel_activation"), ask.said("serial_activation"))))
    _training(ask)
    settings = ask.settings()
    for which, box in boxes.items():
        with box:
            _count(settings, which)
    restart.remember(SCREEN, settings)
    return settings


def kept() -> CurveStudy:
    """The settings as they stand."""
    return address.kept(SCREEN)


def _data(ask: Ask) -> None:
    key = ask.select("data", field_name("data"), curve_name)
    if key == OWN_CURVE:
        if not ask.kept.points:
            # Something to begin with: the points that were shown until now.
            ask.note("points", st.session_state.get(_OWN_POINTS) or points_of(ask.kept))
    else:
        if ask.kept.points:
            # They wait for their return, but no link carries what it does not show.
            st.session_state[_OWN_POINTS] = ask.kept.points
            ask.note("points", ())
        _law(ask, key)
    ask.toggle("standardised", field_name("standardised"), term="standardising")
    box = ask.box("more data", _("More about the data"), ":material/scatter_plot:")
    if box.open:
        with box:
            if key != OWN_CURVE:
                ask.stops("size", field_name("size"), _SIZES)
                ask.number("data_seed", field_name("data_seed"), term="seed")
            ask.slider("held_out", field_name("held_out"), term="held_out")


def _law(ask: Ask, key: str) -> None:
    if key != ask.kept.data:
        # Another law has another size: its range and noise come with it.
        ask.suggest(noise=CURVES[key].noise, interval=CURVES[key].interval)
    ask.stops("noise", field_name("noise"), _NOISES, term="noise_deviation")
    ask.slider("interval", field_name("interval"))


def points_of(kept: CurveStudy) -> tuple[float, ...]:
    """The examples of a study as a visitor's own points: x, y, x, …"""
    data = kept.load()
    x = [*data.train_x, *data.held_x]
    y = [*data.train_y, *data.held_y]
    pairs = sorted(zip(x, y, strict=True))
    return tuple(float(number) for pair in pairs for number in pair)


def _network(ask: Ask, which: str) -> DeltaGenerator:
    """Size and activation of one network; returns the box, in which there is room for more."""
    box = st.container(border=True, gap="small")
    with box:
        if which == "parallel":
            st.markdown("**{}**".format(_("Parallel")))
            ask.number("parallel_units", _("Units side by side"), term="hidden_layer")
        else:
            st.markdown("**{}**".format(_("Serial")))
            left, right = st.columns(2)
            with left:
                ask.number("serial_layers", _("Layers"), term="hidden_layer")
            with right:
                ask.number("serial_units", _("Units in each"), term="width")
        ask.select(f"{which}_activation", _("Activation"), term="activation_function")
    return box


def _count(settings: CurveStudy, which: str) -> None:
    """How many parameters a network has, and the way to as many as the other."""
    counts = settings.parallel.parameter_count, settings.serial.parameter_count
    own = counts[which == "serial"]
    st.button(
        _("{count} weights and biases: match", count=own),
        icon=":material/balance:",
        help=_("Takes the size with the number of weights and biases nearest to the other’s."),
        on_click=_match,
        args=(which,),
        disabled=counts[0] == counts[1],
        key=f"{SCREEN} match {which}",
        width="stretch",
    )


def _match(which: str) -> None:
    """Callback: the shape of this network nearest in parameters to the other."""
    settings = kept()
    matched = settings.match_parallel() if which == "parallel" else settings.match_serial()
    address.keep(SCREEN, matched)
    address.write(SCREEN)


def _training(ask: Ask) -> None:
    ask.stops("learning_rate", field_name("learning_rate"), _RATES, term="learning_rate")
    ask.stops("epochs", field_name("epochs"), _EPOCHS, term="epoch")
    box = ask.box("more", _("More"), ":material/tune:")
    if box.open:
        with box:
            _more(ask)


def _more(ask: Ask) -> None:
    ask.number("seed", field_name("seed"), term="seed")
    ask.select("optimizer", field_name("optimizer"), optimizer_name, term="optimizer")
    sizes = dict.fromkeys((*_BATCHES, ask.kept.batch))
    names = {size: str(size) if size else _("all") for size in sizes}
    ask.menu("batch", field_name("batch"), names, term="batch")
    ask.select("initializer", field_name("initializer"), initializer_name, term="initializer")
    start = ask.select(
        "bias_initializer", field_name("bias_initializer"), initializer_name, term="bias"
    )
    if start == "constant":
        ask.slider("bias", field_name("bias"), term="bias")
