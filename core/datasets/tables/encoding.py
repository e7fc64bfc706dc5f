"""The columns of a table into what a network is given: numbers as they are, categories one-hot."""

from __future__ import annotations

import numpy as np

from core.datasets.tables.cells import MOST_COLUMNS, Cells, Column
from core.datasets.tables.columns import categories, holds_numbers
from core.datasets.tables.decoding import MOST_BYTES
from core.problems import Problem
from core.settings import shorten

MOST_NUMBERS = MOST_BYTES // 2
"""A table of more numbers, its categories written out, is not taken. The largest file holds as
many if each is one digit; they need 40 MB."""

_SHOWN = 8  # categories that a note lists


def inputs_of(
    cells: Cells, notes: list[Problem]
) -> tuple[np.ndarray, tuple[str, ...], tuple[str, ...], tuple[int, ...]]:
    """What a network is given for each row.

    Args:
        cells: Without gaps, and without the label.
        notes: Gets a sentence for each column that is left out or written as categories.

    Returns:
        Inputs of shape (rows, features), float64; the name of each, such as “age” or “sex=male”;
        the name of the column that each comes from; and the numbers of these columns in the file,
        from 1.

    Raises:
        Problem: If there are none, or too many.
    """
    blocks, names, origins, kept = [], [], [], []
    for place, origin in enumerate(_names(cells)):
        column = cells.column(place)
        block, kinds = _encoded(column)
        if (block == block[0]).all():
            notes.append(
                Problem(
                    "Column {column} was left out: it holds “{text}” in every row.",
                    column=column.title,
                    text=column.first(np.ones(len(block), bool))[1],
                )
            )
            continue
        if kinds:
            notes.append(
                Problem(
                    "Column {column} holds {count} categories, each a column of 0 and 1: {names}.",
                    column=column.title,
                    count=len(kinds),
                    names=listed(kinds),
                )
            )
        blocks.append(block)
        kept.append(cells.columns[place])
        names += [f"{origin}={shorten(kind)}" for kind in kinds] or [origin]
        origins += [origin] * block.shape[1]
        _check_size(len(names), len(block))
    if not blocks:
        raise Problem(
            "No column is left to learn from: each is empty, the same in every row, only counts "
            "the rows or holds too many different texts."
        )
    return np.concatenate(blocks, axis=1), apart(names), tuple(origins), tuple(kept)


def listed(names: tuple[str, ...]) -> str:
    """Names as a note lists them: the first few."""
    shown = [shorten(name) for name in names[:_SHOWN]]
    return ", ".join([*shown, "…"] if len(names) > _SHOWN else shown)


def _encoded(column: Column) -> tuple[np.ndarray, tuple[str, ...]]:
    """The inputs of a column, shape (rows, inputs), float64, and its categories if it has any."""
    if holds_numbers(column):
        return column.values[:, None], ()
    of, names = categories(column)
    return (of[:, None] == np.arange(len(names))).astype(np.float64), names


def _check_size(features: int, rows: int) -> None:
    if features > MOST_COLUMNS:
        raise Problem(
            "With a column for each category, the table has more than {most} columns. Leave out a "
            "column that has many categories.",
            most=MOST_COLUMNS,
        )
    if features * rows > MOST_NUMBERS:
        raise Problem(
            "With a column for each category, the table has more than {most} numbers. Leave out "
            "rows, or a column that has many categories.",
            most=MOST_NUMBERS,
        )


def _names(cells: Cells) -> tuple[str, ...]:
    pairs = zip(cells.names, cells.columns, strict=True)
    return apart([name or f"x{number}" for name, number in pairs])


def apart(names: list[str]) -> tuple[str, ...]:
    """The names, those that stand more than once told apart by a number."""
    taken: dict[str, None] = {}
    for name in names:
        other, number = name, 1
        while other in taken:
            number += 1
            other = f"{name} ({number})"
        taken[other] = None
    return tuple(taken)
