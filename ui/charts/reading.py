"""What a chart says at the pointer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import altair as alt

from ui.charts.palette import GUIDE
from ui.charts.picture import data

TOLD = " told"
"""The end of the name of a field that is written out, see `rule`."""

Told = tuple[str, str, str]
"""What is said of a row: the field, its title, and how its number is written."""


def rule(table: str, x: alt.X, field: str, told: Sequence[Told]) -> alt.Chart:
    """A rule that follows the pointer from row to row, and reads them.

    What a row does not have is a dash: a browser would say “null”.

    Args:
        table: Name of the table.
        x: Where the rule stands.
        field: What tells the rows apart: that of `x`.
        told: What is said.
    """
    near = alt.selection_point(
        nearest=True, on="pointerover", clear="pointerout", fields=[field], empty=False
    )
    return (
        written(alt.Chart(data(table)), told)
        .mark_rule(color=GUIDE, strokeWidth=1.5)
        .encode(
            x=x,
            opacity=alt.condition(near, alt.value(1), alt.value(0)),
            tooltip=tooltip(told),
        )
        .add_params(near)
    )


def nearest(table: str, place: Mapping[str, alt.X | alt.Y], told: Sequence[Told]) -> alt.Chart:
    """A ring around the row nearest to the pointer, which is read: for lines of many tables.

    Args:
        table: Name of the table.
        place: Where the rows lie: x and y.
        told: What is said.
    """
    near = alt.selection_point(nearest=True, on="pointerover", clear="pointerout", empty=False)
    return (
        written(alt.Chart(data(table)), told)
        .mark_point(color=GUIDE, size=90, strokeWidth=2, filled=False)
        .encode(
            **place,
            opacity=alt.condition(near, alt.value(1), alt.value(0)),
            tooltip=tooltip(told),
        )
        .add_params(near)
    )


def written(chart: alt.Chart, told: Sequence[Told]) -> alt.Chart:
    """The chart with its numbers written out, for `tooltip`."""
    texts = {
        f"{field}{TOLD}": f"isValid(datum[{field!r}]) ? format(datum[{field!r}], {form!r}) : '–'"
        for field, _title, form in told
        if form
    }
    return chart.transform_calculate(**texts) if texts else chart


def tooltip(told: Sequence[Told]) -> list[alt.Tooltip]:
    """What is said of a row whose numbers are `written` out."""
    return [
        alt.Tooltip(f"{field}{TOLD if form else ''}", type="nominal", title=title)
        for field, title, form in told
    ]


def strips(chart: alt.Chart, x: alt.X, name: str, count: int, said: Mapping[str, str]) -> alt.Chart:
    """Unseen strips beside each other, which say what changes with the frame at their place.

    Args:
        chart: With the table.
        x: Where the strips stand.
        name: Field that tells the rows apart.
        count: Number of rows, which are evenly spread.
        said: Expressions for what is said, by their names.
    """
    return (
        chart.mark_rule(
            color=GUIDE,
            strokeWidth=alt.ExprRef(f"width / {count}"),
            strokeOpacity=alt.ExprRef(f"{_here(name)} ? 0.25 : 0"),
        )
        .encode(x=x, tooltip=told_when_touched(name, rows(said)))
        .add_params(touched(name))
    )


def touched(name: str) -> alt.Parameter:
    """The row of a table, by its field `name`, that the pointer is on."""
    # Vega has a signal “unit” of its own.
    return alt.selection_point(
        name=f"touched_{name}", fields=[name], on="pointerover", clear="pointerout"
    )


def told_when_touched(name: str, told: str) -> alt.Value:
    """An expression for what is said of the row that the pointer is on.

    Only of that row: to write all of them anew in every frame would take as long as to draw them.
    """
    return alt.value(alt.ExprRef(f"{_here(name)} ? ({told}) : null"))


def _here(name: str) -> str:
    row = f"touched_{name}.{name}"
    return f"{row} && {row}[0] === datum.{name}"


def rows(said: Mapping[str, str]) -> str:
    """An expression for the rows of what is said: expressions by their names."""
    parts = (f"{json.dumps(name, ensure_ascii=False)}: {value}" for name, value in said.items())
    return "{" + ", ".join(parts) + "}"
