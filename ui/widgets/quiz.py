"""Predict, then check: a question that the visitor answers before the app does."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import streamlit as st

from ui.i18n.language import _
from ui.screen import Screen


def ask(
    screen: Screen, question: str, options: Sequence[str], answer: int, why: str, about: Hashable
) -> None:
    """Show one question; once an option is chosen, the computed answer and its reason.

    Args:
        screen: Which one.
        question: In the visitor's language.
        options: At least two, all different.
        answer: Index of the right one, computed from the visitor's own settings.
        why: Explanation with the figures, shown with the answer.
        about: The settings that the question is about; when they change, the
            visitor is asked anew.
    """
    ask_then_compute(screen, question, options, lambda: (answer, why), about)


def ask_then_compute(
    screen: Screen,
    question: str,
    options: Sequence[str],
    reveal: Callable[[], tuple[int, str] | None],
    about: Hashable,
) -> None:
    """As `ask`, but the answer is computed only once the visitor has chosen.

    Args:
        screen: Which one.
        question: In the visitor's language.
        options: At least two, all different.
        reveal: Returns the index of the right option and the reason; None while they are being
            computed, of which it tells the visitor itself.
        about: The settings that the question is about.
    """
    with st.container(border=True):
        st.header(_("Predict, then check"), anchor=False)
        chosen = st.radio(
            question,
            range(len(options)),
            index=None,
            format_func=options.__getitem__,
            horizontal=True,
            key=f"{screen} prediction {hash((about, tuple(options))):x}",
        )
        if chosen is None:
            st.caption(_("Choose an answer; then the page shows what it computes."))
            return
        found = reveal()
        if found is None:
            return
        answer, why = found
        if chosen == answer:
            st.success(_("Right: {answer}. {why}", answer=options[answer], why=why))
        else:
            st.info(_("Not quite. The answer: {answer}. {why}", answer=options[answer], why=why))
