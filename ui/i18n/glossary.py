"""One glossary for all screens: terms with their meaning, for hover and for reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import streamlit as st

from ui.i18n.language import ASSETS, _, current


@dataclass(frozen=True)
class Term:
    """A term of the field and what it means, in one language and plain text."""

    name: str
    meaning: str


@cache
def terms(language: str) -> Mapping[str, Term]:
    """All terms by key, from the table in `assets/glossary.<language>.md`."""
    text = (ASSETS / f"glossary.{language}.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split("|") for line in text.splitlines() if line.startswith("|")]
    # The first two rows are the head of the Markdown table and its rule.
    return {key.strip(): Term(name.strip(), meaning.strip()) for key, name, meaning in rows[2:]}


def hint(key: str | None) -> str | None:
    """The meaning of a term, for the `help` of a control."""
    return terms(current())[key].meaning if key else None


def popover(keys: Iterable[str]) -> None:
    """All terms of a screen behind one button: for reading, and where there is no mouse."""
    chosen = [terms(current())[key] for key in keys]
    if not chosen:
        return
    with st.popover(_("Terms on this screen"), icon=":material/menu_book:"):
        for term in sorted(chosen, key=lambda term: term.name):
            st.markdown(f"**{term.name}** – {term.meaning}")
