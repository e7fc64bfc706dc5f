"""A visitor's own points as a table in a text file, and back."""

from __future__ import annotations

import math
from collections.abc import Iterator

from core.datasets.tables.records import number_of, records_of
from core.experiments import MOST_POINTS, Experiment
from core.problems import Problem
from core.settings import shorten

COLUMNS = ("x1", "x2", "label")
MOST_CHARACTERS = 100_000
"""A longer text is not read: 200 points take a twentieth of it."""

CURVE_COLUMNS = ("x", "y")
MOST_CURVE_CHARACTERS = 400_000
"""Likewise of a curve: 5,000 points take a third of it."""


def read_csv(text: str) -> tuple[float, ...]:
    """Points from lines "x1,x2,label", with or without a line of names before them.

    Args:
        text: Values separated by commas, semicolons or tabs.

    Returns:
        x1, x2, label, x1, …, as `Experiment.points` takes them; it also checks their bounds.

    Raises:
        Problem: If the text is too long, a line cannot be read or has not three numbers, or there
            is none.
    """
    points: list[float] = []
    for number, row, values in _lines(text, len(COLUMNS), MOST_CHARACTERS):
        if values is None:
            raise Problem(
                "Line {number} should hold three numbers, x1, x2 and a label, not “{text}”.",
                number=number,
                text=row,
            )
        points += values
    if not points:
        raise Problem("The file holds no points. Each line is x1,x2,label.")
    return tuple(points)


def check_points(points: tuple[float, ...]) -> None:
    """At most so many points, and none outside: said of points, where settings speak of numbers.

    Args:
        points: x1, x2, label, x1, …

    Raises:
        Problem: If there are more, or one lies outside.
    """
    count = len(points) // len(COLUMNS)
    if count > MOST_POINTS:
        raise Problem(
            "These are {count} points; at most {most} can be used.", count=count, most=MOST_POINTS
        )
    bounds = Experiment.kinds["points"]
    for place, value in enumerate(points):
        number, column = divmod(place, len(COLUMNS))
        outside = not bounds.minimum <= value <= bounds.maximum
        if column < 2 and outside:
            raise Problem(
                "The coordinates of point {number} must lie between {least} and {most}, not "
                "{value}.",
                number=number + 1,
                least=f"{bounds.minimum:g}",
                most=f"{bounds.maximum:g}",
                value=f"{value:g}",
            )


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
    for number, row, values in _lines(text, len(CURVE_COLUMNS), MOST_CURVE_CHARACTERS):
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


def write_csv(points: tuple[float, ...]) -> str:
    """The text that `read_csv` reads back.

    Args:
        points: x1, x2, label, x1, …

    Returns:
        A line of names, then one line for each point.
    """
    return _written(points, COLUMNS)


def write_curve_csv(points: tuple[float, ...]) -> str:
    """The text that `read_curve_csv` reads back.

    Args:
        points: x, y, x, …

    Returns:
        A line of names, then one line for each point.
    """
    return _written(points, CURVE_COLUMNS)


def _written(points: tuple[float, ...], names: tuple[str, ...]) -> str:
    texts = [f"{number:.12g}" for number in points]
    width = len(names)
    rows = [texts[first : first + width] for first in range(0, len(texts), width)]
    return "\n".join(",".join(row) for row in [names, *rows]) + "\n"


def _lines(text: str, width: int, most: int) -> Iterator[tuple[int, str, list[float] | None]]:
    """Number and text of each line behind the names, and its numbers; None if it is not `width`."""
    if len(text) > most:
        raise Problem(
            "The file may have at most {most} characters, not {count}: leave some points out.",
            count=len(text),
            most=most,
        )
    text = text.lstrip("\ufeff")
    separator = next((mark for mark in ";\t" if mark in text), ",")
    rows = [
        (number, row, [_number(cell, separator) for cell in row])
        for number, row in records_of(text, separator)
    ]
    if rows and all(value is None for value in rows[0][2]):
        rows = rows[1:]  # the names of the columns
    for number, row, values in rows:
        right = len(values) == width and None not in values
        yield number, shorten(separator.join(row)), values if right else None


def _number(cell: str, separator: str) -> float | None:
    number = number_of(cell.strip(), decimal_commas=separator != ",")
    return None if number is None or not math.isfinite(number) else number
