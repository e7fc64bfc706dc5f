"""Colours and dashes shared by all charts.

Every colour keeps a contrast of at least 3:1 against the light and the dark
background of the theme (tested), so that one palette serves both.
"""

from __future__ import annotations

COLOURS = (
    "#2f7de1",
    "#e0651a",
    "#12936f",
    "#b05cd6",
    "#d6336c",
    "#8a7a1f",
    "#5f7d8c",
    "#a0522d",
)
"""For curves compared on one chart, in order."""

DASHES = ([1, 0], [8, 3], [2, 2], [10, 3, 2, 3], [5, 2], [12, 4], [3, 5], [6, 2, 2, 2, 2, 2])
"""A dash for each colour, so that no curve is told by colour alone."""

FIRST_CLASS = COLOURS[0]
SECOND_CLASS = COLOURS[1]
GUIDE = "#8792a2"
"""Axes, asymptotes, rules: visible on both backgrounds, behind the data."""
