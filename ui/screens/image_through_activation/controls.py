"""Controls of the screen that sends a picture through a function."""

from __future__ import annotations

import streamlit as st

from core import images
from core.activations import ELEMENTWISE
from core.studies.image_through_activation.study import ImageStudy
from ui import address
from ui.i18n.function_names import sample_name
from ui.i18n.language import _, explain
from ui.screens.image_through_activation import SCREEN, photographs
from ui.screens.image_through_activation.photographs import Chosen
from ui.widgets.form import Ask

NOTES = {
    "mode": "luminance",
    "centre": "median",
    "gain": 1.0,
    "white": 1.0,
    "parameters": (),
    "everything": False,
}
"""Settings of the course notes (experiment A1)."""
STRONG = {"centre": "median", "gain": 8.0, "white": 1.0, "activation": "tanh"}
"""Settings at which a function that saturates is seen to."""

_SOURCE, _SOURCE_KEPT = "source of the picture", "source of the picture, kept"


def picture() -> Chosen:
    """Which picture: a sample, or a photograph from a file or from the camera."""
    ask = Ask(SCREEN)
    source = _source()
    if source == "sample":
        ask.select("sample", _("Picture"), name=sample_name)
    else:
        _own_photograph(source)
    study = ask.settings()
    own = photographs.own()
    if source != "sample" and own:
        _about(own)
        return own
    credit = images.CREDITS.get(study.sample)
    if credit:
        st.caption(_("Photograph by {credit}", credit=credit))
    return photographs.sample(study.sample)


def _source() -> str:
    # Streamlit forgets a widget on another screen; the photograph is kept, so is its place here.
    st.session_state.setdefault(_SOURCE, st.session_state.get(_SOURCE_KEPT, "sample"))
    names = {"sample": _("Sample"), "file": _("File"), "camera": _("Camera")}
    st.session_state[_SOURCE_KEPT] = st.segmented_control(
        _("Picture from"),
        list(names),
        format_func=names.__getitem__,
        key=_SOURCE,
        required=True,
    )
    return st.session_state[_SOURCE_KEPT]


def _own_photograph(source: str) -> None:
    """A file or the camera; the browser asks for the camera only once it was chosen."""
    key = photographs.widget_key(source)
    if source == "file":
        endings = [ending for name in images.FORMATS for ending in photographs.EXTENSIONS[name]]
        upload = st.file_uploader(_("A photograph, at most 10 MB"), type=endings, key=key)
    else:
        upload = st.camera_input(_("Take a photograph"), key=key)
    with st.spinner(_("Reading the photograph")):
        photographs.take(upload)
    problem = photographs.refused()
    if problem:
        st.warning(
            _("{problem} The last picture stays.", problem=explain(problem)),
            icon=":material/broken_image:",
        )
    st.caption(
        _(
            "Your photograph is not stored: it is held in memory for your visit alone. "
            "The link carries the settings, not the photograph."
        )
    )


def _about(own: Chosen) -> None:
    photograph = own.photograph
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            _(
                "Shown: your photograph, {format}, {width} × {height} pixels",
                format=photograph.format,
                width=photograph.width,
                height=photograph.height,
            )
        )
        st.button(
            _("Remove"), icon=":material/delete:", type="tertiary", on_click=photographs.forget
        )


def treatment(chosen: Chosen) -> ImageStudy:
    """What is done to the picture, and on which grey scale it is shown."""
    ask = Ask(SCREEN)
    ask.parameters(ask.select("activation", _("Function"), term="activation_function"))
    ask.slider("gain", _("Gain"), term="gain")
    ask.pick(
        "centre",
        _("Subtract"),
        {"median": _("median"), "mean": _("mean"), "none": _("nothing")},
        term="centring",
    )
    ask.pick(
        "mode",
        _("Channels"),
        {"luminance": _("luminance"), "channels": _("red, green, blue")},
        term="luminance",
    )
    ask.slider("white", _("White on the grey scale (black is minus that)"), term="grey_scale")
    study = ask.settings()
    _low, fitting = images.grey_scale(chosen.photograph.pixels, [study.treatment()])
    with st.container(horizontal=True, gap="small"):
        _preset(_("Fit the grey scale"), {"white": fitting})
        _preset(_("As in the notes"), NOTES)
        _preset(_("Strong: tanh, gain 8"), STRONG)
    return study


def _preset(label: str, changes: dict) -> None:
    st.button(label, on_click=address.apply, args=(SCREEN,), kwargs=changes)


def everything() -> ImageStudy:
    """Whether the grid shows the functions of the notes or all."""
    ask = Ask(SCREEN)
    ask.toggle("everything", _("All element-wise functions"))
    return ask.settings()


def code(study: ImageStudy) -> str:
    """The same in Keras: load a picture, centre it, apply the function."""
    colour = "grayscale" if study.mode == "luminance" else "rgb"
    centred = {
        "median": "x - np.median(x, axis=(0, 1))",
        "mean": "x - np.mean(x, axis=(0, 1))",
        "none": "x",
    }[study.centre]
    call = ELEMENTWISE[study.activation].keras_code(**study.parameters_of(study.activation))
    return f"""import keras
import numpy as np

image = keras.utils.load_img("photograph.jpg", color_mode="{colour}")
x = keras.utils.img_to_array(image) / 255
x = {study.gain:g} * ({centred})
y = keras.ops.convert_to_numpy({call})
print(f"exactly 0: {{np.mean(y == 0):.1%}}, mean: {{np.mean(y):.3f}}")
"""
