"""The text of a table into rows of cells, and a cell into a number."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator

from core.problems import Problem

_SEPARATORS = (",", ";", "\t")
_LOOKED_AT = 50  # rows that decide on the separator
_MOST_LINE = 1_000_000  # characters: a line of 500 long cells is much shorter
THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")


def records_of(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each row that is not blank.

    Args:
        text: The table.
        separator: What stands between cells.

    Yields:
        The number of the row, as `Cells.rows` counts, and its cells.

    Raises:
        Problem: If a row cannot be read.
    """
    number = 0
    lines = csv.reader(_lines(text), delimiter=separator, skipinitialspace=True)
    try:
        for number, record in enumerate(lines, start=1):
            if any(map(str.strip, record)):
                yield number, record
    except csv.Error:
        raise Problem(
            "Row {row} cannot be read: one of its cells is too long, or a quotation mark opens and "
            "does not close.",
            row=number + 1,
        ) from None


def _lines(text: str) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > _MOST_LINE:
            raise Problem(
                "Row {row} is longer than {most} characters. Is this a table?",
                row=number,
                most=_MOST_LINE,
            )
        yield line


def separator_of(text: str) -> str:
    """The separator by which most rows have equally many cells, and most cells are numbers."""

    def fitness(separator: str) -> tuple[float, float, int]:
        try:
            records = list(itertools.islice(records_of(text, separator), _LOOKED_AT))
        except Problem:
            return 0.0, 0.0, 0
        widths = [len(record) for _row, record in records]
        width = max(set(widths), key=widths.count, default=0)
        if width < 2:
            return 0.0, 0.0, width
        cells = [cell.strip() for _row, record in records for cell in record]
        numbers = sum(number_of(cell, decimal_commas(separator)) is not None for cell in cells)
        return widths.count(width) / len(records), numbers / len(cells), width

    return max(_SEPARATORS, key=fitness)


def decimal_commas(separator: str) -> bool:
    """Whether “1,5” is a number between such separators."""
    return separator == ";"


def number_of(text: str, decimal_commas: bool) -> float | None:
    """The number that a text without blanks around it stands for, or None.

    Args:
        text: Such as "1.5", "1e-3", "nan" or "12,345".
        decimal_commas: Whether "1,5" is a number.
    """
    # Half a microsecond for each text that cannot be a number.
    if "_" in text or (text[:1].isalpha() and not text.lower().startswith(("inf", "nan"))):
        return None
    try:
        return float(text)
    except ValueError:
        pass
    if "," not in text:
        return None
    if decimal_commas and text.count(",") == 1:
        return number_of(text.replace(",", "."), False)
    return float(text.replace(",", "")) if THOUSANDS.fullmatch(text) else None
