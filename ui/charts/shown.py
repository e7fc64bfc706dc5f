"""The table behind a chart, which “Show data” shows, and what a specification needs for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ui.charts.picture import Picture, Table
from ui.charts.reading import TOLD
from ui.i18n.language import _

NAME = "shown"
"""The data set with the table: the browser shows the first of all."""

# Nothing is drawn of it, but what no mark reads the browser does not know, and fails to update.
_UNSEEN = {
    "data": {"name": NAME},
    "transform": [{"filter": "false"}],
    "mark": "point",
}
_OF_THE_VIEW = ("data", "mark", "encoding", "transform", "params", "name", "title")


def table(picture: Picture) -> Table:
    """The drawn data under names that a visitor reads.

    That is what the picture gives as such; else, of all marks with a tooltip, the most rows, under
    the titles of the tooltip.
    """
    if picture.shown is not None:
        return picture.shown
    found = [
        (len(next(iter(columns.values()))), columns)
        for mark in marks(picture.spec)
        if (columns := _told(mark, picture.tables))
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else {}


def drawn(picture: Picture) -> Picture:
    """A picture without the marks that have nothing to draw but an axis to share.

    A browser complains of the infinite extent of nothing.
    """
    empty = {name for name, rows in picture.tables.items() if not _count(rows)}
    spec = _without(picture.spec, empty) if empty else picture.spec
    read = {mark["table"] for mark in marks(spec)}
    tables = {n: rows for n, rows in picture.tables.items() if n not in empty or n in read}
    return Picture(spec, tables, picture.shown)


def _count(rows: Table) -> int:
    return len(next(iter(rows.values()))) if isinstance(rows, Mapping) else len(rows)


def _without(spec: Mapping[str, Any], empty: set[str]) -> Mapping[str, Any]:
    """The specification without the layers that read an empty table into the scale of an axis."""
    if "layer" not in spec:
        return spec
    kept = [_without(layer, empty) for layer in spec["layer"] if not _idle(layer, empty)]
    return {**spec, "layer": [layer for layer in kept if layer.get("layer", True)]}


def _idle(layer: Mapping[str, Any], empty: set[str]) -> bool:
    places = [layer.get("encoding", {}).get(channel, {}) for channel in ("x", "y")]
    scaled = any(p.get("type") == "quantitative" and p.get("scale", True) for p in places)
    return scaled and "params" not in layer and layer.get("data", {}).get("name") in empty


def with_table(spec: Mapping[str, Any]) -> dict[str, Any]:
    """A specification that knows the table."""
    if "layer" in spec:
        return {**spec, "layer": [*spec["layer"], _UNSEEN]}
    around = {key: part for key, part in spec.items() if key not in _OF_THE_VIEW}
    view = {key: part for key, part in spec.items() if key in _OF_THE_VIEW}
    return {**around, "layer": [view, _UNSEEN]}


def marks(spec: Mapping[str, Any], table: str | None = None) -> Iterator[dict[str, Any]]:
    """Every mark of a specification, with the name of the table that it reads as "table"."""
    table = spec.get("data", {}).get("name", table)
    if "mark" in spec:
        yield {**spec, "table": table}
    for layer in spec.get("layer", ()):
        yield from marks(layer, table)


def _told(mark: Mapping[str, Any], tables: Mapping[str, Table]) -> dict[str, Any]:
    """The columns that the tooltip of a mark tells, by their titles."""
    tooltip = mark.get("encoding", {}).get("tooltip")
    rows = tables.get(mark["table"], {})
    told = tooltip if isinstance(tooltip, list) else [tooltip] if tooltip else []
    return {
        part.get("title", part["field"]).strip() or _("name"): rows[field]
        for part in told
        if (field := part.get("field", "").removesuffix(TOLD)) in rows
    }
