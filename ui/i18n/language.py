"""The visitor's language: translated strings and lessons."""

from __future__ import annotations

import gettext
import io
import re
import threading
from functools import cache
from pathlib import Path

import streamlit as st
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.problems import Problem

ASSETS = Path(__file__).parents[2] / "assets"
LANGUAGES = {"en": "English", "ko": "한국어"}
DEFAULT = "en"

# What Markdown takes as more than text. An underscore within a word is none of it.
_SIGNS = re.compile(r"[\\`*\[\]<>$|~#&]|(?<![^\W_])_|_(?![^\W_])")
# Addresses, colours and icons are looked for after backslashes are gone: a joiner of no width
# parts them.
_BEGINNINGS = re.compile(r"www(?=\.)|[:@](?=\S)", re.IGNORECASE)
_JOINER = "\u2060"

_CHOSEN = "language"
_EXPLICIT = "language was chosen"
_seen = threading.local()


def N_(text: str) -> str:
    """Mark a string that is translated when it is shown."""
    return text


def _(text: str, /, **slots: object) -> str:
    """`text` in the visitor's language, its slots filled in."""
    translated = catalogue(current()).gettext(text) if text else text
    return translated.format(**slots) if slots else translated


def explain(problem: Problem) -> str:
    """The sentence of a problem in the visitor's language; so too a problem within it.

    What it quotes of a link or a file is shown as it is written there, see `plain`.
    """
    return _(problem.template, **{name: _quoted(v) for name, v in problem.values.items()})


def _quoted(value: object) -> object:
    if isinstance(value, Problem):
        return explain(value)
    return plain(value) if isinstance(value, str) else value


def plain(text: str) -> str:
    """Text of a visitor, on one line, so that Markdown shows it as it is: no link, no image."""
    line = " ".join(text.split())
    return _BEGINNINGS.sub(rf"\g<0>{_JOINER}", _SIGNS.sub(r"\\\g<0>", line))


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Translations from `assets/translations`, compiled in memory; English has none."""
    path = ASSETS / "translations" / f"{language}.po"
    if not path.exists():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def current() -> str:
    """The visitor's language: "en" or "ko"."""
    # A page asks hundreds of times, and the session's state is slow to look into.
    run = get_script_run_ctx(suppress_warning=True)
    if run is None:
        return DEFAULT
    if getattr(_seen, "run", None) is not run:
        _seen.run, _seen.language = run, st.session_state.get(_CHOSEN, DEFAULT)
    return _seen.language


def _choose(language: str) -> None:
    st.session_state[_CHOSEN] = language
    _seen.run = None


def settle() -> None:
    """Decide the language of a new session: the address, then the browser, then English.

    Only the first run asks. After it the session rules, so that an older entry of
    the browser's history, opened with Back, does not bring back another language.
    """
    if _CHOSEN in st.session_state:
        return
    asked = st.query_params.get("lang")
    st.session_state[_EXPLICIT] = asked in LANGUAGES
    if asked in LANGUAGES:
        _choose(asked)
    else:
        spoken = (st.context.locale or DEFAULT).split("-")[0].lower()
        _choose(spoken if spoken in LANGUAGES else DEFAULT)


def query() -> dict[str, str]:
    """What the address says of the language: nothing, unless it was chosen by hand."""
    return {"lang": current()} if st.session_state.get(_EXPLICIT) else {}


def switch() -> None:
    """The language switch of the side bar."""
    key = "language switch"

    def choose() -> None:
        # The control can be emptied by a second click on the chosen entry.
        _choose(st.session_state[key] or current())
        st.session_state[_EXPLICIT] = True

    st.session_state[key] = current()
    st.segmented_control(
        "Language · 언어",
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        key=key,
        on_change=choose,
        required=True,
    )


@cache
def document(name: str, language: str) -> str:
    """Text of `assets/lessons/<name>.<language>.md`."""
    path = ASSETS / "lessons" / f"{name}.{language}.md"
    return path.read_text(encoding="utf-8")
