"""The visitor's own points on the screen of curve fitting: a table, a file, and back."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import streamlit as st

from core.datasets import OWN_CURVE
from core.experiments import MOST_CURVE_POINTS, MOST_LINKED_POINTS
from core.problems import Problem
from core.studies.curve_fitting.own_points import (
    MOST_CURVE_CHARACTERS,
    read_curve_csv,
    write_curve_csv,
)
from core.studies.curve_fitting.study import CurveStudy
from ui import address
from ui.i18n.language import _
from ui.screens.curve_fitting import SCREEN
from ui.screens.curve_fitting.controls import points_of
from ui.widgets import points_table


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
    number = st.column_config.NumberColumn
    changed = points_table.exchange(
        SCREEN,
        found,
        table,
        {name: number(name, required=True, format="%.6g") for name in table.columns},
        own,
        _(
            "Read points from a CSV file (x,y), at most {most} kB",
            most=MOST_CURVE_CHARACTERS // 1000,
        ),
        read_curve_csv,
        write_curve_csv(found),
        megabytes=1,
    )
    if changed is not None:
        _take(changed)


def _take(found: tuple[float, ...]) -> None:
    """Make these the points of the study; what is wrong with them is said in place."""
    if not found:
        raise Problem("A curve needs points: add rows with x and y, or read a file.")
    changes = {"data": OWN_CURVE, "points": found}
    dataclasses.replace(address.kept(SCREEN), **changes)  # raises what is wrong with the points
    address.apply(SCREEN, **changes)
    points_table.taken(SCREEN)
