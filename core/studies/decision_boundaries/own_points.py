"""A visitor's own points as a table in a text file, and back."""

from __future__ import annotations

from core.datasets.tables.points import lines_of, written
from core.experiments import MOST_POINTS, Experiment
from core.problems import Problem

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
        Problem: If the text is too long, a line cannot be read or has not three numbers, or there
            is none.
    """
    points: list[float] = []
    for number, row, values in lines_of(text, len(COLUMNS), MOST_CHARACTERS):
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


def write_csv(points: tuple[float, ...]) -> str:
    """The text that `read_csv` reads back.

    Args:
        points: x1, x2, label, x1, …

    Returns:
        A line of names, then one line for each point.
    """
    return written(points, COLUMNS)
