"""The visitor's own table: it lives in the session alone, never on disk and never in a link."""

from __future__ import annotations

import streamlit as st

from core.datasets.example_sets import OWN
from core.datasets.tables import Table, read_table
from core.experiments.race import Race
from core.problems import Problem
from ui import address, uploads
from ui.i18n.language import _, explain, plain
from ui.screens.regularization import SCREEN
from ui.training import slots

_TABLE, _REFUSED, _READ = "own table", "refused table", "table read last"
_FORGOTTEN = "tables forgotten"
_MEGABYTES = 10
# More is not read by anyone beside the controls.
_MOST_NOTES = 3


def own() -> Table | None:
    """The last table that could be read, if there is one."""
    return st.session_state.get(_TABLE)


def of(race: Race) -> Table | None:
    """The table that a race is about; None if it is about other data.

    Raises:
        Problem: If it is about a table that is not here.
    """
    if race.data != OWN:
        return None
    table = own()
    if table is not None and table.digest == race.table:
        return table
    if race.table:
        raise Problem(
            "This race is about a table that a link does not carry: visitors’ data stay with "
            "them. Choose the same file at “Your table”, or other data."
        )
    raise Problem(
        "Choose a CSV file at “Your table”: one example to a row, the label in the last column."
    )


def ask() -> str:
    """Ask for a file.

    Returns:
        The digest of the table at hand; empty if there is none.
    """
    upload = st.file_uploader(
        _("Your table"),
        type=["csv", "tsv", "txt"],
        max_upload_size=_MEGABYTES,
        help=_(
            "One example to a row, the label in the last column: two or more classes, or a number "
            "to predict. With a header or without; separated by commas, semicolons or tabs. It is "
            "kept in memory for this visit alone, and no link carries it."
        ),
        key=_widget(),
        on_change=_changed,
    )
    if upload is not None and st.session_state.get(_READ) != upload.file_id:
        _take(upload.getvalue())
        st.session_state[_READ] = upload.file_id
    refused = st.session_state.get(_REFUSED)
    if refused is not None and upload is not None:
        st.warning(explain(refused), icon=":material/edit:")
    table = own()
    if table is None:
        return ""
    _summary(table)
    st.button(
        _("Remove"),
        icon=":material/delete:",
        type="tertiary",
        on_click=forget,
        key="remove own table",
    )
    return table.digest


def _widget() -> str:
    # An uploader with another key is empty.
    return f"own table file {st.session_state.get(_FORGOTTEN, 0)}"


def _changed() -> None:
    """Callback of the uploader: who takes the file out takes the table out.

    So does who chooses another, which the browser may be sending already: the widget stays.
    """
    if st.session_state[_widget()] is None:
        _drop()
        uploads.downloads_let_go()


def forget() -> None:
    """Callback: drop the table, all that came of it, and the widget that holds its file."""
    _drop()
    uploads.let_go()
    st.session_state[_FORGOTTEN] = st.session_state.get(_FORGOTTEN, 0) + 1


def _drop() -> None:
    for key in (_TABLE, _REFUSED, _READ):
        st.session_state.pop(key, None)
    address.apply(SCREEN, table="")
    slots.forget_own()


def _take(data: bytes) -> None:
    """Read a file; a bad one leaves the last good table."""
    try:
        st.session_state[_TABLE] = read_table(data)
        st.session_state[_REFUSED] = None
    except Problem as problem:
        st.session_state[_REFUSED] = problem


def _summary(table: Table) -> None:
    what = (
        _("{count} classes", count=len(table.classes))
        if table.classes
        else _("a number to predict")
    )
    st.caption(
        _(
            "Rows: {rows}, columns: {columns}; label “{label}”: {what}.",
            rows=f"{len(table.labels):,}",
            columns=len(table.columns),
            label=plain(table.label),
            what=what,
        )
    )
    for note in table.notes[:_MOST_NOTES]:
        st.caption(explain(note))
    more = len(table.notes) - _MOST_NOTES
    if more > 0:
        st.caption(_("… and more notes of this kind: {count}.", count=more))
