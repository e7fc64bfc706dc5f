"""The visitor's own points on the screen of decision boundaries: a table, a file, and back."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import streamlit as st

from core.datasets import OWN_POINTS
from core.experiments import MOST_POINTS, Experiment
from core.studies.decision_boundaries.own_points import (
    MOST_CHARACTERS,
    check_points,
    read_csv,
    write_csv,
)
from ui import address
from ui.i18n.language import _
from ui.screens.decision_boundaries import SCREEN
from ui.screens.decision_boundaries.controls import points_of
from ui.widgets import points_table


def points(experiment: Experiment) -> None:
    """The visitor's own points: a table to edit, a file to read, a file to save."""
    own = experiment.data == OWN_POINTS
    st.markdown(
        _(
            "Type your own points, at most {most}: coordinates from −10 to 10, labels 0, 1 or 2. "
            "They travel in the link.",
            most=MOST_POINTS,
        )
    )
    found = experiment.points if own else points_of(experiment)
    table = pd.DataFrame(np.reshape(found, (-1, 3)), columns=["x1", "x2", "label"]).astype(
        {"label": int}
    )
    column = st.column_config.NumberColumn
    changed = points_table.exchange(
        SCREEN,
        found,
        table,
        {
            "x1": column("x₁", min_value=-10.0, max_value=10.0, required=True),
            "x2": column("x₂", min_value=-10.0, max_value=10.0, required=True),
            "label": column(_("label"), min_value=0, max_value=2, step=1, required=True),
        },
        own,
        _(
            "Read points from a CSV file (x1,x2,label), at most {most} kB",
            most=MOST_CHARACTERS // 1000,
        ),
        read_csv,
        write_csv(found),
        megabytes=1,
    )
    if changed is not None:
        _take(changed)


def _take(found: tuple[float, ...]) -> None:
    """Make these the points of the experiment; what is wrong with them is said in place."""
    check_points(found)
    labels = set(found[2::3])
    changes: dict[str, object] = {"data": OWN_POINTS, "points": found}
    kept = address.kept(SCREEN)
    if len(labels) > 2 and kept.output == "step":
        changes |= {"output": "sigmoid", "rule": "gradient"}
    dataclasses.replace(kept, **changes, weights=())  # raises what is wrong with the points
    if kept.weights:
        changes["weights"] = ()
    address.apply(SCREEN, **changes)
    points_table.taken(SCREEN)
