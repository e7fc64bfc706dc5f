"""Comparisons of many trainings, which run only when a visitor asks for them or for an answer."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TypeVar

import streamlit as st

from ui.i18n.language import _
from ui.training import runs, slots

Found = TypeVar("Found")

PREDICTION = "prediction"
"""The slot of `ui.training.runs` for a comparison that answers the question of a screen."""


def asked_for(key: str, about: Hashable, label: str, icon: str) -> bool:
    """A button; whether it has been pressed for what the screen shows now.

    Args:
        key: Of the session, under which it is kept what was asked for.
        about: What the screen shows now.
        label: Of the button.
        icon: Likewise.
    """
    if st.button(label, icon=icon, type="primary"):
        st.session_state[key] = about
    return st.session_state.get(key) == about


def shown(found: Found | None, slot: str) -> Found | None:
    """What was found, and a word if it was stopped early; while there is nothing, the progress."""
    if found is None:
        runs.progress(slot)
        return None
    runs.stopped_early(slot)
    return found


def answer(found: Found | None) -> Found | None:
    """What was found for `PREDICTION` if all of it has run; until then, that it is under way."""
    if found is None or found.why:
        if slots.lasts(PREDICTION):
            st.info(_("The starts are being trained; the answer follows."))
        runs.progress(PREDICTION)
        return None
    return found
