"""Pieces of the regularization screen: what a visitor takes home."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core import export
from core.datasets.example_sets import OWN
from core.experiments.race import Race
from core.experiments.race_results import RaceRun
from core.experiments.variant import STANDARDISED, Variant
from core.export.races import RaceEntry
from ui.i18n.language import _, current
from ui.screens.regularization import SCREEN, variant_choice, variant_list
from ui.screens.regularization import names as race_names
from ui.screens.regularization.views import SLOT
from ui.training import downloads, runs
from ui.widgets import clipboard


def code(race: Race, run: RaceRun | None) -> dict[str, str]:
    """The chosen variant as a script, by the label of its tab; nothing before its data are known.

    Args:
        race: As it stands.
        run: How it has run.
    """
    if run is None:
        return {}
    entry = RaceEntry(race, variant_list.chosen(race), run.examples)
    return {_("In Keras"): export.script(entry, current())}


def of_run(run: RaceRun) -> None:
    """Downloads of one variant, the link, and what Keras prints about the network."""
    st.markdown(
        _(
            "The script needs TensorFlow and NumPy alone, for some data scikit-learn too. It draws "
            "the same start, trains with the same batches and brakes, and prints the figures that "
            "stand above."
        )
    )
    if run.race.data == OWN:
        st.info(
            _(
                "Your table stays with you: neither link nor script carries it. Write the name of "
                "your file into the script: it reads the file as this screen did, and refuses one "
                "with other numbers of rows, inputs or classes. Whoever opens the link chooses the "
                "same file again."
            ),
            icon=":material/lock:",
        )
    names = race_names.names(run.race)
    number = names.index(variant_choice.choose(names, "taken home"))
    lane = run.lanes[number]
    with st.container(horizontal=True):
        _files(run, number)
        clipboard.copy_link_button(_("Copy link"), _("Copied"), key=f"{SCREEN} link at home")
    st.metric(_("Weights and biases"), f"{lane.parameters:,}", width="content")
    if lane.findings is not None:
        _scales(run, lane.variant)
        st.markdown(_("What `model.summary()` prints:"))
        st.code(lane.findings.summary, language=None)


def _files(run: RaceRun, number: int) -> None:
    """The downloads of one variant."""
    entry, lane = RaceEntry(run.race, number, run.examples), run.lanes[number]
    name = f"{run.examples.data}-variant-{number + 1}"
    downloads.download(
        SCREEN,
        _("Keras script"),
        export.script(entry, current()),
        f"{name}.py",
        "text/x-python",
    )
    downloads.download(
        SCREEN,
        _("Notebook"),
        export.notebook(entry, current()),
        f"{name}.ipynb",
        "application/x-ipynb+json",
    )
    downloads.download(
        SCREEN, _("History as CSV"), export.history_csv(lane), f"{name}.csv", "text/csv"
    )
    if lane.findings is not None:
        downloads.download(
            SCREEN,
            _("Trained model (.keras)"),
            runs.at_once(export.SAVE_VARIANT_JOB, SLOT, partial(_trained, number)),
            f"{name}.keras",
            "application/octet-stream",
        )


def _trained(number: int, run: RaceRun) -> tuple:
    """What makes the model file of a variant."""
    lane, sizes = run.lanes[number], (len(run.examples.features), len(run.examples.classes))
    return lane.variant, *sizes, lane.findings.trained


def _scales(run: RaceRun, variant: Variant) -> None:
    """In which units the model file takes and gives numbers."""
    taken = _(
        "The model file takes what the training took: pixels from 0 to 1, columns and coordinates "
        "standardised, one column of 0 and 1 for each category."
    )
    given = ""
    if not run.examples.classes and variant.loss in STANDARDISED:
        given = _("It gives the number standardised too.")
    st.caption(f"{taken} {given}")
