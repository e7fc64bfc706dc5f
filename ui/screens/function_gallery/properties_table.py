"""The table of all functions by property."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from core.activations import ELEMENTWISE
from ui import cached
from ui.i18n.function_names import function_name
from ui.i18n.language import _


def functions(costs: Mapping[str, float] | None = None) -> pd.DataFrame:
    """One row for each element-wise function, at its default parameters.

    Args:
        costs: Time relative to ReLU by key, if it has been measured.
    """
    rows = []
    for key, f in ELEMENTWISE.items():
        found = cached.properties(key, tuple(sorted(f.defaults.items())))
        left, right = found.saturates
        rows.append(
            {
                "name": function_name(key),
                "cost": costs[key] if costs else None,
                "range": found.range,
                "zero_centred": found.zero_centred,
                # Without the dust of the quadrature, which would show as −0.000.
                "mean": round(found.mean_output, 9) + 0.0,
                "monotonic": found.monotonic,
                "kinks": ", ".join(f"{kink.x:g}" for kink in found.kinks),
                "saturates": {
                    (True, True): _("both sides"),
                    (True, False): _("left"),
                    (False, True): _("right"),
                    (False, False): _("never"),
                }[left, right],
                "slope": found.largest_slope,
                "source": f.source,
            }
        )
    return pd.DataFrame(rows)


def show_functions(costs: Mapping[str, float] | None) -> None:
    """Draw the table; a click on a column's head sorts by it."""
    column = st.column_config
    columns = {
        "name": column.TextColumn(_("Function"), pinned=True),
        "cost": column.NumberColumn(_("Cost (ReLU = 1)"), format="%.1f ×"),
        "range": column.TextColumn(_("Range")),
        "zero_centred": column.CheckboxColumn(_("Zero-centred")),
        "mean": column.NumberColumn(
            _("Mean output"), format="%.3f", help=_("For standard normal inputs.")
        ),
        "monotonic": column.CheckboxColumn(_("Monotonic")),
        "kinks": column.TextColumn(
            _("Not differentiable at"), help=_("At the default parameters; empty: nowhere.")
        ),
        "saturates": column.TextColumn(_("Saturates")),
        "slope": column.NumberColumn(_("Largest slope"), format="%.3f"),
        "source": column.TextColumn(_("Source")),
    }
    if costs is None:
        del columns["cost"]
    st.dataframe(
        functions(costs),
        column_config=columns,
        column_order=list(columns),
        hide_index=True,
        height=420,
        alt=_("All element-wise functions with their properties."),
    )
