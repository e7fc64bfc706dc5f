"""Pieces of the screen on dying ReLU that compare trainings: remedies, a late change."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.experiments.results import Run
from core.studies.dying_relu.study import KIND_BIAS, LOWER, REMEDIES, DyingStudy
from ui import address, layout
from ui.i18n.function_names import function_name
from ui.i18n.language import _
from ui.i18n.numbers import readable
from ui.screens.dying_relu import SCREEN, views
from ui.training import runs as running

_SMALL = 190


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
