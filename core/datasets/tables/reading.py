"""A CSV file into a table: inputs and labels, and what was done to get them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.datasets.tables.cells import GAP, Cells, cells_of
from core.datasets.tables.columns import holds_numbers, why_left_out
from core.datasets.tables.decoding import encoding_of, text_of
from core.datasets.tables.encoding import inputs_of
from core.datasets.tables.labels import check_label, labels_of
from core.datasets.tables.records import decimal_commas, separator_of
from core.problems import Problem

LEAST_ROWS = 10
"""A table of fewer rows is not taken: it has to be parted in three."""

_DIGEST = 12  # hexadecimal digits


class Way(NamedTuple):
    """How a file was read: what whoever reads it again must do to get the same table.

    Numbers of columns are those in the file, from 1. Nothing here is content of the table.

    Attributes:
        encoding: As Python names it.
        separator: What stands between cells.
        decimal_commas: Whether “1,5” is a number.
        headed: Whether names of columns stand in the first row.
        width: Cells of each row.
        complete: Columns in which no cell may be empty; other rows are left out.
        read: Columns that the inputs come from, and that of the label.
        numbers: Those of the inputs' columns that hold numbers; the others hold categories.
        rows: Rows that are left.
    """

    encoding: str
    separator: str
    decimal_commas: bool
    headed: bool
    width: int
    complete: tuple[int, ...]
    read: tuple[int, ...]
    numbers: tuple[int, ...]
    rows: int


@dataclass(frozen=True, eq=False)
class Table:
    """What a visitor's table holds. Equal tables have equal digests.

    Attributes:
        columns: Name of each input, such as "age" or, of a category, "sex=male".
        inputs: Shape (rows, inputs), float64, finite: large numbers that differ little stay apart
            until they are standardised.
        labels: Classes from 0, shape (rows,), int64; or numbers to predict, float32, finite.
        classes: Name of each class; empty where a number is to be predicted.
        label: Name of the last column.
        origins: Name of the column that each input comes from.
        digest: Names the content, so that settings can say which table they mean.
        notes: What was done, a sentence each: what was left out, what became categories.
        way: How the file was read, to read it so again.
    """

    columns: tuple[str, ...]
    inputs: np.ndarray
    labels: np.ndarray
    classes: tuple[str, ...]
    label: str
    origins: tuple[str, ...]
    digest: str
    notes: tuple[Problem, ...]
    way: Way


def read_table(data: bytes) -> Table:
    """Read a CSV file, whose last column is the label.

    Separators are comma, semicolon or tab; names of columns may stand in the first row. Columns of
    texts are written one-hot. Rows with gaps, and columns that say nothing, are left out, which
    the table's notes tell.

    Args:
        data: The file, at most `decoding.MOST_BYTES`, in UTF-8, UTF-16 with a byte
            order mark, CP949 (EUC-KR) or Latin-1.

    Returns:
        The table.

    Raises:
        Problem: If it cannot be used: a sentence that names the row and the column.
    """
    notes: list[Problem] = []
    text = text_of(data)
    whole = cells_of(text)
    _check_rows(len(whole.rows))
    cells = _without_empty_columns(whole, notes)
    check_label(cells.column(-1))
    cells = _without_useless_columns(cells, notes)
    cells = _without_gaps(cells, notes)
    labels, classes = labels_of(cells.column(-1), notes)
    label = cells.names[-1] or f"x{cells.columns[-1]}"
    features = cells.with_columns(list(range(len(cells.columns) - 1)))
    inputs, columns, origins, read = inputs_of(features, notes)
    return Table(
        columns=columns,
        inputs=inputs,
        labels=labels,
        classes=classes,
        label=label,
        origins=origins,
        digest=_digest(inputs, labels, columns, classes, label),
        notes=tuple(notes),
        way=Way(
            encoding=encoding_of(data),
            separator=(separator := separator_of(text)),
            decimal_commas=decimal_commas(separator),
            headed=whole.headed,
            width=len(whole.columns),
            complete=cells.columns,
            read=(*read, cells.columns[-1]),
            numbers=_of_numbers(features, read),
            rows=len(labels),
        ),
    )


def _of_numbers(features: Cells, read: tuple[int, ...]) -> tuple[int, ...]:
    """Which of the columns read hold numbers."""
    places = {number: place for place, number in enumerate(features.columns)}
    return tuple(number for number in read if holds_numbers(features.column(places[number])))


def _check_rows(count: int) -> None:
    if count < LEAST_ROWS:
        raise Problem(
            "Rows with values in the table: {count}. It needs at least {least}, some each to "
            "train, to validate and to test with.",
            count=count,
            least=LEAST_ROWS,
        )


def _without_empty_columns(cells: Cells, notes: list[Problem]) -> Cells:
    empty = (cells.codes == GAP).all(axis=0)
    for place in np.flatnonzero(empty):
        notes.append(
            Problem("Column {column} was left out: it is empty.", column=cells.column(place).title)
        )
    cells = cells.with_columns(np.flatnonzero(~empty).tolist())
    if len(cells.columns) < 2:
        raise Problem(
            "Only one column holds values. The table needs at least two; the last one is the label."
        )
    return cells


def _without_useless_columns(cells: Cells, notes: list[Problem]) -> Cells:
    kept = []
    for place in range(len(cells.columns) - 1):
        why = why_left_out(cells.column(place), cells.headed)
        if why is None:
            kept.append(place)
        else:
            notes.append(why)
    if not kept:
        raise notes[-1]
    return cells.with_columns([*kept, len(cells.columns) - 1])


def _without_gaps(cells: Cells, notes: list[Problem]) -> Cells:
    """The rows in which no cell is empty.

    Raises:
        Problem: If they are fewer than half.
    """
    gaps = cells.codes == GAP
    incomplete = gaps.any(axis=1)
    count = int(incomplete.sum())
    if not count:
        return cells
    first = int(np.argmax(incomplete))
    if 2 * count > len(incomplete):
        worst = cells.column(int(gaps.sum(axis=0).argmax()))
        raise Problem(
            "Rows in which a value is missing: {count} of {rows}. Column {column} has the most "
            "gaps, the first in row {row}. Fill the gaps, or leave the column out.",
            count=count,
            rows=len(incomplete),
            column=worst.title,
            row=worst.first(worst.codes == GAP)[0],
        )
    notes.append(
        Problem(
            "Rows left out because a value is missing: {count} of {rows}, the first of them row "
            "{row}, column {column}.",
            count=count,
            rows=len(incomplete),
            row=int(cells.rows[first]),
            column=cells.column(int(np.argmax(gaps[first]))).title,
        )
    )
    cells = cells.with_rows(~incomplete)
    _check_rows(len(cells.rows))
    return cells


def _digest(
    inputs: np.ndarray,
    labels: np.ndarray,
    columns: tuple[str, ...],
    classes: tuple[str, ...],
    label: str,
) -> str:
    digest = hashlib.sha256(
        repr((inputs.shape, labels.dtype.str, columns, classes, label)).encode()
    )
    digest.update(np.ascontiguousarray(inputs).tobytes())
    digest.update(labels.tobytes())
    return digest.hexdigest()[:_DIGEST]
