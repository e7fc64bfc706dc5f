"""A visitor's own curve as text."""

from __future__ import annotations

from core.datasets.tables.points import lines_of, written
from core.problems import Problem

CURVE_COLUMNS = ("x", "y")
MOST_CURVE_CHARACTERS = 400_000
"""Of a text with points: 5,000 of them take a third of it."""


def read_curve_csv(text: str) -> tuple[float, ...]:
    """Points of a curve from lines "x,y", with or without a line of names before them.

    Args:
        text: Values separated by commas, semicolons or tabs.

    Returns:
        x, y, x, …, as `CurveTask.points` takes them; it also checks their number and bounds.

    Raises:
        Problem: If the text is too long, a line cannot be read or has not two numbers, or there
            is none.
    """
    points: list[float] = []
    for number, row, values in lines_of(text, len(CURVE_COLUMNS), MOST_CURVE_CHARACTERS):
        if values is None:
            raise Problem(
                "Line {number} should hold two numbers, x and y, not “{text}”.",
                number=number,
                text=row,
            )
        points += values
    if not points:
        raise Problem("The file holds no points. Each line is x,y.")
    return tuple(points)


def write_curve_csv(points: tuple[float, ...]) -> str:
    """The text that `read_curve_csv` reads back.

    Args:
        points: x, y, x, …

    Returns:
        A line of names, then one line for each point.
    """
    return written(points, CURVE_COLUMNS)
