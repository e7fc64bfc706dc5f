"""Pieces of the page that run in the browser: the HTML, CSS and JavaScript files of this folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_FOLDER = Path(__file__).parent
_PAGE_SCRIPTS = [(_FOLDER / f"{name}.js").read_text("utf-8") for name in ("page", "results")]


def component(name: str) -> ComponentRenderer:
    """The component that the files NAME.js, and if there are any NAME.html and NAME.css, make."""
    files = {part: _FOLDER / f"{name}.{part}" for part in ("html", "css")}
    texts = {part: file.read_text("utf-8") for part, file in files.items() if file.exists()}
    script = "\n".join((_FOLDER / f"{part}.js").read_text("utf-8") for part in ("kept", name))
    return st.components.v2.component(name, js=script, **texts)


def dress_page() -> None:
    """Put the style sheet and the scripts of all screens on the page."""
    st.html(_FOLDER / "page.css")
    st.html(f"<script>{''.join(_PAGE_SCRIPTS)}</script>", unsafe_allow_javascript=True)
