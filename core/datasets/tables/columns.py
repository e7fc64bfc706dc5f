"""A column of cells as numbers, or as categories."""

from __future__ import annotations

import numpy as np

from core.datasets.tables.cells import MOST_TEXTS, NUMBER, Column
from core.problems import Problem

LARGEST = 1e12
"""Numbers beyond this are not taken."""

_COUNTERS = frozenset(("", "id", "index", "no", "no.", "unnamed: 0", "번호"))


def holds_numbers(column: Column) -> bool:
    """Does a column hold numbers? If not, it holds categories.

    Raises:
        Problem: If it is a column of numbers in which something else stands, or one is too large.
    """
    numbers, texts = column.codes == NUMBER, column.codes > 0
    if texts.any():
        if numbers.sum() <= texts.sum() or _mixes_categories(column):
            return False
        row, text = column.first(texts)
        raise Problem(
            "Row {row}, column {column}: “{text}” is no number, but most cells of this column hold "
            "numbers. Correct it, or leave the cell empty.",
            row=row,
            column=column.title,
            text=text,
        )
    large = numbers & ~(np.abs(column.values) <= LARGEST)
    if large.any():
        row, text = column.first(large)
        raise Problem(
            "Row {row}, column {column} holds {value}; numbers may lie between {minimum} and "
            "{maximum}.",
            row=row,
            column=column.title,
            value=text,
            minimum=f"{-LARGEST:g}",
            maximum=f"{LARGEST:g}",
        )
    return True


def _mixes_categories(column: Column) -> bool:
    """Are the numbers of a column categories too, as in 0, 1, 2, 3+? A slip stands there once."""
    counts = np.bincount(column.codes[column.codes > 0])
    return counts[counts > 0].min() > 1 and entries(column) <= MOST_TEXTS


def entries(column: Column) -> int:
    """How many different entries a column has; of its texts, no more than `MOST_TEXTS` + 1."""
    texts = np.unique(column.codes[column.codes > 0])
    return len(texts) + len(np.unique(column.values[column.codes == NUMBER]))


def categories(column: Column) -> tuple[np.ndarray, tuple[str, ...]]:
    """The categories of a column without gaps that has at most `MOST_TEXTS` entries.

    Returns:
        The category of each row, from 0, shape (rows,), int64, and the names of the categories:
        numbers rising, then texts in their order.
    """
    numbers = column.codes == NUMBER
    found, of_numbers = np.unique(column.values[numbers], return_inverse=True)
    codes, of_texts = np.unique(column.codes[~numbers], return_inverse=True)
    texts = [column.texts[code - 1] for code in codes]
    order = sorted(range(len(texts)), key=texts.__getitem__)
    of = np.empty(len(numbers), np.int64)
    of[numbers] = of_numbers
    of[~numbers] = len(found) + np.argsort(order)[of_texts]
    return of, (*(f"{number:.15g}" for number in found), *(texts[place] for place in order))


def why_left_out(column: Column, headed: bool) -> Problem | None:
    """Why a column cannot be an input, or None if it can be.

    Args:
        column: The column.
        headed: Whether the table has names of columns; one may be empty all the same.

    Raises:
        Problem: As `holds_numbers`.
    """
    if not holds_numbers(column):
        if entries(column) <= MOST_TEXTS:
            return None
        row, text = column.first(column.codes > 0)
        return Problem(
            "Column {column} was left out: it holds more than {most} different texts (“{text}” in "
            "row {row} is the first).",
            column=column.title,
            most=MOST_TEXTS,
            text=text,
            row=row,
        )
    counter = headed and column.name.lower() in _COUNTERS
    if counter and len(column.values) > 1 and (np.diff(column.values) == 1).all():
        return Problem(
            "Column {column} was left out: it only counts the rows.", column=column.title
        )
    return None
