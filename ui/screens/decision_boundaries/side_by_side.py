"""Runs that were pinned, beside the one that is shown."""

from __future__ import annotations

import streamlit as st

from core.experiments import Experiment
from core.experiments.results import Run
from ui import address
from ui.i18n.language import _, plain
from ui.i18n.numbers import compact
from ui.screens.decision_boundaries import SCREEN, views
from ui.training import runs
from ui.training.names import field_name

_HEIGHT = 360


def pinned(experiment: Experiment, run: Run) -> None:
    """The pinned experiments beside the one shown; the scrubber above moves them all."""
    pinned = address.pinned(SCREEN)
    st.markdown(
        _(
            "Pin what is shown now, then change a setting: both stand side by side, and the "
            "scrubber above moves both. At most {most} can be pinned; the link carries them.",
            most=SCREEN.pins,
        )
    )
    st.button(
        _("Pin this run"),
        icon=":material/keep:",
        type="primary",
        on_click=address.pin,
        args=(SCREEN, experiment),
        disabled=experiment in pinned,
    )
    if not pinned:
        return
    columns = st.columns(len(pinned) + 1, gap="medium")
    for place, (column, kept) in enumerate(zip(columns, pinned, strict=False)):
        with column:
            _pinned_run(place, kept, experiment)
    with columns[-1]:
        st.markdown("**{}**".format(_("Shown now")))
        _small(run)


def _pinned_run(place: int, kept: Experiment, experiment: Experiment) -> None:
    st.markdown("**{}**".format(_("Pinned {number}", number=place + 1)))
    run = runs.train(kept, slot=f"pinned {place}")
    if run is None:
        runs.progress(f"pinned {place}")
    else:
        _small(run)
        runs.stopped_early(f"pinned {place}")
    _differences(kept, experiment)
    with st.container(horizontal=True):
        if st.button(
            _("Give the run above this start"),
            icon=":material/flag:",
            key=f"{SCREEN} start of {place}",
            disabled=kept.seed == experiment.seed,
        ):
            address.apply(SCREEN, seed=kept.seed)
            st.rerun()
        if st.button(_("Open"), icon=":material/open_in_new:", key=f"{SCREEN} return {place}"):
            address.apply(SCREEN, **{name: getattr(kept, name) for name in kept.kinds})
            st.rerun()
        st.button(
            _("Unpin"),
            icon=":material/keep_off:",
            on_click=address.unpin,
            args=(SCREEN, place),
            key=f"{SCREEN} unpin {place}",
        )


def _small(run: Run) -> None:
    views.plane(run, _HEIGHT)
    st.markdown(
        _(
            "Loss {loss}, accuracy {accuracy}, start {seed}",
            loss=compact(float(run.figures.loss[-1])),
            accuracy=f"{run.figures.accuracy[-1]:.0%}",
            seed=run.experiment.seed,
        )
    )


def _differences(kept: Experiment, experiment: Experiment) -> None:
    """Which settings differ, the pinned one first."""
    lines = [
        f"{field_name(name)}: {_text(kept, name)} → {_text(experiment, name)}"
        for name in kept.kinds
        if getattr(kept, name) != getattr(experiment, name) and name != "rule"
    ]
    st.caption("  \n".join(lines) if lines else _("The same settings as above."))


def _text(experiment: Experiment, name: str) -> str:
    text = experiment.kinds[name].to_text(getattr(experiment, name)) or "–"
    return plain(text if len(text) <= 40 else text[:39] + "…")
