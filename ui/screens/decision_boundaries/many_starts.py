"""Pieces of the screen on decision boundaries that compare trainings: many starts, side by side."""

from __future__ import annotations

import dataclasses

import numpy as np
import streamlit as st

from core.experiments import Experiment
from core.experiments.results import Figures, Many, Run
from core.statistics import wilson
from ui import address, layout
from ui.i18n.language import _
from ui.i18n.numbers import compact
from ui.memo import derived
from ui.screens.decision_boundaries import SCREEN, views
from ui.screens.decision_boundaries.charts import starts
from ui.training import runs, slots, start_words
from ui.training.names import data_name
from ui.widgets import quiz

SEEDS = 200
_WANTED = f"many starts of {SCREEN}"
_SMALL = 360


def how_often(experiment: Experiment) -> None:
    """The same experiment from many starts: how many solve it, and where they end."""
    st.markdown(
        _(
            "One run proves nothing: another start may end elsewhere. Train the same network from "
            "{seeds} starts, everything else as it is.",
            seeds=SEEDS,
        )
    )
    same = dataclasses.replace(experiment, seed=0)
    by_seed = experiment.random_start or (experiment.steps > 1 and not experiment.weights)
    if st.button(
        _("Train from {seeds} starts", seeds=SEEDS),
        icon=":material/casino:",
        type="primary",
        disabled=not by_seed,
    ):
        st.session_state[_WANTED] = same
    if experiment.weights:
        st.caption(_("The start is set by hand, so that every run would be the same."))
        return
    if not by_seed:
        st.caption(start_words.another_seed(experiment))
        return
    if st.session_state.get(_WANTED) != same:
        return
    many = runs.train_many(same, SEEDS)
    if many is None:
        runs.progress("many")
        return
    runs.stopped_early("many")
    if not np.isfinite(many.figures.loss).any():
        st.error(_all_diverged(many), icon=":material/trending_up:")
        return
    _many_figures(many)
    losses, best, worst = st.columns(3, gap="medium")
    with losses:
        layout.draw(
            starts.final_losses(many),
            alt=_("Histogram of the final loss over the starts, those that solve it apart."),
            result=_solved(many),
        )
    with best:
        _one_of_many(many, 0, _("Best"))
    with worst:
        _one_of_many(many, 1, _("Worst"))


def _all_diverged(many: Many) -> str:
    return _(
        "All {total} starts diverged. Lower the learning rate (now {rate}).",
        total=len(many.seeds),
        rate=f"{many.experiment.learning_rate:g}",
    )


def _solved(many: Many) -> str:
    count, total = int(many.solved.sum()), len(many.seeds)
    return _("{count} of {total} starts tell every training point right.", count=count, total=total)


def _many_figures(many: Many) -> None:
    count, total = int(many.solved.sum()), len(many.seeds)
    low, high = wilson(count, total)
    finite = many.figures.loss[np.isfinite(many.figures.loss)]
    with st.container(horizontal=True, gap="medium"):
        st.metric(_("Starts that solve it"), _("{count} of {total}", count=count, total=total))
        st.metric(
            _("Share, 95 % interval"),
            f"{count / total:.0%} ({low:.0%} – {high:.0%})",
            help=_(
                "Wilson's interval, computed from these starts by a method that covers the share "
                "among all starts in about 95 of 100 cases."
            ),
        )
        st.metric(_("Median of the final loss"), compact(float(np.median(finite))))
        if len(finite) < total:
            st.metric(_("Diverged"), str(total - len(finite)))


def _one_of_many(many: Many, place: int, name: str) -> None:
    """The best (0) or the worst (1) end."""
    row = (many.best, many.worst)[place]
    seed = int(many.seeds[row])
    st.markdown(
        _(
            "**{name}:** start {seed}, loss {loss}, accuracy {accuracy}",
            name=name,
            seed=seed,
            loss=compact(float(many.figures.loss[row])),
            accuracy=f"{many.figures.accuracy[row]:.0%}",
        )
    )
    views.plane(_single(many, place), _SMALL)
    if st.button(
        _("Open start {seed}", seed=seed),
        icon=":material/open_in_new:",
        key=f"{SCREEN} open {place}",
    ):
        address.apply(SCREEN, seed=seed)
        st.rerun()


@derived
def _single(many: Many, place: int) -> Run:
    """The end of the best or the worst of many trainings, as a run of a single frame."""
    row = (many.best, many.worst)[place]
    figures = Figures(
        **{
            field.name: values[row : row + 1] if values is not None else None
            for field in dataclasses.fields(Figures)
            for values in [getattr(many.figures, field.name)]
        }
    )
    return Run(
        experiment=dataclasses.replace(many.experiment, seed=int(many.seeds[row])),
        history=figures,
        epochs=np.array([many.experiment.epochs]),
        weights=many.final_weights[row : row + 1],
        figures=figures,
        planes=many.planes[place : place + 1],
        maps=(),
        why="",
        stopped_at=None,
        seconds=0.0,
    )


def how_often_question(experiment: Experiment) -> None:
    """How many of the starts solve it?"""
    same = dataclasses.replace(experiment, seed=0, weights=())

    def reveal() -> tuple[int, str] | None:
        many = runs.train_many(same, SEEDS, slot="prediction")
        if many is None or many.why:
            if slots.lasts("prediction"):
                st.info(_("The starts are being trained; the answer follows."))
            runs.progress("prediction")
            return None
        count = int(many.solved.sum())
        why = _(
            "{count} of {total} starts tell every training point right.",
            count=count,
            total=len(many.seeds),
        )
        return rank(count, len(many.seeds)), why

    quiz.ask_then_compute(
        SCREEN,
        _(
            "The network above is trained on {data} from {seeds} different starts. How many of "
            "them solve it?",
            data=data_name(experiment.data),
            seeds=SEEDS,
        ),
        [_("none"), _("fewer than half"), _("half or more, but not all"), _("all")],
        reveal,
        about=same,
    )


def rank(count: int, total: int) -> int:
    """Which option of the question a number of solved starts belongs to."""
    if count in (0, total):
        return 3 if count else 0
    return 1 if 2 * count < total else 2
