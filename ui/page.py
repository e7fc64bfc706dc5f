"""A page from its first line to its last: menu, language, title, and the way on."""

from __future__ import annotations

import streamlit as st

from ui import address, components, server, uploads
from ui.catalogue import SCREENS, following
from ui.i18n import glossary, language, lessons
from ui.i18n.language import ASSETS, _, explain
from ui.layout import FIGURE_AND_CONTROLS
from ui.screen import SECTIONS, Screen
from ui.training import runs
from ui.widgets import clipboard

HOME_PATH = "streamlit_app.py"


def open_home() -> None:
    """Begin the home screen: page, menu and language."""
    language.settle()
    _open_page(_("See what activation functions do"))
    wanted = language.query()
    if dict(st.query_params.items()) != wanted:
        st.query_params.from_dict(wanted)
    st.session_state["open screen"] = "home"
    _menu()


def open_screen(screen: Screen) -> Screen:
    """Begin a screen: page, menu, language, address, title and question."""
    language.settle()
    problems = address.open_screen(screen)
    _open_page(_(screen.title))
    _menu()
    title, tools = st.columns(FIGURE_AND_CONTROLS, gap="medium", vertical_alignment="bottom")
    title.title(_(screen.title), anchor=False)
    title.header(_(screen.question), anchor=False)
    with tools.container(horizontal=True, horizontal_alignment="right"):
        clipboard.copy_link_button(
            _("Copy link"), _("Copied"), key=f"{screen} link", on_dropped=address.note_dropped
        )
        st.button(
            _("Reset"),
            icon=":material/restart_alt:",
            help=_("Put every control of this screen back to its default."),
            on_click=address.reset,
            args=(screen,),
            key=f"{screen} reset",
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
        query_params=address.link_query(screen),
    )


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
