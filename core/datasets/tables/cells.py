"""The cells of a table: numbers, texts and gaps."""

from __future__ import annotations

import dataclasses
import itertools
import math
from array import array
from dataclasses import dataclass

import numpy as np

from core.datasets.tables.records import decimal_commas, number_of, records_of, separator_of
from core.problems import Problem
from core.settings import shorten

MOST_ROWS = 50_000
MOST_COLUMNS = 500
MOST_TEXTS = 50
"""A column with more different texts than this has no categories: it is crowded."""

NUMBER, GAP = 0, -1
"""Codes of a cell that holds a number, and of one that holds nothing; a text has its own, from 1.
In a crowded column, `MOST_TEXTS` + 1 stands for any further text."""

GAPS = frozenset(("", "na", "n/a", "#n/a", "nan", "null", "?", "결측"))
"""How people write that a value is missing, in small letters."""


_LOOKED_AT = 50  # rows that say whether the first one holds names


@dataclass(frozen=True, eq=False)
class Column:
    """A column of cells.

    Attributes:
        name: Its name; empty where there is none.
        title: How a sentence names it: by its number in the file, and its name.
        values: Numbers, shape (rows,), float64; NaN where a cell holds none.
        codes: What each cell holds, shape (rows,), int8.
        texts: The different texts: that of code 1, of code 2, …
        rows: Number of each row in the file, shape (rows,).
    """

    name: str
    title: str
    values: np.ndarray
    codes: np.ndarray
    texts: tuple[str, ...]
    rows: np.ndarray

    def first(self, where: np.ndarray) -> tuple[int, str]:
        """Number of the first row of a mask, and what stands there."""
        place = int(np.argmax(where))
        code = self.codes[place]
        if code == NUMBER:
            text = f"{self.values[place]:g}"
        else:
            text = self.texts[code - 1] if 0 < code <= len(self.texts) else "…"
        return int(self.rows[place]), shorten(text)


@dataclass(frozen=True, eq=False)
class Cells:
    """A rectangle of cells.

    Attributes:
        values: Numbers, shape (rows, columns), float64; NaN where a cell holds none.
        codes: What each cell holds, shape (rows, columns), int8.
        rows: Number of each row in the file, shape (rows,): from 1, blank rows counted, a cell
            with line breaks counted as one row, as a spreadsheet does.
        columns: Number of each column in the file, from 1.
        names: Name of each column; empty where there is none.
        texts: The different texts of each column: that of code 1, of code 2, …
    """

    values: np.ndarray
    codes: np.ndarray
    rows: np.ndarray
    columns: tuple[int, ...]
    names: tuple[str, ...]
    texts: tuple[tuple[str, ...], ...]

    @property
    def headed(self) -> bool:
        """Has the table names of columns?"""
        return any(self.names)

    def column(self, place: int) -> Column:
        """The column at a place, counted from 0 (and backwards from -1)."""
        name, number = self.names[place], self.columns[place]
        return Column(
            name,
            f"{number} “{name}”" if name else str(number),
            self.values[:, place],
            self.codes[:, place],
            self.texts[place],
            self.rows,
        )

    def with_rows(self, mask: np.ndarray) -> Cells:
        """Some of the rows, by a mask."""
        return dataclasses.replace(
            self, values=self.values[mask], codes=self.codes[mask], rows=self.rows[mask]
        )

    def with_columns(self, places: list[int]) -> Cells:
        """Some of the columns, by their places from 0."""
        return Cells(
            self.values[:, places],
            self.codes[:, places],
            self.rows,
            tuple(self.columns[place] for place in places),
            tuple(self.names[place] for place in places),
            tuple(self.texts[place] for place in places),
        )


def cells_of(text: str) -> Cells:
    """The cells of a table, the names of its columns apart.

    Args:
        text: Rows of cells between commas, semicolons or tabs, quoted where needed.

    Returns:
        Its cells.

    Raises:
        Problem: If rows differ in length, or there are too many, too few or too long ones.
    """
    separator = separator_of(text)
    records = records_of(text, separator)
    number, first = next(records, (1, []))
    if len(first) < 2:
        raise Problem(
            "The table has one column only. It needs at least two, separated by commas, semicolons "
            "or tabs; the last one is the label."
        )
    if len(first) > MOST_COLUMNS:
        raise Problem(
            "Row {row} has {count} columns. A table may have at most {most}: leave some out.",
            row=number,
            count=len(first),
            most=MOST_COLUMNS,
        )
    commas, underscores = decimal_commas(separator), "_" in text
    looked_at = list(itertools.islice(records, _LOOKED_AT))
    probe = _Sheet(len(first), commas, underscores)
    for row, record in looked_at:
        probe.add(row, record, number)
    named = probe.is_heading(first)
    sheet = _Sheet(len(first), commas, underscores)
    beginning = looked_at if named else [(number, first), *looked_at]
    for row, record in itertools.chain(beginning, records):
        sheet.add(row, record, number)
    return sheet.cells([shorten(cell) for cell in first] if named else [""] * len(first))


class _Sheet:
    """Cells as they are read; most rows hold nothing but numbers, which is quick."""

    def __init__(self, width: int, decimal_commas: bool, underscores: bool) -> None:
        self.width = width
        # Python takes 1_000 for a number; a table does not.
        self._underscores = underscores
        self.rows = array("i")
        self._decimal_commas = decimal_commas
        self._values, self._codes = array("d"), array("b")
        self._texts: list[dict[str, int]] = [{} for _ in range(width)]
        self._all_numbers = array("b", [NUMBER] * width)

    def add(self, row: int, record: list[str], first: int) -> None:
        """Add a row.

        Args:
            row: Its number in the file.
            record: Its cells.
            first: Number of the row that says how many cells there should be.

        Raises:
            Problem: If it has another number of cells, or is one row too many.
        """
        if len(record) != self.width:
            raise Problem(
                "Row {row} has {count} cells, but row {first} has {width}. Every row needs as "
                "many: quote a cell that holds the separator, and close each quotation mark.",
                row=row,
                count=len(record),
                first=first,
                width=self.width,
            )
        if len(self.rows) == MOST_ROWS:
            raise Problem("A table may have at most {most} rows: leave some out.", most=MOST_ROWS)
        self.rows.append(row)
        try:
            values = list(map(float, record))
        except ValueError:
            self._add_slowly(record)
            return
        if self._underscores and any("_" in cell for cell in record):
            self._add_slowly(record)
            return
        self._values.extend(values)
        self._codes.extend(self._all_numbers)

    def _add_slowly(self, record: list[str]) -> None:
        for cell, texts in zip(record, self._texts, strict=True):
            cell = cell.strip()
            code, value = texts.get(cell), math.nan
            if code is None:
                code = NUMBER
                if cell.lower() in GAPS:
                    code = GAP
                else:
                    number = number_of(cell, self._decimal_commas)
                    if number is None:
                        code = len(texts) + 1
                        if code <= MOST_TEXTS:
                            texts[cell] = code
                    else:
                        value = number
            self._values.append(value)
            self._codes.append(code)

    def is_heading(self, record: list[str]) -> bool:
        """Does a row hold the names of the columns of the rows added so far?

        It holds texts alone, and stands above a column of numbers or repeats nothing below it.
        """
        cells = [cell.strip() for cell in record]
        if any(number_of(cell, self._decimal_commas) is not None for cell in cells):
            return False
        named = [column for column, cell in enumerate(cells) if cell]
        if any(not self._texts[column] for column in named):
            return True
        return not any(cells[column] in self._texts[column] for column in named)

    def cells(self, names: list[str]) -> Cells:
        """All rows, under these names."""
        shape = (len(self.rows), self.width)
        values = np.array(self._values).reshape(shape)
        codes = np.array(self._codes, np.int8).reshape(shape)
        # “nan” may stand among numbers.
        codes[(codes == NUMBER) & np.isnan(values)] = GAP
        return Cells(
            values,
            codes,
            np.array(self.rows),
            tuple(range(1, self.width + 1)),
            tuple(names),
            tuple(tuple(texts) for texts in self._texts),
        )
