"""The parallel fit taken apart: what each of its units adds, one after the other."""

from __future__ import annotations

import dataclasses

import numpy as np
import streamlit as st

from core.analysis.fits import predictions
from core.datasets import CurveData
from core.experiments.results import Figures, Run
from core.networks.weights import variables
from core.studies.curve_fitting.hinges import hinges as hinge_weights
from core.studies.curve_fitting.study import CurveStudy
from ui import layout
from ui.charts.picture import Picture
from ui.i18n.function_names import function_name
from ui.i18n.language import _, current
from ui.memo import derived
from ui.screens.curve_fitting import SCREEN, views
from ui.screens.curve_fitting.charts import hinges
from ui.widgets import scrubber

_MOST_BY_HAND = hinges.MOST_PARTS
_LEARNED = "prelu"


@derived
def _picture(run: Run, data: CurveData, in_order: bool, _language: str) -> Picture:
    return hinges.parts(run, data, in_order)


def one_by_one(study: CurveStudy, runs: dict[str, Run]) -> None:
    """The units of the parallel network, or hinges that were never trained, added one by one."""
    run = runs["parallel"]
    known = study.law(study.grid) is not None
    by_hand = known and _way() == "by hand"
    data = views.examples(study)
    if by_hand:
        count = st.slider(_("Hinges"), 1, _MOST_BY_HAND, 6, key=f"{SCREEN} hinges by hand")
        run, data = interpolation(_task(study), count)
    _say(study, by_hand)
    layout.draw(
        _picture(run, data, by_hand, current()),
        alt=_("What each unit adds to the fit, and the sum of those that are added."),
    )
    last = hinges.count(run)
    scrubber.scrubber(
        range(last + 1),
        {
            "slider": _("Units added"),
            "play": _("Add them one by one"),
            "pause": _("Pause"),
            "epoch": _("{epoch} of {last} units added", epoch="{epoch}", last=last),
        },
        key=f"{SCREEN} units added",
        run=f"{id(run):x}",
        name=hinges.ADDED,
    )
    if not by_hand:
        named = {"parallel": _("Parallel"), "serial": _("Serial")}
        for key, run in runs.items():
            if _LEARNED in run.experiment.activations:
                slopes(named[key], run)


def _way() -> str:
    names = {"trained": _("As trained"), "by hand": _("Without training")}
    return st.segmented_control(
        _("Units"),
        list(names),
        format_func=names.__getitem__,
        default="trained",
        required=True,
        label_visibility="collapsed",
        key=f"{SCREEN} hinges",
    )


def _say(study: CurveStudy, by_hand: bool) -> None:
    if by_hand:
        text = _(
            "No training: a ReLU opens at each of evenly spread places, and its weight is how much "
            "the slope of the law changes there. Enough hinges follow any curve."
        )
    else:
        text = _(
            "Each thin line is one unit of the parallel network: {name} of its weighted sum, times "
            "its weight. Their sum and the bias are the fit. The scrubber above moves them too.",
            name=function_name(study.parallel_activation),
        )
    st.caption(text)


def _task(study: CurveStudy) -> CurveStudy:
    """What the curve without training depends on; the rest must not compute it anew."""
    return CurveStudy(data=study.data, interval=study.interval, size=study.size, noise=study.noise)


@derived
def interpolation(task: CurveStudy, count: int) -> tuple[Run, CurveData]:
    """Straight lines through points of the law, as a network of one frame and its examples."""
    fit = dataclasses.replace(task, parallel_units=count).parallel
    knots = np.linspace(*fit.span, count + 1)
    data = fit.load()
    weights = hinge_weights(fit, knots, fit.law(knots)).astype(np.float32)[None]
    nothing = np.zeros(1)
    figures = Figures(loss=nothing, penalty=nothing, accuracy=None)
    run = Run(
        experiment=fit,
        history=figures,
        epochs=np.zeros(1, int),
        weights=weights,
        figures=figures,
        planes=None,
        maps=(),
        why="",
        stopped_at=None,
        seconds=0.0,
        predictions=predictions(fit, data, weights),
    )
    return run, data


def slopes(name: str, run: Run) -> None:
    """The slopes that PReLU has learned in one of the networks, layer by layer."""
    fit = run.experiment
    start = fit.parameters_of(_LEARNED)["alpha"]
    # Kernel, bias and slopes of each hidden layer, then kernel and bias of the output.
    learned = variables(fit, run.weights[-1:])[2:-2:3]
    lines = [
        _(
            "Layer {layer}: {slopes}",
            layer=number,
            slopes=", ".join(f"{alpha:.3g}" for alpha in of_layer[0]),
        )
        for number, of_layer in enumerate(learned, start=1)
    ]
    text = _(
        "**{network}: learned slopes α of PReLU**, all {start} at the start.",
        network=name,
        start=f"{start:g}",
    )
    st.markdown("  \n".join([text, *lines]))
