"""A file that is no good table gives a sentence that names the place, and nothing else."""

from __future__ import annotations

import gzip
import io
import pickle
import zipfile

import numpy as np
import pytest
from hypothesis import event, given

from core.datasets.tables import Table, read_table
from core.datasets.tables.cells import MOST_COLUMNS, MOST_ROWS
from core.datasets.tables.decoding import MOST_BYTES
from core.datasets.tables.labels import LEAST_OF_A_CLASS
from core.datasets.tables.reading import LEAST_ROWS
from core.problems import Problem
from tests.core.datasets.table_files import HEADING, ROWS, changed, file_of
from tests.core.datasets.table_strategies import FILES


def workbook() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return file.getvalue()


def ragged(row: int, cells: int) -> bytes:
    rows = [list(each) for each in ROWS]
    rows[row - 1] = (rows[row - 1] * 2)[:cells]
    return file_of(rows)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty"),
        (b" \n\r\n\t", "The file is empty"),
        (b'""\n""\n', "one column only"),
        (b"\xef\xbb\xbf", "The file is empty"),
        (b"\xff\xfea", "begins like UTF-16 but is damaged"),
        (workbook(), "no text file (Excel, zip)"),
        (gzip.compress(file_of(ROWS)), "no text file (gzip)"),
        (b"%PDF-1.7", "no text file (PDF)"),
        (b"1,2\n3,\x004\n", "row 2 holds a character (code 0)"),
        (bytes(range(256)), "no text file"),
        ("1,2\n3,4".encode("utf-16-le"), "row 1 holds a character (code 0)"),
        (b"Dear Sir or Madam\nI beg your pardon\n" * 20, "one column only"),
        (b"Dear Sir, or Madam\nI beg your pardon\n" * 20, "Row 2 has 1 cells, but row 1 has 2"),
        (ragged(3, 4), "Row 3 has 4 cells, but row 1 has 5"),
        (ragged(20, 7), "Row 20 has 7 cells, but row 1 has 5"),
        (file_of(ROWS).replace(b"yes", b'"yes', 1), "cells, but row 1 has 5"),
        (b'1,"' + b"2" * 200_000 + b'"\n', "Row 1 cannot be read"),
        (b"1," * 600_000, "Row 1 is longer than"),
        (b"1," * MOST_COLUMNS + b"1\n", "has 501 columns. A table may have at most 500"),
        (b"1,2,0\n" * (MOST_ROWS + 1), "at most 50000 rows"),
        (b"a,b,c\n" + b"1,2,0\n" * (MOST_ROWS + 1), "at most 50000 rows"),
        (b"1" * (MOST_BYTES + 1), "at most 10 MB"),
        (b"1,2,0\n", "Rows with values in the table: 1."),
        (b"a,b,c\n", "Rows with values in the table: 0."),
        (file_of(ROWS[: LEAST_ROWS - 1], HEADING), "Rows with values in the table: 9."),
        (file_of(changed(4, 1, "old"), HEADING), "Row 5, column 1 “age”: “old” is no number"),
        (file_of(changed(4, 2, "1_0")), "Row 4, column 2: “1_0” is no number"),
        (file_of(changed(4, 2, "inf"), HEADING), "Row 5, column 2 “weight” holds inf"),
        (file_of(changed(1, 2, "-1e999")), "Row 1, column 2 holds -inf"),
        (file_of(changed(20, 1, "1e13")), "Row 20, column 1 holds 1e+13"),
        (file_of([(*row[:4], "1") for row in ROWS], HEADING), "column, 5 “risk”, holds “1” in ev"),
        (file_of([(*row[:4], "yes") for row in ROWS]), "holds “yes” in every row from row 1 on"),
        (
            file_of([(*row[:4], "ab"[n == 7]) for n, row in enumerate(ROWS)]),
            "“b”: 1, the first in row 8",
        ),
        (file_of([(str(n), f"t{n}") for n in range(60)], ("x", "y")), "“t0” in row 2 is the first"),
        (file_of([("1", "a", str(n % 2)) for n in range(20)]), "No column is left"),
        (file_of([("", str(n % 2)) for n in range(20)]), "Only one column holds values"),
        (
            file_of(
                [(str(n) if n % 3 else "", str(n % 2)) for n in range(20)][:13] + [("", "1")] * 9
            ),
            "Column 1 has the most gaps, the first in row 1",
        ),
        (
            file_of([[f"c{(n + k) % 40}" for k in range(20)] + [str(n % 2)] for n in range(80)]),
            "more than 500 columns",
        ),
        (
            file_of(
                [[f"c{(n + k) % 20}" for k in range(20)] + [str(n % 2)] for n in range(14_000)]
            ),
            "more than 5242880 numbers",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_table_gives_a_sentence_that_names_the_place(data, words):
    with pytest.raises(Problem) as raised:
        read_table(data)
    assert words in str(raised.value)
    assert "{" not in str(raised.value)


def test_the_largest_tables_are_read():
    assert read_table(b"1,2,0\n7,3,1\n" * (MOST_ROWS // 2)).inputs.shape == (MOST_ROWS, 2)
    widest = b"5," * (MOST_COLUMNS - 1) + b"1\n" + b"1," * (MOST_COLUMNS - 1) + b"0\n"
    assert read_table(widest * 100).inputs.shape == (200, MOST_COLUMNS - 1)


@given(FILES)
def test_any_file_gives_a_sound_table_or_a_sentence(data):
    outcome = outcome_of(data)
    event(type(outcome).__name__)
    if isinstance(outcome, Table):
        check(outcome)
        assert read_table(data).digest == outcome.digest
    else:
        str(outcome).encode()
        assert str(pickle.loads(pickle.dumps(outcome))) == str(outcome)


def outcome_of(data: bytes) -> Table | Problem:
    try:
        return read_table(data)
    except Problem as problem:
        return problem


def check(table: Table) -> None:
    rows, features = table.inputs.shape
    assert rows >= LEAST_ROWS
    assert 1 <= features <= MOST_COLUMNS
    assert table.inputs.dtype == np.float64
    assert np.isfinite(table.inputs).all()
    assert (table.inputs != table.inputs[0]).any(axis=0).all()
    assert len(set(table.columns)) == len(table.columns) == len(table.origins) == features
    assert table.labels.shape == (rows,)
    if table.classes:
        assert table.labels.dtype == np.int64
        counts = np.bincount(table.labels, minlength=len(table.classes))
        assert len(counts) == len(table.classes) >= 2
        assert counts.min() >= LEAST_OF_A_CLASS
    else:
        assert table.labels.dtype == np.float32
        assert np.isfinite(table.labels).all()
        assert len(set(table.labels.tolist())) > 1
    for text in (*map(str, table.notes), *table.columns, *table.classes, table.label):
        text.encode()
