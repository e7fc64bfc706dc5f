"""How the variants of a race look: a colour and a dash of its own for each, on every chart."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from ui.charts.palette import COLOURS, DASHES


def colour(names: Sequence[str], legend: alt.Legend | None = None) -> alt.Color:
    """The colour of the variant that stands in the column "name".

    Args:
        names: Of all variants, in order.
        legend: None for none.
    """
    return alt.Color("name:N", scale=_scale(names, COLOURS), legend=legend)


def stroke(names: Sequence[str]) -> alt.Stroke:
    """As `colour`, for the edge of a mark."""
    return alt.Stroke("name:N", scale=_scale(names, COLOURS), legend=None)


def fill(names: Sequence[str]) -> alt.Fill:
    """As `colour`, for the inside of a mark."""
    return alt.Fill("name:N", scale=_scale(names, COLOURS), legend=None)


def dash(names: Sequence[str], legend: alt.Legend | None = None) -> alt.StrokeDash:
    """The dash of the variant that stands in the column "name"; the rest as `colour`."""
    return alt.StrokeDash("name:N", scale=_scale(names, DASHES), legend=legend)


def _scale(names: Sequence[str], looks: Sequence) -> alt.Scale:
    return alt.Scale(domain=list(names), range=list(looks[: len(names)]))
