"""Pieces of the regularization screen: the race as it runs, and at its end."""

from __future__ import annotations

import streamlit as st

from core.experiments import jobs
from core.experiments.race import Race
from core.experiments.race_results import Download, ExamplesSummary, Lane, RaceRun
from core.problems import Problem
from ui import layout
from ui.charts.picture import Picture
from ui.i18n.language import _, current, explain
from ui.memo import derived
from ui.screens.regularization import SCREEN, own_table
from ui.screens.regularization import names as race_names
from ui.screens.regularization import verdict as race_verdict
from ui.screens.regularization.charts import lines
from ui.screens.regularization.example_names import set_name
from ui.training import runs

SLOT = "race"
_PATIENCE = 0.15
"""Seconds; a race is watched rather than waited for."""
_GROWTH = 1.03
_LIVE_EPOCHS = 60
"""Of each line, while the race runs."""


# Runs are compared by identity: the same run is drawn once, whatever else is moved on the page.
@derived
def _picture(run: RaceRun, figure: str, logarithmic: bool, _language: str) -> Picture:
    return _drawn(run, figure, logarithmic)


def _drawn(run: RaceRun, figure: str, logarithmic: bool, **options: int) -> Picture:
    names = race_names.names(run.race)
    return lines.race(run.lanes, names, run.race.epochs, figure, logarithmic, **options)


def found(race: Race, patience: float = 0.0) -> RaceRun | None:
    """The race, if it has ended or was stopped; asks for it if nobody has.

    Raises:
        Problem: If it is about a table that is not here.
    """
    table = own_table.of(race)
    if table is None:
        return runs.compare(jobs.RACE, race, SLOT, patience)
    return runs.compare(jobs.RACE, race, SLOT, patience, own=True, table=table)


def at_hand(race: Race) -> RaceRun | None:
    """As `found`; None, too, if the table that it is about is not here."""
    try:
        return found(race)
    except Problem:
        return None


def training(race: Race) -> RaceRun | None:
    """The race on the stage: growing while it runs, with its figures at the end."""
    try:
        own_table.of(race)
    except Problem as problem:
        st.info(explain(problem), icon=":material/upload_file:")
        return None
    # Values of different losses may lie far apart.
    apart = not race_verdict.comparable(race)
    logarithmic = st.toggle(_("Logarithmic loss"), value=apart, key=f"{SCREEN} logarithmic {apart}")
    run = found(race, _PATIENCE)
    if run is None:
        runs.progress(SLOT, _Live(race, logarithmic))
        return None
    which_data(run.examples)
    for figure in _figures(run.examples, run.lanes):
        layout.draw(
            _picture(run, figure, logarithmic, current()),
            alt=_alt(run, figure),
            result=_result(run, figure),
        )
    st.caption(
        _(
            "Thick: validation. Thin: training. Shaded: the gap between both. ○ lowest validation "
            "loss, □ stopped early; dotted from there on: what is kept. Loss and penalty are drawn "
            "apart; Keras prints their sum."
        )
    )
    runs.stopped_early(SLOT)
    race_verdict.verdict(run)
    return run


class _Live:
    """What has run so far, drawn anew whenever it has grown so much that one sees it.

    In between the same charts are handed over, which the browser has: a race of hundreds of epochs
    draws itself some hundred times, however long it takes.

    Args:
        race: What runs.
        logarithmic: Whether the axis of the loss is.
    """

    def __init__(self, race: Race, logarithmic: bool) -> None:
        self._race, self._logarithmic = race, logarithmic
        self._examples: ExamplesSummary | None = None
        self._drawn: list[tuple[Picture, str]] = []
        self._epochs = 0

    def __call__(self, part: RaceRun | Download | None) -> None:
        if isinstance(part, Download):
            _download(part)
        if isinstance(part, RaceRun):
            self._examples = part.examples
            epochs = sum(len(lane.history) for lane in part.lanes)
            if not self._drawn or epochs >= max(self._epochs + 1, _GROWTH * self._epochs):
                self._epochs, self._drawn = epochs, self._draw(part)
        if self._examples is None:
            names = race_names.names(self._race)
            empty = lines.race((), names, self._race.epochs, "loss", self._logarithmic)
            layout.draw(empty, alt=_("Axes that wait for the first epoch."))
            return
        which_data(self._examples)
        for picture, alt in self._drawn:
            layout.draw(picture, alt=alt)

    def _draw(self, part: RaceRun) -> list[tuple[Picture, str]]:
        figures = _figures(part.examples, part.lanes)
        return [
            (_drawn(part, figure, self._logarithmic, most=_LIVE_EPOCHS), _alt(part, figure))
            for figure in figures
        ]


def _download(part: Download) -> None:
    st.progress(
        part.done / part.of if part.of else 0.0,
        text=_(
            "Fashion-MNIST is being downloaded, once: {done} of {of} MB.",
            done=f"{part.done / 1e6:.1f}",
            of=f"{part.of / 1e6:.1f}",
        ),
    )


def _figures(examples: ExamplesSummary, lanes: tuple[Lane, ...]) -> list[str]:
    """What is drawn, from top to bottom."""
    shown = ["loss"]
    if examples.classes:
        shown.append("accuracy")
    variants = [lane.variant for lane in lanes]
    if any(v.l1 or v.l2 or v.activity_l1 or v.activity_l2 for v in variants):
        shown.append("penalty")
    return shown


def _result(run: RaceRun, figure: str) -> str:
    """What came out; the loss tells the verdict."""
    if figure == "loss":
        return race_verdict.said(run)
    ends = [
        (name, lane.history.validation_accuracy if figure == "accuracy" else lane.history.penalty)
        for name, lane in zip(race_names.names(run.race), run.lanes, strict=True)
        if len(lane.history)
    ]
    form = ".1%" if figure == "accuracy" else ".3g"
    return _(
        "At the end: {values}.",
        values=", ".join(f"{name} {values[-1]:{form}}" for name, values in ends),
    )


def _alt(run: RaceRun, figure: str) -> str:
    names = ", ".join(race_names.names(run.race))
    if figure == "loss":
        return _("Training and validation loss against the epoch, of {names}.", names=names)
    if figure == "accuracy":
        return _("Training and validation accuracy against the epoch, of {names}.", names=names)
    return _("What the penalties add to the loss against the epoch, of {names}.", names=names)


def which_data(examples: ExamplesSummary) -> None:
    """Which data were used, and if they are others than those asked for, why."""
    if examples.instead is not None:
        st.warning(explain(examples.instead), icon=":material/cloud_off:")
    st.caption(
        _(
            "**{data}**: {train} examples to train with, {validation} to validate, {test} to test; "
            "{features} inputs.",
            data=set_name(examples.data),
            train=f"{examples.train:,}",
            validation=f"{examples.validation:,}",
            test=f"{examples.test:,}",
            features=f"{len(examples.features):,}",
        )
    )
