"""Controls of the screen on numerical differentiation."""

from __future__ import annotations

import math

import streamlit as st

from core.activations import ELEMENTWISE
from core.studies.numerical_derivative.derivatives import rule_of_thumb
from core.studies.numerical_derivative.study import DerivativeStudy
from ui import address
from ui.i18n.language import _
from ui.i18n.numbers import compact
from ui.screens.numerical_derivative import SCREEN, error_of_steps
from ui.widgets.form import Ask

NOTES = {
    "activation": "sigmoid",
    "parameters": (),
    "scheme": "forward",
    "precision": "float64",
    "exponent": -15.0,
    "place": "range",
    "interval": (-5.0, 5.0),
}
"""Settings of the course notes (experiment A3)."""
# The slider also stops at the rules of thumb, which are no round powers of ten.
_RULES = tuple(
    math.log10(rule_of_thumb(scheme, precision))
    for scheme in ("forward", "central")
    for precision in ("float32", "float64")
)


def difference_quotient() -> DerivativeStudy:
    """Which step, which function, and how and where its slope is measured."""
    ask = Ask(SCREEN)
    ask.power("exponent", _("Step h"), step_name, also=_RULES, term="step_size")
    steps = st.container()
    activation = ask.select("activation", _("Function"), term="activation_function")
    ask.parameters(activation)
    ask.pick(
        "scheme",
        _("Difference"),
        {"forward": _("forward"), "central": _("central")},
        term="difference_quotient",
    )
    ask.pick(
        "precision",
        _("Floating-point type"),
        {"float64": "float64", "float32": "float32"},
        term="machine_epsilon",
    )
    place = ask.pick("place", _("Where"), {"range": _("over a range"), "point": _("at one x")})
    if place == "range":
        ask.slider("interval", _("Range of x"))
    else:
        ask.slider("x", "$x$")
    study = ask.settings()
    with steps:
        _presets(study)
    return study


def step_name(exponent: float) -> str:
    """The step as it is written in code: 1e-15."""
    return compact(10.0**exponent)


def _presets(study: DerivativeStudy) -> None:
    curve = error_of_steps.error_curve(study)
    for label, icon, changes in (
        (_("As in the notes"), "school", NOTES),
        (_("Rule of thumb"), "straighten", {"exponent": math.log10(curve.thumb.step)}),
        (_("Best h found"), "target", {"exponent": math.log10(curve.best.step)}),
    ):
        st.button(
            label,
            icon=f":material/{icon}:",
            on_click=address.apply,
            args=(SCREEN,),
            kwargs=changes,
            width="stretch",
        )


def code(study: DerivativeStudy) -> str:
    """The same quotient in Keras; prints the largest error over the points shown."""
    f = ELEMENTWISE[study.activation].keras_code(**study.arguments)
    low, high = study.interval
    points = f"np.linspace({low:g}, {high:g}, {study.points.size})"
    quotient = (
        "(f(x + h) - f(x)) / h" if study.scheme == "forward" else "(f(x + h) - f(x - h)) / h / 2"
    )
    return f"""import keras
import numpy as np
import tensorflow as tf


def f(x):
    return keras.ops.cast({f}, x.dtype)


x = tf.constant({points if study.place == "range" else f"[{study.x:g}]"}, tf.{study.precision})
h = tf.constant({study.h!r}, tf.{study.precision})
numerical = tf.cast({quotient}, tf.float64)

x = tf.cast(x, tf.float64)  # the analytic derivative, with all digits there are
with tf.GradientTape() as tape:
    tape.watch(x)
    y = f(x)
analytic = tape.gradient(y, x, unconnected_gradients="zero")

# Keras rounds f in other places than this page: where round-off rules, the
# error has the same size, but not the same digits.
error = np.max(np.abs(numerical - analytic))
print(f"largest error {{error:.3g}}")
"""
