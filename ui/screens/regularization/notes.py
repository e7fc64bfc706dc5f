"""The figures that the course notes print, beside those of the same variant here."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.datasets.example_sets import FASHION_MNIST
from core.experiments.race_results import Lane, RaceRun
from core.studies.regularization.presets import NOTES, NOTES_FIGURES, NotesEpoch
from ui.i18n.language import _
from ui.screens.regularization import names as race_names


def beside(run: RaceRun) -> list[tuple[str, Lane, str]]:
    """Variants that the notes print figures of: name, lane and key of the notes.

    Nothing on other data than Fashion-MNIST: the figures belong beside no other.
    """
    if run.examples.data != FASHION_MNIST:
        return []
    return [
        (name, lane, key)
        for name, lane in zip(race_names.names(run.race), run.lanes, strict=True)
        for key in NOTES_FIGURES
        if lane.variant == NOTES[key].variants[0]
    ]


def notes_figures(run: RaceRun) -> None:
    """The figures of the notes and those found here, epoch by epoch, where both are."""
    found = beside(run)
    if not found:
        return
    rows = []
    for name, lane, key in found:
        for noted in NOTES_FIGURES[key]:
            rows.append(_row(_("{key} in the notes", key=key.upper()), noted))
            if noted.epoch <= len(lane.history):
                rows.append(_row(name, _here(lane, noted.epoch)))
    st.caption(
        _(
            "The figures of the notes, penalties included, beside those found here. The notes "
            "train with all 60,000 pictures and validate with the test set; from D4 on they go on "
            "with the weights of the step before."
        )
    )
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        width="stretch",
        alt=_("Figures of the notes beside those of this race."),
    )


def _here(lane: Lane, epoch: int) -> NotesEpoch:
    history, row = lane.history, epoch - 1
    return NotesEpoch(
        epoch,
        float(history.loss[row] + history.penalty[row]),
        float(history.accuracy[row]),
        float(history.validation_loss[row] + history.validation_penalty[row]),
        float(history.validation_accuracy[row]),
    )


def _row(name: str, figures: NotesEpoch) -> dict[str, object]:
    return {
        _("Variant"): name,
        _("Epoch"): figures.epoch,
        _("Loss"): f"{figures.loss:.4f}",
        _("Accuracy"): f"{figures.accuracy:.4f}",
        _("Validation loss"): f"{figures.validation_loss:.4f}",
        _("Validation accuracy"): f"{figures.validation_accuracy:.4f}",
    }
