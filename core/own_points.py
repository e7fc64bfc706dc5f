"""A visitor's own points as a table in a text file, and back."""

from __future__ import annotations

import csv
import io
import math

from core.problems import Problem
from core.settings import shorten

COLUMNS = ("x1", "x2", "label")
MOST_CHARACTERS = 100_000
"""A longer text is not read: 200 points take a twentieth of it."""


def read_csv(text: str) -> tuple[float, ...]:
    """Points from lines "x1,x2,label", with or without a line of names before them.

    Args:
        text: Values separated by commas, semicolons or tabs.

    Returns:
        x1, x2, label, x1, …, as `Experiment.points` takes them; it also checks their bounds.

    Raises:
        Problem: If the text is too long, a line has not three numbers, or there is none.
    """
    if len(text) > MOST_CHARACTERS:
        raise Problem(
            "The file has {count} characters; at most {most} are read. Leave some points out.",
            count=len(text),
            most=MOST_CHARACTERS,
        )
    separator = next((mark for mark in ";\t" if mark in text), ",")
    lines = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=separator)
    rows = [(number, row) for number, row in enumerate(lines, start=1) if any(map(str.strip, row))]
    if rows and _numbers(rows[0][1]) is None and not any(map(_is_number, rows[0][1])):
        rows = rows[1:]  # the names of the columns
    points: list[float] = []
    for number, row in rows:
        values = _numbers(row)
        if values is None:
            raise Problem(
                "Line {number} should hold three numbers, x1, x2 and a label, not “{text}”.",
                number=number,
                text=shorten(separator.join(row)),
            )
        points += values
    if not points:
        raise Problem("The file holds no points. Each line is x1,x2,label.")
    return tuple(points)


def write_csv(points: tuple[float, ...]) -> str:
    """The text that `read_csv` reads back.

    Args:
        points: x1, x2, label, x1, …

    Returns:
        A line of names, then one line for each point.
    """
    rows = zip(points[::3], points[1::3], points[2::3], strict=True)
    lines = [",".join(COLUMNS), *(f"{x1:.12g},{x2:.12g},{label:g}" for x1, x2, label in rows)]
    return "\n".join(lines) + "\n"


def _numbers(row: list[str]) -> list[float] | None:
    return [float(text) for text in row] if len(row) == 3 and all(map(_is_number, row)) else None


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
