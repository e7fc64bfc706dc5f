"""What came out, in the name of a chart that a screen reader says (with components/results.js)."""

from __future__ import annotations

import html
import re

import streamlit as st


def say(text: str) -> None:
    """What the chart drawn just before shows; Markdown's signs are left out.

    It is always drawn where it is ever drawn: the browser knows what follows by its place.
    """
    spoken = re.sub(r"\*\*|\\(?=\W)", "", text)
    st.html(f'<p class="chart-result">{html.escape(" ".join(spoken.split()))}</p>')
