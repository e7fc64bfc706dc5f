"""A visitor's own points: a table to edit, a file to read, a file to save."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from ui.i18n.language import _
from ui.screen import Screen

Points = tuple[float, ...]


def exchange(
    screen: Screen,
    points: Points,
    table: pd.DataFrame,
    columns: Mapping[str, object],
    own: bool,
    uploader: str,
    read: Callable[[str], Points],
    written: str,
    megabytes: int | None = None,
) -> Points | None:
    """Show points, and let them be changed.

    Args:
        screen: Which one.
        points: What is shown, row by row.
        table: The same as a table.
        columns: How Streamlit edits each column.
        own: Whether they are the visitor's already.
        uploader: What the uploader says.
        read: Points from the text of a file; raises what is wrong with it.
        written: The points as a file.
        megabytes: Largest file, if it is less than the server's own limit.

    Returns:
        Other points, row by row; None if nothing has changed.
    """
    left, right = st.columns(2, gap="medium")
    with left:
        edited = st.data_editor(
            table,
            num_rows="dynamic",
            hide_index=True,
            width="stretch",
            height=320,
            key=f"{screen} points {hash(points):x}",
            column_config=columns,
        )
        if not own:
            st.caption(_("These are the points shown above: change one, and they are yours."))
    with right:
        file = _file(screen, uploader, written, megabytes)
    if file is not None:
        return read(file.getvalue().decode("utf-8", "replace"))
    typed = _row_by_row(edited.dropna())
    return None if typed == _row_by_row(table) else typed


def _file(screen: Screen, uploader: str, written: str, megabytes: int | None) -> Any:
    """A file to read, which is returned, and one to save."""
    file = st.file_uploader(
        uploader,
        type=["csv", "txt"],
        max_upload_size=megabytes,
        key=f"{screen} points file {st.session_state.get(_files(screen), 0)}",
    )
    st.download_button(
        _("Save these points as CSV"),
        written,
        file_name="points.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
    return file


def taken(screen: Screen) -> None:
    """The points of a file have been taken: empty the uploader, and draw the page anew."""
    # An uploader with another name is empty.
    st.session_state[_files(screen)] = st.session_state.get(_files(screen), 0) + 1
    st.rerun()


def _files(screen: Screen) -> str:
    return f"files of {screen}"


def _row_by_row(table: pd.DataFrame) -> Points:
    return tuple(table.to_numpy(np.float64).ravel().tolist())
