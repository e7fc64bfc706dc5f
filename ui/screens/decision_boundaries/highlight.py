"""Marks a unit of the network's diagram in the browser, as long as its formula is read."""

from __future__ import annotations

from ui.components import component
from ui.screens.decision_boundaries.charts.network import CHOSEN

_marker = component("highlight")


def unit(place: int, key: str) -> None:
    """Mark a unit while this stands on the page.

    Args:
        place: Its place among all units of the diagram, from 0, inputs first.
        key: Of the widget.
    """
    _marker(data={"place": place, "name": CHOSEN}, key=key)
