"""The frame of every screen: page, menu, language, title, and what happens when something fails."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from functools import wraps
from typing import TypeVar

import pandas as pd
import pyarrow as pa
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.problems import Problem
from ui import address, components, failures, results, server, uploads
from ui.catalogue import HOME_PATH, SCREENS, SECTIONS, Screen, following
from ui.charts import shown, theme
from ui.charts.picture import Picture, Table
from ui.i18n import glossary, language, lessons
from ui.i18n.language import ASSETS, _, explain
from ui.training import runs
from ui.widgets import clipboard

_log = logging.getLogger(__name__)
_FIGURE_AND_CONTROLS = (2.7, 1)

# Where the picture of the part stands that is being drawn.
_picture: ContextVar[DeltaGenerator | None] = ContextVar("picture", default=None)

Item = TypeVar("Item")


def open_home() -> None:
    """Begin the home screen: page, menu and language."""
    language.settle()
    _open_page(_("See what activation functions do"))
    wanted = language.query()
    if dict(st.query_params.items()) != wanted:
        st.query_params.from_dict(wanted)
    st.session_state["open screen"] = "home"
    _menu()


def open_screen(key: str) -> Screen:
    """Begin the screen `key`: page, menu, language, address, title and question."""
    screen = SCREENS[key]
    language.settle()
    problems = address.open_screen(screen)
    _open_page(_(screen.title))
    _menu()
    title, tools = st.columns(_FIGURE_AND_CONTROLS, gap="medium", vertical_alignment="bottom")
    title.title(_(screen.title), anchor=False)
    title.header(_(screen.question), anchor=False)
    with tools.container(horizontal=True, horizontal_alignment="right"):
        clipboard.copy_link_button(
            _("Copy link"), _("Copied"), key=f"{key} link", on_dropped=address.note_dropped
        )
        st.button(
            _("Reset"),
            icon=":material/restart_alt:",
            help=_("Put every control of this screen back to its default."),
            on_click=address.reset,
            args=(key,),
            key=f"{key} reset",
        )
    for problem in problems:
        st.warning(
            _("The address was not used in full. {problem}", problem=explain(problem)),
            icon=":material/link_off:",
        )
    return screen


def close_screen(screen: Screen) -> None:
    """End a screen: its terms, and the next one on the path."""
    after = following(screen.key)
    with st.container(horizontal=True, vertical_alignment="center"):
        glossary.popover(lessons.terms(screen.key))
        if after:
            link_to(after, _("Next: {title}"), icon=":material/arrow_forward:")
        else:
            st.page_link(
                HOME_PATH,
                label=_("Back to the beginning"),
                icon=":material/home:",
                query_params=language.query(),
            )


def link_to(screen: Screen, label: str, icon: str) -> None:
    """A link to a screen with its settings; `label` holds the slot {title}."""
    st.page_link(
        screen.path,
        label=label.format(title=_(screen.title)),
        icon=icon,
        query_params=address.link_query(screen.key),
    )


def dark() -> bool:
    """Whether the visitor's theme is the dark one."""
    return st.context.theme.type == "dark"


def rows(items: Iterable[Item], width: int) -> Iterator[list[tuple[DeltaGenerator, Item]]]:
    """Items in rows of columns, which a phone stacks: pairs of column and item."""
    remaining = list(items)
    while remaining:
        row, remaining = remaining[:width], remaining[width:]
        yield list(zip(st.columns(width), row, strict=False))


def stage(name: str = "") -> tuple[DeltaGenerator, DeltaGenerator]:
    """A wide column for the picture and a narrow one, at its right, for the controls.

    One below the other where there is no room: in a narrow window, in the frame of another page.

    Args:
        name: Tells it from others of the screen; the style sheet knows it by its beginning.
    """
    if st.context.is_embedded:
        return st.container(), st.container()
    with st.container(key=f"stage {name}".strip()):
        show, ask = st.columns(_FIGURE_AND_CONTROLS, gap="medium")
    _picture.set(show)
    return show, ask


def draw(
    picture: Picture,
    alt: str,
    result: str | None = None,
    key: str | None = None,
    on_select: Callable[[], None] | None = None,
) -> None:
    """Show a chart as wide as its column.

    Args:
        picture: What to show.
        alt: Says in words what kind of picture it is. It should stay as it is while settings are
            moved: a chart with another one is built anew by the browser, which takes far longer
            than to give it other numbers.
        result: Says what came out, also for eyes that do not see it; may change at will.
        key: Of the chart, where it needs one.
        on_select: Callback for a click on what the picture lets one select; the session then holds
            it under the key.
    """
    picture = shown.drawn(picture)
    # Altair moves inline rows among the named data sets too.
    tables = {
        shown.NAME: arrow(shown.table(picture)),
        **picture.spec.get("datasets", {}),
        **{name: arrow(table) for name, table in picture.tables.items()},
    }
    st.vega_lite_chart(
        {
            **shown.with_table(picture.spec),
            "datasets": tables,
            "config": {**theme.config(dark()), **picture.spec.get("config", {})},
        },
        width="stretch",
        alt=alt,
        key=key,
        on_select=on_select or "ignore",
    )
    if result is not None:
        results.say(result)


def arrow(table: Table) -> pa.Table:
    """Columns as the browser gets them; pandas' own way there takes ten times as long."""
    if isinstance(table, pd.DataFrame):
        # What pandas tells itself there is as long as a small table.
        made = pa.Table.from_pandas(table, preserve_index=False, nthreads=1)
        return made.replace_schema_metadata()
    return pa.table({name: pa.array(column, from_pandas=True) for name, column in table.items()})


def part(function: Callable[[], None]) -> Callable[[], None]:
    """A part of a screen that redraws by itself, and fails with a sentence.

    What a visitor can put right is said where the picture would stand. Anything else is our fault:
    the traceback goes to the log, the visitor reads which change it met, and that the rest works.
    """

    @wraps(function)
    def guarded() -> None:
        outer = _picture.set(None)
        try:
            function()
            address.note_drawn(function.__qualname__)
        except Problem as problem:
            with _picture.get() or st.container():
                st.warning(explain(problem), icon=":material/edit:")
        except Exception:  # Streamlit's own control flow is a BaseException and passes.
            changed = address.changed_since_drawn(function.__qualname__)
            names = ", ".join(changed) or "nothing"
            _log.exception("part %s failed; changed: %s", function.__qualname__, names)
            with _picture.get() or st.container():
                failures.say_fault(changed)
        finally:
            _picture.reset(outer)

    return st.fragment(guarded)


def _open_page(title: str) -> None:
    st.set_page_config(
        page_title=f"{title} · Activation Explorer",
        # A file of ours: Material icons of the tab are fetched from another server.
        page_icon=ASSETS / "icon.png",
        layout="wide",
    )
    server.look_after()
    uploads.keep_in_memory()
    # Whoever opens the app may soon train: the worker's import of TensorFlow takes seconds.
    runs.warm()

    components.dress_page()
    # Browsers break Korean between any two syllables; it is read in words.
    if language.current() == "ko":
        places = ", ".join(f"[data-testid='{place}'] *" for place in ("stMain", "stPopoverBody"))
        st.html(f"<style>{places} {{ word-break: keep-all !important; }}</style>")


def _menu() -> None:
    if st.context.is_embedded:
        # The page around it has its own way about, and little room.
        return
    with st.sidebar:
        st.page_link(
            HOME_PATH,
            label="**Activation Explorer**",
            icon=":material/home:",
            query_params=language.query(),
        )
        for section in SECTIONS:
            members = [screen for screen in SCREENS.values() if screen.section == section]
            if members:
                st.caption(_(section))
            for screen in members:
                link_to(screen, "{title}", icon=screen.icon)
        language.switch()
