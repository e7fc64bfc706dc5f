"""The visitor's own points on the screen of curve fitting: a table, a file, and back."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import streamlit as st

from core.curve_study import CurveStudy
from core.datasets import OWN_CURVE
from core.experiments import MOST_CURVE_POINTS, MOST_LINKED_POINTS
from core.own_points import MOST_CURVE_CHARACTERS, read_curve_csv, write_curve_csv
from ui import address
from ui.controls.curve_fitting import SCREEN, points_of
from ui.language import _

_FILES = f"files of {SCREEN}"


def points(study: CurveStudy) -> None:
    """A table to edit, a file to read, a file to save."""
    own = study.data == OWN_CURVE
    st.markdown(
        _(
            "Fit your own points, at most {most}: numbers x and y of any unit. Up to {linked} of "
            "them travel in the link.",
            most=f"{MOST_CURVE_POINTS:,}",
            linked=MOST_LINKED_POINTS,
        )
    )
    found = study.points if own else points_of(study)
    table = pd.DataFrame(np.reshape(found, (-1, 2)), columns=["x", "y"])
    left, right = st.columns(2, gap="medium")
    with left:
        edited = st.data_editor(
            table,
            num_rows="dynamic",
            hide_index=True,
            width="stretch",
            height=320,
            key=f"{SCREEN} points {hash(found):x}",
            column_config={
                name: st.column_config.NumberColumn(name, required=True, format="%.6g")
                for name in table.columns
            },
        )
        if not own:
            st.caption(_("These are the points shown above: change one, and they are yours."))
    with right:
        file = st.file_uploader(
            _(
                "Read points from a CSV file (x,y), at most {most} kB",
                most=MOST_CURVE_CHARACTERS // 1000,
            ),
            type=["csv", "txt"],
            key=f"{SCREEN} points file {st.session_state.get(_FILES, 0)}",
        )
        st.download_button(
            _("Save these points as CSV"),
            write_curve_csv(found),
            file_name="points.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
    complete = edited.dropna()
    typed = tuple(complete.to_numpy(np.float64).ravel().tolist())
    if file is not None:
        _take(read_curve_csv(file.getvalue().decode("utf-8", "replace")))
    elif typed != tuple(table.to_numpy(np.float64).ravel().tolist()):
        _take(typed)


def _take(found: tuple[float, ...]) -> None:
    """Make these the points of the study; what is wrong with them is said in place."""
    changes = {"data": OWN_CURVE, "points": found}
    dataclasses.replace(address.kept(SCREEN), **changes)  # raises what is wrong with the points
    address.apply(SCREEN, **changes)
    # The file has been read: an uploader with another name is empty.
    st.session_state[_FILES] = st.session_state.get(_FILES, 0) + 1
    st.rerun()
