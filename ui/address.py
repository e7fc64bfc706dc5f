"""The address is the study: one codec between a screen's settings and the query string.

A screen's settings live in one place of the session, `kept`. Controls start from it and
are written back to it; the address is written from it and, when the visitor arrives by a
link or goes Back, read into it. Widgets are never bound to the address themselves: their
binding writes translated labels, which a browser in the other language cannot read.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, TypeVar

import streamlit as st

from core.problems import Problem
from core.settings import Settings
from core.settings.differences import differences, settings_from
from ui.catalogue import SCREENS, Screen
from ui.i18n import language

AnySettings = TypeVar("AnySettings", bound=Settings)

FOREIGN = frozenset(
    (
        *("fbclid", "gclid", "gclsrc", "gbraid", "wbraid", "dclid", "msclkid", "twclid", "ttclid"),
        *("yclid", "li_fat_id", "igshid", "igsh", "mc_cid", "mc_eid", "mkt_tok", "vero_id"),
        *("_ga", "_gl", "_hsenc", "_hsmi", "ref", "ref_src", "NaPm"),
    )
)
"""What other sites hang on to a link to follow who opens it: no settings, and nobody's mistake."""

FOREIGN_BEGINNINGS = ("utm_", "mtm_", "pk_", "hsa_")

MOST_PARAMETERS = 1000
"""An address with more of them is dropped by Streamlit before a script sees it. (So is a query of
more than 512 Ki characters, but no server of Streamlit answers a request as long as that.)"""

_OPEN = "open screen"


def _slot(kind: str, screen: str) -> str:
    return f"{kind} of {screen}"


def widget_key(screen: str, *path: str) -> str:
    """Key of the widget for one field, or for one part of a field."""
    return ".".join((screen, *path))


def kept(screen: str) -> Settings:
    """The settings of a screen as they stand in this session."""
    found = st.session_state.get(_slot("settings", screen))
    return found if found is not None else SCREENS[screen].settings()


def open_screen(screen: Screen) -> list[Problem]:
    """Bring settings and address together when a run of the whole page begins.

    Returns:
        What could not be read in the address, for as long as the settings are as it left them;
        shown by the caller.
    """
    asked = {key: value for key, value in st.query_params.items() if _is_ours(key)}
    written = st.session_state.get(_slot("address", screen.key))
    arrived = st.session_state.get(_OPEN) != screen.key
    st.session_state[_OPEN] = screen.key
    if arrived:
        # Nothing in the address means "as I left it"; a link says what it wants.
        if asked and asked != _to_query(screen.key):
            _read(screen, asked)
        else:
            keep(screen.key, kept(screen.key))
    elif asked != written and not _controls_moved(screen.key):
        _read(screen, asked)
    _follow_language(screen.key)
    write(screen.key)
    # A page may be drawn again by itself, when a training ends: what was wrong is still to be read.
    problems, left = st.session_state.get(_slot("problems", screen.key), ([], None))
    changed = left != kept(screen.key) or _controls_moved(screen.key)
    return [] if changed else problems


def _is_ours(key: str) -> bool:
    return key != "lang" and key not in FOREIGN and not key.startswith(FOREIGN_BEGINNINGS)


def _follow_language(screen: str) -> None:
    """Let the controls start anew in another language.

    A browser holds the choice of a menu by its label: it would go on showing the label of the
    language before, and send it back as a choice that no menu offers any more.
    """
    spoken, now = _slot("language", screen), language.current()
    if st.session_state.get(spoken, now) != now:
        keep(screen, kept(screen))
    st.session_state[spoken] = now


def _read(screen: Screen, asked: dict[str, str]) -> None:
    names = [name for name in _pin_names(screen.key) if name in asked]
    own = {name: text for name, text in asked.items() if name not in names}
    # Going Back must not lose what this session holds and no address can.
    own = kept(screen.key).completed(own)
    settings, problems = screen.settings.from_query(own)
    keep(screen.key, settings)
    pins = []
    for name in names:
        try:
            pins.append(settings_from(asked[name], settings))
        except Problem as problem:
            problems.append(Problem("“{name}” is left out. {problem}", name=name, problem=problem))
    st.session_state[_slot("pins", screen.key)] = tuple(pins)
    st.session_state[_slot("problems", screen.key)] = problems, settings


def note_dropped() -> None:
    """Callback: the browser tells that the page was opened by an address which was dropped."""
    screen = st.session_state[_OPEN]
    problem = Problem(
        "It holds more than {most} settings, so none of them was used.",
        most=f"{MOST_PARAMETERS:,}",
    )
    st.session_state[_slot("problems", screen)] = [problem], kept(screen)


def _pin_names(screen: str) -> list[str]:
    return [f"pinned{number + 1}" for number in range(SCREENS[screen].pins)]


def _to_query(screen: str) -> dict[str, str]:
    """The settings as text; pinned ones by what they have that the others have not."""
    settings, pins = kept(screen), pinned(screen)
    if not pins:
        return settings.to_query()
    texts = (differences(other, settings) for other in pins)
    # A pin needs what it differs from: in full, whatever later defaults may be.
    return settings.in_full() | dict(zip(_pin_names(screen), texts, strict=False))


def pinned(screen: str) -> tuple[Settings, ...]:
    """Settings that stand beside those of the screen, oldest first; links carry them."""
    return st.session_state.get(_slot("pins", screen), ())


def pin(screen: str, settings: Settings) -> None:
    """Callback: keep settings beside; of more than the screen has places for, the oldest goes."""
    pins = (*(other for other in pinned(screen) if other != settings), settings)
    st.session_state[_slot("pins", screen)] = pins[-SCREENS[screen].pins :]
    write(screen)


def unpin(screen: str, place: int) -> None:
    """Callback: forget the settings at a place, from 0."""
    pins = pinned(screen)
    st.session_state[_slot("pins", screen)] = pins[:place] + pins[place + 1 :]
    write(screen)


def _controls_moved(screen: str) -> bool:
    """Whether a control was moved whose value has not reached the settings yet.

    Two quick moves can send the second with the address of before the first: that is
    no navigation, and must not undo the move.
    """
    shown = st.session_state.get(_slot("shown", screen), {})
    return any(st.session_state.get(key, value) != value for key, value in shown.items())


def remember_shown(key: str, value: Any) -> None:
    """Note what a control shows, so that a later run can tell whether it was moved."""
    screen = key.split(".")[0]
    st.session_state.setdefault(_slot("shown", screen), {})[key] = value


def keep(screen: str, settings: Settings) -> None:
    """Make `settings` those of the screen, and let every control start from them anew."""
    st.session_state[_slot("settings", screen)] = settings
    st.session_state[_slot("shown", screen)] = {}
    for key in [key for key in st.session_state if str(key).startswith(f"{screen}.")]:
        del st.session_state[key]


def update(screen: str, changes: dict[str, Any]) -> Settings:
    """The kept settings with what the controls say now; kept and written if valid.

    Raises:
        Problem: If the values do not fit together; nothing is changed then.
    """
    before = kept(screen)
    settings = replace(before, **changes)
    if settings != before:
        st.session_state[_slot("settings", screen)] = settings
        write(screen)
    return settings


def apply(screen: str, **changes: Any) -> None:
    """Callback of a preset: set some fields, and move the controls accordingly."""
    keep(screen, replace(kept(screen), **changes))
    write(screen)


def note_drawn(part: str) -> None:
    """Note that a part of the open screen has drawn with the settings as they are."""
    screen = st.session_state.get(_OPEN)
    if screen in SCREENS:
        st.session_state.setdefault(_slot("drawn", screen), {})[part] = kept(screen)


def changed_since_drawn(part: str) -> list[str]:
    """Names of the settings that differ from those with which a part has drawn last, or from the
    defaults if it never has."""
    screen = st.session_state.get(_OPEN)
    if screen not in SCREENS:
        return []
    now = kept(screen)
    drawn = st.session_state.get(_slot("drawn", screen), {}).get(part, SCREENS[screen].settings())
    names = [field.name for field in fields(now)]
    return [name for name in names if getattr(now, name) != getattr(drawn, name)]


def reset(screen: str) -> None:
    """Callback of "reset": every field at its default."""
    keep(screen, SCREENS[screen].settings())
    write(screen)


def link_query(screen: str) -> dict[str, str]:
    """What a menu link to `screen` carries: its settings and the language."""
    return {**_to_query(screen), **language.query()}


def write(screen: str) -> None:
    """Write settings and language into the address, if they are not there already."""
    settings = _to_query(screen)
    st.session_state[_slot("address", screen)] = settings
    wanted = {**settings, **language.query()}
    if dict(st.query_params.items()) != wanted:
        st.query_params.from_dict(wanted)
