"""Another start, the same again, and the way back: the buttons of every screen that trains."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.experiments import NetworkExperiment
from core.settings import Settings
from ui import address
from ui.i18n.language import _
from ui.screen import Screen
from ui.training import runs

_MOST_PAST = 100


def remember(screen: Screen, settings: Settings) -> None:
    """Note what a screen shows, for `undo`."""
    past = st.session_state.setdefault(_past(screen), [])
    if not past or past[-1] != settings:
        past.append(settings)
        del past[:-_MOST_PAST]


def undo(screen: Screen) -> None:
    """Callback: the settings before the last change."""
    past = st.session_state[_past(screen)]
    past.pop()
    address.keep(screen, past[-1])
    address.write(screen)


def buttons(screen: Screen, again: bool = True) -> None:
    """Another start, the same again, and the way back.

    Args:
        screen: Which one.
        again: Whether it looks for `train_again`.
    """
    kept = address.kept(screen)
    other = {"seed": (kept.seed + 1) % 10_000}
    if "weights" in kept.kinds:
        other["weights"] = ()
    with st.container(horizontal=True, gap="small", width="content"):
        st.button(
            _("New start"),
            icon=":material/casino:",
            help=_("The next seed: other first weights, everything else the same."),
            on_click=address.apply,
            args=(screen,),
            kwargs=other,
        )
        if again:
            st.button(
                _("Same start again"),
                icon=":material/replay:",
                help=_("Trains once more from the same first weights, and compares the outcome."),
                on_click=_ask,
                args=(screen,),
            )
        st.button(
            _("Undo"),
            icon=":material/undo:",
            help=_("Takes back the last change, as the browser's Back does."),
            on_click=undo,
            args=(screen,),
            disabled=len(st.session_state.get(_past(screen), ())) < 2,
        )


def _ask(screen: Screen) -> None:
    st.session_state[_again(screen)] = True


def train_again(screen: Screen, *experiments: NetworkExperiment, frames: int | None = None) -> None:
    """If asked to, train without the memo, and say whether the same came of it.

    Args:
        screen: Whose button it is.
        *experiments: What the screen shows.
        frames: As in `running.train`.
    """
    if not st.session_state.pop(_again(screen), False):
        return
    before = [runs.forget(experiment, frames) for experiment in experiments]
    after = [runs.train(experiment, frames=frames) for experiment in experiments]
    if None in before or None in after:
        return
    pairs = zip(before, after, strict=True)
    if all(np.array_equal(one.weights[-1], other.weights[-1]) for one, other in pairs):
        text = _("Trained again: all {count} weights came out the same to the last digit.")
    else:
        text = _("Trained again: not all of the {count} weights came out the same.")
    count = sum(experiment.parameter_count for experiment in experiments)
    st.toast(text.format(count=count), icon=":material/replay:")


def _past(screen: Screen) -> str:
    return f"past of {screen}"


def _again(screen: Screen) -> str:
    return f"trained again on {screen}"
