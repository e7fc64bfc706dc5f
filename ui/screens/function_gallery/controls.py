"""Controls of the function gallery."""

from __future__ import annotations

import streamlit as st

from core.activations import ELEMENTWISE
from core.settings.functions import NOTES_FUNCTIONS
from core.studies.function_gallery.study import GalleryStudy
from ui import address
from ui.i18n.language import _
from ui.screens.function_gallery import SCREEN
from ui.widgets.form import Ask

NOTES = {
    "functions": NOTES_FUNCTIONS,
    "interval": (-10.0, 10.0),
    "parameters": (),
    "distribution": "uniform",
    "number": 1000,
    "spread": 1.0,
    "gain": 1.0,
    "seed": 0,
}
"""Settings of the course notes (experiment A1)."""


def comparison() -> GalleryStudy:
    """Which functions, with which parameters, over which range."""
    ask = Ask(SCREEN)
    functions = ask.several(
        "functions",
        _("Functions"),
        term="activation_function",
        placeholder=_("Choose one to eight"),
        wrap=True,
    )
    ask.parameters(*functions)
    ask.slider("interval", _("Range of x"))
    ask.toggle("guides", _("Guides: axes, asymptotes, kinks"), term="kink")
    st.button(
        _("As in the notes: all on one chart"),
        icon=":material/school:",
        on_click=address.apply,
        args=(SCREEN,),
        kwargs=NOTES,
        width="stretch",
    )
    return ask.settings()


def samples() -> GalleryStudy:
    """Which function the six views show, and what is sent through it."""
    ask = Ask(SCREEN)
    kept = ask.kept
    ask.select("focus", _("Function in focus"), options=(*kept.functions,))
    ask.parameters(*(set(kept.shown()) - set(kept.functions)))
    ask.pick(
        "distribution",
        _("Samples"),
        {"uniform": _("uniform"), "normal": _("normal")},
    )
    ask.slider("spread", _("Spread of the samples"), term="spread")
    ask.slider("gain", _("Gain of the picture"), term="gain")
    box = ask.box("more", _("More"), ":material/tune:")
    if box.open:
        with box:
            ask.number("number", _("Number of samples"))
            ask.number("seed", _("Seed"), term="seed")
    return ask.settings()


def sigmoid_shape() -> GalleryStudy:
    """How a sigmoid is stretched and shifted to meet tanh."""
    ask = Ask(SCREEN)
    ask.slider("stretch", _("Inner factor a"))
    ask.slider("height", _("Outer factor b"))
    ask.slider("shift", _("Shift c"))
    st.button(
        _("Make them equal"),
        on_click=address.apply,
        args=(SCREEN,),
        kwargs={"stretch": 2.0, "height": 2.0, "shift": -1.0},
        width="stretch",
    )
    return ask.settings()


def code(study: GalleryStudy) -> str:
    """The function in focus and its derivative in Keras, with the parameters chosen."""
    f = ELEMENTWISE[study.focus]
    return f"""import keras
import tensorflow as tf

x = tf.linspace({study.interval[0]:g}, {study.interval[1]:g}, 401)
with tf.GradientTape() as tape:
    tape.watch(x)
    y = {f.keras_code(**study.parameters_of(study.focus))}
slope = tape.gradient(y, x)
"""
