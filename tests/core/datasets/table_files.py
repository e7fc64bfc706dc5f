"""Tables as files, for tests of their reader."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

HEADING = ("age", "weight", "sex", "smokes", "risk")
ROWS = tuple(
    (
        str(20 + 3 * number),
        f"{50 + 1.25 * number}",
        "fm"[number % 2],
        ("no", "yes", "formerly")[number % 3],
        str(number // 5 % 2),
    )
    for number in range(20)
)
"""Two columns of numbers, two of categories, and a label of 0 or 1."""


def file_of(
    rows: Sequence[Sequence[str]],
    heading: Sequence[str] = (),
    separator: str = ",",
    end: str = "\n",
    encoding: str = "utf-8",
) -> bytes:
    """The file that a spreadsheet would write."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator=end)
    writer.writerows([heading, *rows] if heading else rows)
    return text.getvalue().encode(encoding)


def changed(row: int, column: int, text: str) -> list[list[str]]:
    """`ROWS` with another text in one cell, both counted from 1 as a visitor does."""
    rows = [list(cells) for cells in ROWS]
    rows[row - 1][column - 1] = text
    return rows
