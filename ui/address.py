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
from ui.i18n import language
from ui.screen import Screen

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


def _slot(kind: str, screen: Screen | str) -> str:
    return f"{kind} of {screen}"


def widget_key(screen: Screen | str, *path: str) -> str:
    """Key of the widget for one field, or for one part of a field."""
    return ".".join((str(screen), *path))


def kept(screen: Screen) -> Settings:
    """The settings of a screen as they stand in this session."""
    found = st.session_state.get(_slot("settings", screen))
    return found if found is not None else screen.settings()


def open_screen(screen: Screen) -> list[Problem]:
    """Bring settings and address together when a run of the whole page begins.

    Returns:
        What could not be read in the address, for as long as the settings are as it left them;
        shown by the caller.
    """
    asked = {key: value for key, value in st.query_params.items() if _is_ours(key)}
    written = st.session_state.get(_slot("address", screen))
    arrived = st.session_state.get(_OPEN) != screen
    st.session_state[_OPEN] = screen
    if arrived:
        # Nothing in the address means "as I left it"; a link says what it wants.
        if asked and asked != _to_query(screen):
            _read(screen, asked)
        else:
            keep(screen, kept(screen))
    elif asked != written and not _controls_moved(screen):
        _read(screen, asked)
    _follow_language(screen)
    write(screen)
    # A page may be drawn again by itself, when a training ends: what was wrong is still to be read.
    problems, left = st.session_state.get(_slot("problems", screen), ([], None))
    changed = left != kept(screen) or _controls_moved(screen)
    return [] if changed else problems


def _is_ours(key: str) -> bool:
    return key != "lang" and key not in FOREIGN and not key.startswith(FOREIGN_BEGINNINGS)


def _follow_language(screen: Screen) -> None:
    """Let the controls start anew in another language.

    A browser holds the choice of a menu by its label: it would go on showing the label of the
    language before, and send it back as a choice that no menu offers any more.
    """
    spoken, now = _slot("language", screen), language.current()
    if st.session_state.get(spoken, now) != now:
        keep(screen, kept(screen))
    st.session_state[spoken] = now


def _read(screen: Screen, asked: dict[str, str]) -> None:
    names = [name for name in _pin_names(screen) if name in asked]
    own = {name: text for name, text in asked.items() if name not in names}
    # Going Back must not lose what this session holds and no address can.
    own = kept(screen).completed(own)
    settings, problems = screen.settings.from_query(own)
    keep(screen, settings)
    pins = []
    for name in names:
        try:
            pins.append(settings_from(asked[name], settings))
        except Problem as problem:
            problems.append(Problem("“{name}” is left out. {problem}", name=name, problem=problem))
    st.session_state[_slot("pins", screen)] = tuple(pins)
    st.session_state[_slot("problems", screen)] = problems, settings


def note_dropped() -> None:
    """Callback: the browser tells that the page was opened by an address which was dropped."""
    screen = st.session_state[_OPEN]
    problem = Problem(
        "It holds more than {most} settings, so none of them was used.",
        most=f"{MOST_PARAMETERS:,}",
    )
    st.session_state[_slot("problems", screen)] = [problem], kept(screen)


def _pin_names(screen: Screen) -> list[str]:
    return [f"pinned{number + 1}" for number in range(screen.pins)]


def _to_query(screen: Screen) -> dict[str, str]:
    """The settings as text; pinned ones by what they have that the others have not."""
    settings, pins = kept(screen), pinned(screen)
    if not pins:
        return settings.to_query()
    texts = (differences(other, settings) for other in pins)
    # A pin needs what it differs from: in full, whatever later defaults may be.
    return settings.in_full() | dict(zip(_pin_names(screen), texts, strict=False))


def pinned(screen: Screen) -> tuple[Settings, ...]:
    """Settings that stand beside those of the screen, oldest first; links carry them."""
    return st.session_state.get(_slot("pins", screen), ())


def pin(screen: Screen, settings: Settings) -> None:
    """Callback: keep settings beside; of more than the screen has places for, the oldest goes."""
    pins = (*(other for other in pinned(screen) if other != settings), settings)
    st.session_state[_slot("pins", screen)] = pins[-screen.pins :]
    write(screen)


def unpin(screen: Screen, place: int) -> None:
    """Callback: forget the settings at a place, from 0."""
    pins = pinned(screen)
    st.session_state[_slot("pins", screen)] = pins[:place] + pins[place + 1 :]
    write(screen)


def _controls_moved(screen: Screen) -> bool:
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


def keep(screen: Screen, settings: Settings) -> None:
    """Make `settings` those of the screen, and let every control start from them anew."""
    st.session_state[_slot("settings", screen)] = settings
    st.session_state[_slot("shown", screen)] = {}
    for key in [key for key in st.session_state if str(key).startswith(f"{screen}.")]:
        del st.session_state[key]


def update(screen: Screen, changes: dict[str, Any]) -> Settings:
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


def apply(screen: Screen, **changes: Any) -> None:
    """Callback of a preset: set some fields, and move the controls accordingly."""
    keep(screen, replace(kept(screen), **changes))
    write(screen)


def note_drawn(part: str) -> None:
    """Note that a part of the open screen has drawn with the settings as they are."""
    screen = st.session_state.get(_OPEN)
    if isinstance(screen, Screen):
        st.session_state.setdefault(_slot("drawn", screen), {})[part] = kept(screen)


def changed_since_drawn(part: str) -> list[str]:
    """Names of the settings that differ from those with which a part has drawn last, or from the
    defaults if it never has."""
    screen = st.session_state.get(_OPEN)
    if not isinstance(screen, Screen):
        return []
    now = kept(screen)
    drawn = st.session_state.get(_slot("drawn", screen), {}).get(part, screen.settings())
    names = [field.name for field in fields(now)]
    return [name for name in names if getattr(now, name) != getattr(drawn, name)]


def reset(screen: Screen) -> None:
    """Callback of "reset": every field at its default."""
    keep(screen, screen.settings())
    write(screen)


def link_query(screen: Screen) -> dict[str, str]:
    """What a menu link to `screen` carries: its settings and the language."""
    return {**_to_query(screen), **language.query()}


def write(screen: Screen) -> None:
    """Write settings and language into the address, if they are not there already."""
    settings = _to_query(screen)
    st.session_state[_slot("address", screen)] = settings
    wanted = {**settings, **language.query()}
    if dict(st.query_params.items()) != wanted:
        st.query_params.from_dict(wanted)
