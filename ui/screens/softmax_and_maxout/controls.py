"""Controls of the screen on softmax and maxout."""

from __future__ import annotations

import streamlit as st

from core.activations import ACTIVATIONS
from core.studies.softmax_and_maxout.study import VectorStudy
from ui import address
from ui.i18n.function_names import subscripted
from ui.i18n.language import _
from ui.screens.softmax_and_maxout import SCREEN
from ui.widgets.form import Ask

TEMPERATURES = (0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10, 15, 20)
"""What the temperature slider offers: even steps of its logarithm, nearly."""

LINES = {
    "ReLU": ((0.0, 1.0), (0.0, 0.0)),
    "Leaky ReLU": ((0.01, 1.0), (0.0, 0.0)),
    "|x|": ((-1.0, 1.0), (0.0, 0.0)),
    "≈ ½x²": ((-3.0, -1.5, 0.0, 1.5, 3.0), (-4.5, -1.125, 0.0, -1.125, -4.5)),
}
"""Slopes and intercepts of presets; the last holds five tangents of a parabola."""


def probabilities() -> VectorStudy:
    """Which logits, at which temperature, and what is added to all of them."""
    ask = Ask(SCREEN)
    count = len(ask.kept.logits)
    with st.container(horizontal=True, gap="small"):
        labels = [_("logit {name}", name=subscripted("x", place)) for place in range(count)]
        logits = ask.numbers("logits", labels)
    _more_or_fewer(
        "logits",
        count,
        more={"logits": (*logits, 0.0)},
        fewer={"logits": logits[:-1]},
    )
    ask.stops("temperature", _("Temperature T"), TEMPERATURES, term="temperature")
    ask.slider("shift", _("Add the same number c to every logit"), term="shift_invariance")
    return ask.settings()


def jacobian() -> VectorStudy:
    """Whose Jacobian is shown."""
    ask = Ask(SCREEN)
    ask.select("jacobian", _("Function"), term="jacobian")
    return ask.settings()


def second_vector() -> VectorStudy:
    """Which vector is compared with that of the notes, and at which entry."""
    ask = Ask(SCREEN)
    ask.slider("point", _("Entry x to read off"))
    ask.slider("second", _("Second vector: from, to"))
    ask.pick(
        "spacing",
        _("Second vector: spacing"),
        {spacing: spacing for spacing in VectorStudy.kinds["spacing"].options},
    )
    st.button(
        _("Same range, twice as fine"),
        on_click=address.apply,
        args=(SCREEN,),
        kwargs={"second": (-5.0, 5.0), "spacing": "0.05"},
        width="stretch",
    )
    st.button(
        _("End at x = 2"),
        on_click=address.apply,
        args=(SCREEN,),
        kwargs={"second": (-5.0, 2.0), "spacing": "0.1"},
        width="stretch",
    )
    return ask.settings()


def lines() -> VectorStudy:
    """The lines below a maxout: presets, how many, and slope and intercept of one at a time."""
    ask = Ask(SCREEN)
    with st.container(horizontal=True, gap="small"):
        for label, (slopes, intercepts) in LINES.items():
            st.button(
                label,
                on_click=address.apply,
                args=(SCREEN,),
                kwargs={"slopes": slopes, "intercepts": intercepts},
            )
    count = len(ask.kept.slopes)
    place = st.segmented_control(
        _("Line to move"),
        range(count),
        format_func=lambda place: str(place + 1),
        default=0,
        required=True,
        key=address.widget_key(SCREEN, "line"),
    )
    with st.container(horizontal=True, gap="small"):
        ask.entry("slopes", place, _("Slope of line {n}", n=place + 1))
        ask.entry("intercepts", place, _("Intercept of line {n}", n=place + 1))
    study = ask.settings()
    slopes, intercepts = study.slopes, study.intercepts
    _more_or_fewer(
        "slopes",
        count,
        more={"slopes": (*slopes, 0.0), "intercepts": (*intercepts, 0.0)},
        fewer={"slopes": slopes[:-1], "intercepts": intercepts[:-1]},
    )
    return study


def _more_or_fewer(field: str, count: int, more: dict, fewer: dict) -> None:
    """Two buttons that add an entry to a list, and take its last one away."""
    kind = VectorStudy.kinds[field]
    with st.container(horizontal=True, gap="small"):
        for label, icon, changes, possible in (
            (_("Add one"), ":material/add:", more, count < kind.most),
            (_("Remove last"), ":material/remove:", fewer, count > kind.least),
        ):
            st.button(
                label,
                icon=icon,
                disabled=not possible,
                on_click=address.apply,
                args=(SCREEN,),
                kwargs=changes,
                key=f"{field} {icon}",
            )


def code(study: VectorStudy) -> str:
    """The visitor's logits and lines in Keras."""
    softmax, sigmoid, sparsemax = (ACTIVATIONS[k] for k in ("softmax", "sigmoid", "sparsemax"))
    return f"""import keras

# Logits, and a number added to all of them
x = keras.ops.array({_numbers(study.logits)}) + {study.shift:g}
softmax = {softmax.keras_code(temperature=study.temperature)}

# The other two see the same logits at the same temperature
x = x / {study.temperature:g}
sigmoids = {sigmoid.keras_code()}
# Written out: keras.activations.sparsemax of Keras 3.15 gives sums other than 1
sparsemax = {sparsemax.keras_code()}

# A maxout unit with one input: the largest of {len(study.slopes)} affine functions
slopes = keras.ops.array({_numbers(study.slopes)})
intercepts = keras.ops.array({_numbers(study.intercepts)})
inputs = keras.ops.linspace(-5.0, 5.0, 11)
maxout = keras.ops.max(inputs[:, None] * slopes + intercepts, axis=-1)

for values in (softmax, sigmoids, sparsemax, maxout):
    print(keras.ops.convert_to_numpy(values).round(3))
"""


def _numbers(values: tuple[float, ...]) -> str:
    return repr(list(values))
