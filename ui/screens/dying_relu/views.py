"""Pieces of the screen on dying ReLU: what is drawn of one training."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.datasets import CurveData
from core.experiments import CurveFit
from core.experiments.results import Run
from core.studies.dying_relu.study import DyingStudy
from core.studies.dying_relu.unit_lives import DEAD, Lives, lives
from ui import layout
from ui.charts.picture import Picture
from ui.i18n.language import _, current
from ui.i18n.numbers import readable
from ui.memo import derived
from ui.screens.dying_relu import SCREEN
from ui.screens.dying_relu import unit as dying_unit
from ui.screens.dying_relu import verdict as dying_words
from ui.screens.dying_relu.charts import fit as fitted
from ui.screens.dying_relu.charts import looks, tables, unit_map
from ui.training import restart, runs
from ui.widgets import scrubber

_FIT, _UNIT = 205, 250
# How the legend writes what is drawn; bars are squares.
_SIGNS = {DEAD: "┄┄", "died": "✕", "dead from the start": "○", "came back": "△"}


@derived
def examples(fit: CurveFit) -> CurveData:
    """What a network learns from."""
    return fit.load()


# Runs are compared by identity: the same run is looked at once.
@derived
def lives_of(run: Run) -> Lives:
    """The lives of a run's hidden units."""
    return lives(run.experiment, examples(run.experiment), run.weights, run.epochs)


@derived
def _map(run: Run, unit: str, _language: str) -> Picture:
    floor = examples(run.experiment).noise_floor
    return unit_map.lives_map(lives_of(run), run.figures.loss, floor, unit)


@derived
def _fit(run: Run, height: int, _language: str) -> Picture:
    return fitted.fit(run, examples(run.experiment), height)


@derived
def _small(run: Run, _language: str) -> Picture:
    return unit_map.small_map(lives_of(run))


def frames(study: DyingStudy) -> int:
    """A frame before the training, and one after each epoch."""
    return study.epochs + 1


def finished(study: DyingStudy) -> Run | None:
    """The training shown, if it has ended."""
    return runs.finished(study.fit, frames(study))


def training(study: DyingStudy) -> Run | None:
    """Who is alive, the fit and one unit; or the data while the training lasts."""
    fit = study.fit
    restart.train_again(SCREEN, fit, frames=frames(study))
    run = runs.train(fit, frames=frames(study))
    left, right = st.columns([1.45, 1], gap="medium")
    if run is None:
        with left:
            layout.draw(
                fitted.still(fit, examples(fit), 2 * _FIT),
                alt=_("The examples that the network is going to learn from."),
            )
        with right:
            runs.progress("run")
        return None
    life = lives_of(run)
    number = dying_unit.chosen(life)
    with left:
        legend(life)
        layout.draw(
            _map(run, life.names[number], current()),
            alt=_(
                "A map of {count} hidden units over the epochs: a bar while a unit is alive, a "
                "thread where it is dead. Below it the loss.",
                count=len(life.names),
            ),
            result=dying_words.said(run, life),
            key=dying_unit.MAP,
            on_select=dying_unit.picked,
        )
    with right:
        fit_of(run, _FIT)
        dying_unit.menu(life)
        dying_unit.over_the_data(run, number, _UNIT)
    _scrubber(run, life)
    _figures(run, life)
    runs.stopped_early("run")
    dying_words.verdict(run, life)
    dying_unit.before_and_after(run, life, number)
    return run


def fit_of(run: Run, height: int) -> None:
    """The fit of every frame over the examples."""
    layout.draw(
        _fit(run, height, current()),
        alt=_("The examples, and the fit of the network at the epoch of the scrubber."),
        result=_("Loss at the end: {loss}.", loss=readable(float(run.figures.loss[-1]))),
    )


def small_map(run: Run) -> None:
    """Who is alive, in small."""
    life = lives_of(run)
    layout.draw(
        _small(run, current()),
        alt=_(
            "A small map of the hidden units over the epochs; {count} of {of} are dead at the end.",
            count=int(life.dead[-1].sum()),
            of=len(life.names),
        ),
    )


def legend(life: Lives) -> None:
    """What the bars, threads and marks that occur in a map stand for."""
    states, events = looks.state_names(), looks.event_names()
    items = [
        (_SIGNS.get(state, "■"), looks.STATES[state].colour, states[state])
        for state in tables.states_of(life)
    ]
    items += [
        (_SIGNS[event], looks.EVENTS[event].colour, events[event])
        for event in tables.events_of(life)
    ]
    spans = (
        f'<span style="white-space:nowrap"><b style="color:{colour}">{sign}</b> {name}</span>'
        for sign, colour, name in items
    )
    style = "display:flex;flex-wrap:wrap;column-gap:0.9rem;font-size:0.85rem;line-height:1.5"
    # Words and colours of ours alone.
    st.html(f'<div style="{style}">{"".join(spans)}</div>')


def _scrubber(run: Run, life: Lives) -> None:
    dead = life.dead.sum(axis=1)
    scrubber.scrubber(
        [int(epoch) for epoch in run.epochs],
        {
            "slider": _("Epoch shown"),
            "play": _("Play the training"),
            "pause": _("Pause"),
            "epoch": _("epoch {epoch}"),
        },
        key=f"{SCREEN} scrubber",
        run=f"{hash(run.experiment):x} {id(run):x}",
        readings=[
            _("{count} dead, loss {loss}", count=int(count), loss=readable(float(loss)))
            for count, loss in zip(dead, run.figures.loss, strict=True)
        ],
    )


def _figures(run: Run, life: Lives) -> None:
    of = len(life.names)

    def share(true: np.ndarray) -> str:
        return _("{count} of {of}", count=int(true.sum()), of=of)

    shown = [
        (_("Dead before training"), share(life.dead[0]), None),
        (_("Died in training"), share(life.died), _("Dead at the end, but not from the start.")),
        (_("Came back"), share(life.came_back), _("Alive at the end, but dead for a while.")),
        (_("Dead at the end"), share(life.dead[-1]), None),
        (_("Loss"), readable(float(run.figures.loss[-1])), None),
    ]
    if run.figures.held_loss is not None:
        shown.append((_("Held-out loss"), readable(float(run.figures.held_loss[-1])), None))
    floor = examples(run.experiment).noise_floor
    if floor is not None:
        help_text = _("The loss of the law itself: what the noise alone costs.")
        shown.append((_("Noise floor"), readable(floor), help_text))
    scrubber.at_the_end()
    with st.container(horizontal=True, gap="medium"):
        for label, value, help_text in shown:
            st.metric(label, value, help=help_text, width="content")
