"""Units brought back: the training goes on with another function."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.experiments.results import Run
from core.networks.layers import LEARNED, MAXOUT
from core.studies.dying_relu.study import DyingStudy
from core.studies.dying_relu.unit_lives import ALIVE, Lives
from ui import layout
from ui.i18n.function_names import function_name
from ui.i18n.language import _
from ui.i18n.numbers import readable
from ui.screens.dying_relu import SCREEN, verdict, views
from ui.screens.dying_relu.charts import unit_map
from ui.training import runs as running

_LEAKY = "leaky_relu"


_SLOPES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5)


def bring_back(study: DyingStudy, run: Run) -> None:
    """The training goes on from one of its epochs with leaky ReLU."""
    if study.activation in (LEARNED, MAXOUT, _LEAKY):
        st.info(
            _(
                "Leaky ReLU, PReLU and maxout are remedies themselves: nothing to replace. Choose "
                "ReLU."
            )
        )
        return
    st.markdown(
        _(
            "Stop the training at an epoch, replace {activation} by Leaky ReLU, keep all weights, "
            "and train on (epochs: {epochs}). Below 0 there is a slope now, and with it a "
            "gradient.",
            activation=function_name(study.activation),
            epochs=study.epochs,
        )
    )
    last = len(run) - 1
    place = last
    if last > 0:
        place = st.slider(
            _("Epoch of the change"), 0, last, (last + 1) // 2, key=f"{SCREEN} change {last}"
        )
    slope = _slope(study)
    frames = views.frames(study)
    weights, runs = run.weights[place], []
    continued = {
        "revived": study.revived(weights, _LEAKY, alpha=slope),
        "control": study.revived(weights, study.activation),
    }
    for slot, going_on in continued.items():
        runs.append(running.train(going_on, slot, frames=frames))
        if runs[-1] is None:
            running.progress(slot)
            return
        running.stopped_early(slot)
    _continued(study, run, place, *runs)


def _continued(study: DyingStudy, run: Run, place: int, changed: Run, control: Run) -> None:
    """The training until the change, and what came of it with leaky ReLU."""
    before, after = views.lives_of(run), views.lives_of(changed)
    whole = before.followed_by(after, place)
    views.legend(whole)
    layout.draw(
        unit_map.continued_map(
            whole,
            np.concatenate([run.figures.loss[:place], changed.figures.loss]),
            views.examples(study.fit).noise_floor,
            place,
            control.figures.loss,
        ),
        alt=_("The map of the units, going on with Leaky ReLU after the change."),
        result=verdict.said(changed, after),
    )
    st.caption(
        _(
            "Violet: the change. Loss: solid with Leaky ReLU, orange and dashed if {activation} "
            "had gone on with a fresh optimizer too.",
            activation=function_name(study.activation),
        )
    )
    _revived_figures(before.dead[place], after, changed, control)


def _slope(study: DyingStudy) -> float:
    """The slope below 0 of the leaky ReLU that the training goes on with."""
    kept = study.parameters_of(_LEAKY)["alpha"]
    return st.select_slider(
        _("Slope α of Leaky ReLU below 0"),
        sorted({*_SLOPES, kept}),
        value=kept,
        format_func=lambda value: f"{value:g}",
        key=f"{SCREEN} slope of the change from {kept:g}",
    )


def _revived_figures(dead: np.ndarray, after: Lives, changed: Run, control: Run) -> None:
    count = int(dead.sum())
    again = after.states[:, dead] == ALIVE
    with st.container(horizontal=True, gap="medium"):
        st.metric(_("Dead at the change"), f"{count}", width="content")
        st.metric(
            _("Above 0 again at some time"),
            _("{count} of {of}", count=int(again.any(axis=0).sum()), of=count),
            width="content",
        )
        st.metric(
            _("Above 0 at the end"),
            _("{count} of {of}", count=int(again[-1].sum()), of=count),
            width="content",
        )
        st.metric(_("Loss with Leaky ReLU"), readable(changed.figures.loss[-1]), width="content")
        st.metric(_("Loss without the change"), readable(control.figures.loss[-1]), width="content")
