"""What came out, in the name of a chart that a screen reader says."""

from __future__ import annotations

import html
import re

import streamlit as st

from ui.components import component

# The texts are for the script alone, and it has nothing to show.
_STYLE = """<style>
.stElementContainer:has(.chart-result), .st-key-results { display: none; }
</style>"""

_results = component("results")


def attach() -> None:
    """Once for a page: what brings each text into the name of its chart."""
    st.html(_STYLE)
    _results(key="results")


def say(text: str) -> None:
    """What the chart drawn just before shows; Markdown's stars are left out.

    It is always drawn where it is ever drawn: the browser knows what follows by its place.
    """
    spoken = re.sub(r"\*\*|\\(?=\W)", "", text)
    st.html(f'<p class="chart-result">{html.escape(" ".join(spoken.split()))}</p>')
