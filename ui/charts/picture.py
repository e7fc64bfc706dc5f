"""A chart as a value: what it looks like, apart from the numbers in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import altair as alt
import pandas as pd

from ui.sizes import ELSEWHERE

Table = pd.DataFrame | Mapping[str, Sequence]
"""Rows of a data set: columns by name. A small one costs pandas as much as a large one."""


@dataclass(frozen=True)
class Picture:
    """A Vega-Lite specification that names its data, and the data.

    Building and validating a specification with Altair takes tens of milliseconds,
    filling in numbers one. So builders memoise the former by what it depends on.

    Attributes:
        spec: Made by Altair, shared between pictures and kept apart from them: never changed.
        tables: The rows of each named data set.
        shown: What is drawn, as a table under names that a visitor reads; None if the tooltips of
            the marks say it (see `ui.charts.shown`).
    """

    spec: Mapping[str, Any] = field(metadata=ELSEWHERE)
    tables: Mapping[str, Table]
    shown: Table | None = None


def data(name: str) -> alt.NamedData:
    """A reference to the table `name` of a picture."""
    return alt.NamedData(name)
