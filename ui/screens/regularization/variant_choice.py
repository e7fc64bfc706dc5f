"""One of the variants of a race, chosen by its name."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.i18n.language import _
from ui.screens.regularization import SCREEN


def choose(names: Sequence[str], what: str, first: str | None = None) -> str:
    """Ask for a variant.

    Args:
        names: Short names, as `race_names.names` has them, at least one.
        what: Tells the controls of a page apart.
        first: The one that is chosen at first; the first of all if left out.
    """
    return st.segmented_control(
        _("Variant"),
        names,
        default=first or names[0],
        required=True,
        key=f"{SCREEN} {what} {' '.join(names)}",
    )
