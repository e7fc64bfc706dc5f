"""Points as lines of text."""

from __future__ import annotations

import math
from collections.abc import Iterator

from core.datasets.tables.records import number_of, records_of
from core.problems import Problem
from core.settings import shorten


def written(points: tuple[float, ...], names: tuple[str, ...]) -> str:
    """Points as lines below the names of their numbers."""
    texts = [f"{number:.12g}" for number in points]
    width = len(names)
    rows = [texts[first : first + width] for first in range(0, len(texts), width)]
    return "\n".join(",".join(row) for row in [names, *rows]) + "\n"


def lines_of(text: str, width: int, most: int) -> Iterator[tuple[int, str, list[float] | None]]:
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
