"""Lessons: Markdown files, one for each screen and language, shown in tabs."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import cache

import streamlit as st

from ui.i18n import glossary
from ui.i18n.language import _, current, document

# [saturate](term:saturation): a word that the glossary explains.
_TERM = re.compile(r"\[([^\]]+)\]\(term:([a-z_]+)\)")
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


@cache
def sections(name: str, language: str) -> dict[str, str]:
    """The text under each second-level heading of a lesson, by heading."""
    parts = _HEADING.split(document(name, language))
    return {
        heading.strip(): body.strip()
        for heading, body in zip(parts[1::2], parts[2::2], strict=True)
    }


@cache
def terms(name: str) -> tuple[str, ...]:
    """Keys of the glossary's terms that a lesson uses, in order of appearance."""
    return tuple(dict.fromkeys(key for _text, key in _TERM.findall(document(name, "en"))))


def explain(name: str, code: str | Mapping[str, str] | None = None) -> None:
    """Show a lesson, one tab for each heading, and the code that does the same.

    Args:
        name: Of the lesson.
        code: Python, or several pieces of it by the label of their tab.
    """
    st.header(_("Explanation"), anchor=False)
    lesson = sections(name, current())
    codes = {_("In Keras"): code} if isinstance(code, str) else dict(code or {})
    tabs = iter(st.tabs([*lesson, *codes]))
    for body, tab in zip(lesson.values(), tabs, strict=False):
        with tab:
            show(body)
    for text, tab in zip(codes.values(), tabs, strict=True):
        tab.code(text, language="python")


def introduce(name: str) -> None:
    """Show a text that has no headings."""
    show(document(name, current()))


def show(text: str) -> None:
    """Show lesson text; a term tells its meaning to a pointer that rests on it, a tap and a key.

    The HTML is made from our own files alone, never from what a visitor sends.
    """
    st.markdown(_TERM.sub(_with_meaning, text), unsafe_allow_html=True)


def _with_meaning(found: re.Match[str]) -> str:
    # Shown by page.css as long as the term is pointed at or has the focus.
    meaning = html.escape(glossary.terms(current())[found[2]].meaning, quote=True)
    return (
        f'<span class="term" role="button" tabindex="0" aria-description="{meaning}">{found[1]}'
        f'<span class="meaning" aria-hidden="true">{meaning}</span></span>'
    )
