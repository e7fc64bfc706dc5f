"""The last column of a table: classes, or a number to predict."""

from __future__ import annotations

import numpy as np

from core.datasets.tables.cells import MOST_TEXTS, Column
from core.datasets.tables.columns import categories, entries, holds_numbers
from core.datasets.tables.encoding import apart, listed
from core.problems import Problem
from core.settings import shorten

LEAST_OF_A_CLASS = 3
"""Examples that a class needs: one each to train, to validate and to test with."""

MOST_NUMBER_CLASSES = 20
"""More different whole numbers than this are no classes: a number is to be predicted."""


def check_label(column: Column) -> None:
    """Raise `Problem` if the last column, gaps aside, can be no label."""
    if holds_numbers(column):
        return
    if entries(column) > MOST_TEXTS:
        row, text = column.first(column.codes > 0)
        raise Problem(
            "The last column, {column}, is to be the label but holds more than {most} different "
            "texts (“{text}” in row {row} is the first). Put the label into the last column.",
            column=column.title,
            most=MOST_TEXTS,
            text=text,
            row=row,
        )


def labels_of(column: Column, notes: list[Problem]) -> tuple[np.ndarray, tuple[str, ...]]:
    """The labels of a column without gaps.

    Whole numbers are classes if there are two of them, or at most `MOST_NUMBER_CLASSES` that
    stand `LEAST_OF_A_CLASS` times or more each.

    Args:
        column: The last one.
        notes: Gets a sentence that says what it was taken for.

    Returns:
        Classes from 0, shape (rows,), int64, and their names, shortened; or the numbers, float32,
        and none.

    Raises:
        Problem: If all rows have the same label, or a class is too rare.
    """
    if entries(column) == 1:
        raise _all_the_same(column)
    if holds_numbers(column) and not _are_classes(column.values):
        numbers = column.values.astype(np.float32)
        if (numbers == numbers[0]).all():
            raise _all_the_same(column)
        notes.append(
            Problem(
                "The last column, {column}, holds {count} different numbers: a number is to be "
                "predicted, not a class.",
                column=column.title,
                count=entries(column),
            )
        )
        return numbers, ()
    of, names = categories(column)
    _check_counts(column, of, names)
    names = apart([shorten(name) for name in names])
    notes.append(
        Problem(
            "The last column, {column}, holds {count} classes: {names}.",
            column=column.title,
            count=len(names),
            names=listed(names),
        )
    )
    return of, names


def _all_the_same(column: Column) -> Problem:
    row, text = column.first(np.ones(len(column.rows), bool))
    return Problem(
        "The last column, {column}, holds “{text}” in every row from row {row} on: there is "
        "nothing to tell apart. The label needs at least two classes.",
        column=column.title,
        text=text,
        row=row,
    )


def _are_classes(values: np.ndarray) -> bool:
    found, counts = np.unique(values, return_counts=True)
    if len(found) > MOST_NUMBER_CLASSES or (found != np.round(found)).any():
        return False
    return len(found) == 2 or counts.min() >= LEAST_OF_A_CLASS


def _check_counts(column: Column, of: np.ndarray, names: tuple[str, ...]) -> None:
    counts = np.bincount(of, minlength=len(names))
    rarest = int(np.argmin(counts))
    if counts[rarest] < LEAST_OF_A_CLASS:
        row, text = column.first(of == rarest)
        raise Problem(
            "The last column, {column}, holds too few “{text}”: {count}, the first in row {row}. A "
            "class needs at least {least} rows, to train, to validate and to test with.",
            column=column.title,
            text=text,
            count=int(counts[rarest]),
            row=row,
            least=LEAST_OF_A_CLASS,
        )
