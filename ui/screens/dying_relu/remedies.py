"""Pieces of the screen on dying ReLU that compare trainings: remedies, a late change."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.experiments.results import Run
from core.networks.layers import LEARNED, MAXOUT
from core.studies.dying_relu.study import KIND_BIAS, LOWER, REMEDIES, DyingStudy
from core.studies.dying_relu.unit_lives import ALIVE, Lives
from ui import address, layout
from ui.i18n.function_names import function_name
from ui.i18n.language import _
from ui.i18n.numbers import readable
from ui.screens.dying_relu import SCREEN, verdict, views
from ui.screens.dying_relu.charts import unit_map
from ui.training import runs as running

_SMALL = 190
_LEAKY = "leaky_relu"
_SLOPES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5)


def remedies(study: DyingStudy) -> None:
    """What may help, each alone, from the same start."""
    st.markdown(
        _(
            "Each remedy alone, from the same start (seed {seed}) with the same batches. The "
            "scrubber above moves them all.",
            seed=study.seed,
        )
    )
    fits = study.remedies()
    runs: dict[str, Run] = {}
    waiting = False
    for row in layout.rows(fits.items(), 4):
        for column, (key, fit) in row:
            with column.container(border=True):
                st.markdown(f"**{remedy_name(study, key)}**")
                if waiting:
                    st.caption(_("Waits for its turn."))
                    continue
                run = running.train(fit, _slot(key), frames=views.frames(study))
                if run is None:
                    running.progress(_slot(key))
                    waiting = True
                    continue
                runs[key] = run
                _remedy(study, key, run)
    if len(runs) == len(fits):
        st.markdown(_compared(study, runs))


def _slot(key: str) -> str:
    return f"remedy {key}"


def remedy_name(study: DyingStudy, key: str) -> str:
    """What a remedy is called, with the number that it sets."""
    names = {
        "none": _("As it is"),
        "lower_rate": _("Lower rate: {rate}", rate=f"{LOWER * study.learning_rate:g}"),
        "he_start": _("He start"),
        "kinder_biases": _("Biases from {bias}", bias=f"{KIND_BIAS:g}"),
    }
    return names.get(key) or function_name(key)


def _remedy(study: DyingStudy, key: str, run: Run) -> None:
    views.small_map(run)
    views.fit_of(run, _SMALL)
    running.stopped_early(_slot(key))
    life = views.lives_of(run)
    st.markdown(
        _(
            "{count} of {of} dead, {died} of them in training; loss {loss}",
            count=int(life.dead[-1].sum()),
            of=len(life.names),
            died=int(life.died.sum()),
            loss=readable(float(run.figures.loss[-1])),
        )
    )
    if run.why == "diverged":
        st.caption(_("Diverged in epoch {epoch}.", epoch=run.stopped_at))
    if key != "none" and st.button(
        _("Open"),
        icon=":material/open_in_new:",
        key=f"{SCREEN} open {key}",
        disabled=run.experiment == study.fit,
    ):
        address.apply(SCREEN, **REMEDIES[key](study))
        st.rerun()


def _compared(study: DyingStudy, runs: dict[str, Run]) -> str:
    dead = {key: int(views.lives_of(run).dead[-1].sum()) for key, run in runs.items()}
    ended = {key: float(run.figures.loss[-1]) for key, run in runs.items() if not run.why}
    fewest, best = min(dead.values()), min(ended, key=ended.get, default="none")
    return _(
        "Fewest dead units ({count}): {names}. Smallest loss ({loss}): {best}. This is one start: "
        "a new one may rank them otherwise.",
        count=fewest,
        names=", ".join(remedy_name(study, key) for key in dead if dead[key] == fewest),
        loss=readable(ended.get(best, np.inf)),
        best=remedy_name(study, best),
    )


def revival(study: DyingStudy, run: Run) -> None:
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
