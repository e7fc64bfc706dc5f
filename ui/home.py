"""One small picture of each screen, made by that screen's own builder from a real computation."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.activations import ELEMENTWISE
from core.datasets import CURVES
from core.experiments import Experiment
from core.images import Treatment
from core.networks.descent import descent
from core.studies.curve_fitting.study import CurveStudy
from core.studies.dying_relu.study import DyingStudy
from core.studies.dying_relu.unit_lives import lives
from core.studies.image_through_activation.study import ImageStudy
from core.studies.numerical_derivative.derivatives import numerical_derivative
from core.studies.numerical_derivative.study import DerivativeStudy
from core.studies.regularization.small_race import SMALL
from core.studies.softmax_and_maxout.study import VectorStudy
from core.studies.why_nonlinear.affine_stack import pieces
from core.studies.why_nonlinear.study import LinearityStudy
from ui import cached, layout
from ui.charts import decision_plane
from ui.i18n.function_names import function_name
from ui.i18n.language import _
from ui.screens.curve_fitting import unit_by_unit
from ui.screens.curve_fitting.charts import fits
from ui.screens.decision_boundaries import views, weights_by_hand
from ui.screens.decision_boundaries.weights_by_hand import XOR_BY_HAND
from ui.screens.dying_relu.charts import unit_map
from ui.screens.function_gallery.charts import curves
from ui.screens.numerical_derivative.charts import derivative
from ui.screens.regularization import names as race_names
from ui.screens.regularization.charts import lines
from ui.screens.softmax_and_maxout.charts import envelopes
from ui.screens.why_nonlinear.charts import folds
from ui.screens.why_nonlinear.controls import INTERVAL
from ui.screens.why_nonlinear.views import product_of_layers
from ui.widgets import scrubber

_HEIGHT = 240
_SINE = CurveStudy(
    data="sine", interval=CURVES["sine"].interval, noise=CURVES["sine"].noise, size=201
)


def draw(screen: str) -> None:
    """Draw the preview of a screen."""
    _PREVIEWS[screen]()


def _function_gallery() -> None:
    chosen = [
        curves.Curve(ELEMENTWISE[key], ELEMENTWISE[key].defaults, function_name(key))
        for key in ("tanh", "relu", "gelu")
    ]
    picture = curves.functions(chosen, (-3.0, 3.0), guides=False, height=_HEIGHT)
    layout.draw(picture, alt=_("Three functions above their derivatives."))


def _image_through_activation() -> None:
    study = ImageStudy()
    treatment = Treatment(study.mode, study.centre, study.gain, study.activation)
    shown = cached.treated_sample(study.sample, treatment)
    st.image(
        shown.activated.pixels,
        width="stretch",
        alt=_("A photograph after ReLU: the darker half has become one grey."),
    )


def _numerical_derivative() -> None:
    study = DerivativeStudy()
    f = ELEMENTWISE[study.activation]
    x = np.linspace(*study.interval, 1001)
    numerical = numerical_derivative(f, x, study.h, study.scheme)
    layout.draw(
        derivative.over_a_range(x, numerical, f.derivative(x), _HEIGHT),
        alt=_("A derivative of sigmoid with a step that is too small: noise."),
    )


def _why_nonlinear() -> None:
    stack = LinearityStudy().stack()
    found = pieces(stack, *INTERVAL)
    layout.draw(
        folds.folds(stack, INTERVAL, found, product_of_layers(stack), _HEIGHT),
        alt=_("A folded line with {count} pieces, and a straight one.", count=found.count),
    )


def _softmax_and_maxout() -> None:
    study = VectorStudy()
    layout.draw(
        envelopes.upper_envelope(study.slopes, study.intercepts, _HEIGHT),
        alt=_("Three lines and their upper envelope."),
    )


def _decision_boundaries() -> None:
    # Weights set by hand need no training: the home screen waits for no worker.
    experiment = Experiment(**XOR_BY_HAND)
    run = weights_by_hand.by_hand(experiment, np.array(experiment.weights))
    dataset = views.dataset(experiment)
    scrubber.hide_inputs()
    layout.draw(
        decision_plane.boundary(run, dataset, experiment.threshold, _HEIGHT, layout.dark()),
        alt=_("The plane between two lines, which is how a network tells XOR apart."),
    )


def _dying_relu() -> None:
    # Plain gradient descent, computed here: the home screen waits for no worker.
    fit = DyingStudy(standardised=True, units=6, optimizer="sgd", batch=0).fit
    data = fit.load()
    weights = descent(fit, data, seed=9, steps=60)
    life = lives(fit, data, weights, np.arange(len(weights)))
    layout.draw(
        unit_map.small_map(life, _HEIGHT, moving=False),
        alt=_("Lines of life of a network’s units: some go on, others end in a cross."),
    )


def _curve_fitting() -> None:
    # Hinges set by a formula need no training.
    run, data = unit_by_unit.interpolation(_SINE, 9)
    scrubber.hide_inputs()
    layout.draw(
        fits.both({"parallel": run}, data, _HEIGHT),
        alt=_("Straight pieces that follow a wave, a ring where each unit bends."),
    )


def _regularization() -> None:
    # Small enough to be trained here: the home screen waits for no worker.
    lanes = cached.small_lanes()
    layout.draw(
        lines.race(lanes, race_names.names(SMALL), SMALL.epochs, height=_HEIGHT),
        alt=_("Validation losses that part from training losses; one is stopped early."),
    )


_PREVIEWS = {
    "function_gallery": _function_gallery,
    "image_through_activation": _image_through_activation,
    "numerical_derivative": _numerical_derivative,
    "why_nonlinear": _why_nonlinear,
    "softmax_and_maxout": _softmax_and_maxout,
    "decision_boundaries": _decision_boundaries,
    "curve_fitting": _curve_fitting,
    "dying_relu": _dying_relu,
    "regularization": _regularization,
}
