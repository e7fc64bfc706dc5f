"""What is said, where its picture would stand, of a run that has failed."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core import workers
from core.problems import Problem
from ui.i18n.language import _, explain
from ui.screen import SECTIONS

_SAID = "says that nothing can be trained"


def told(error: Exception) -> Problem:
    """What a visitor is told of an error: its sentence, or that it is our fault."""
    if isinstance(error, Problem):
        # Its traceback would keep all that was at hand.
        return error.with_traceback(None)
    return Problem(
        "This part of the page failed. Your settings are kept: try another one, or press “Reset”."
    )


def say(problem: Problem, slot: str, again: Callable[[str], None]) -> None:
    """Say why a run failed, and let it be started again.

    Args:
        problem: Why.
        slot: Whose run.
        again: Callback that is given the slot.
    """
    if isinstance(problem, workers.Unable) and not _says_it(slot):
        st.caption(_("This needs training, which this server cannot do: the reason stands above."))
        return
    st.error(explain(problem), icon=":material/error:")
    if isinstance(problem, workers.Unable):
        st.markdown(
            _(
                "What needs no training works all the same: the screens under “{section}”; so does "
                "all that is drawn of the data alone.",
                section=_(SECTIONS[0]),
            )
        )
    start_again(slot, again)


def start_again(slot: str, again: Callable[[str], None]) -> None:
    """A button that begins a run anew; `slot` and `again` as in `say`."""
    st.button(
        _("Start it again"),
        icon=":material/play_arrow:",
        on_click=again,
        args=(slot,),
        key=f"restart {slot}",
    )


def say_fault(changed: list[str]) -> None:
    """Say that a part of the page failed by our fault.

    Args:
        changed: Names of the settings that the visitor has changed since it last drew.
    """
    sentence = explain(told(Exception()))
    if changed:
        names = ", ".join(f"`{name}`" for name in changed)
        sentence += " " + _("Changed since it last drew: {settings}.", settings=names)
    st.error(sentence, icon=":material/error:")


def _says_it(slot: str) -> bool:
    """Whether this is the place of its screen that says in full that nothing can be trained."""
    said = st.session_state.setdefault(_SAID, {})
    return said.setdefault(st.session_state.get("open screen"), slot) == slot
