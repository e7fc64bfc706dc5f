"""The reading part of an own table's script reads the file as the app read it, or refuses."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from core.datasets.tables import Table, read_table
from core.experiments.race_results import ExamplesSummary
from core.export import LANGUAGES
from core.export.own_tables import own_table_cells
from core.export.texts import spoken
from core.problems import Problem
from tests.core.datasets.table_files import HEADING, ROWS, changed, file_of
from tests.core.datasets.table_strategies import FILES

KOREAN = [[cell.replace("formerly", "뚱뚱") for cell in row] for row in ROWS]
MIXED = [
    (("10", "9", "b", "1.0", "1", "a", "a", "b")[n % 8], str(n * n), "ab"[n % 2]) for n in range(40)
]
THOUSANDS = [(f"{n * 1234567:,}", str(n * n), str(n % 2)) for n in range(40)]
COMMAS = [(f"{n * 1.25}".replace(".", ","), f"{n % 7},5", "yn"[n % 2]) for n in range(40)]
GAPPED = [
    ("same", "" if n == 3 else str(n * n), "N/A" if n == 5 else "xy"[n % 2], str(n % 3 // 2))
    for n in range(30)
]
CONSTANT_WITH_GAP = [("" if n == 3 else "same", str(n * n), str(n % 2)) for n in range(30)]
COUNTED = [(str(n), *row) for n, row in enumerate(ROWS)]
NUMBERS = [(str(n), str(n * n % 7), f"{n / 3:.4f}") for n in range(30)]
FILE_KINDS = {
    **{
        f"{separator!r} {end!r} {encoding}": file_of(ROWS, HEADING, separator, end, encoding)
        for separator, end, encoding in itertools.product(
            ",;\t", ("\n", "\r\n", "\r"), ("utf-8", "utf-8-sig", "utf-16", "cp949", "latin-1")
        )
    },
    "no heading": file_of(ROWS),
    "CP949": file_of(KOREAN, ("나이", *HEADING[1:]), encoding="cp949"),
    "UTF-16": file_of(KOREAN, ("나이", *HEADING[1:]), encoding="utf-16"),
    "Latin-1": file_of(ROWS, ("Größe", *HEADING[1:]), encoding="latin-1"),
    "decimal commas": file_of(COMMAS, ("a", "b", "label"), ";"),
    "thousands separators": file_of(THOUSANDS, ("a", "b", "label")),
    "thousands separators between tabs": file_of(THOUSANDS, (), "\t"),
    "mixed categories": file_of(MIXED, ("kind", "b", "label")),
    "gaps": file_of(GAPPED, ("constant", "a", "b", "label")),
    "a gap in a column that is left out": file_of(CONSTANT_WITH_GAP, ("constant", "a", "label")),
    "a column that counts": file_of(COUNTED, ("id", *HEADING)),
    "a number to predict": file_of(NUMBERS, ("a", "b", "y")),
    "blank rows and the end of DOS": b"\n\n"
    + file_of(ROWS, HEADING).replace(b"\n", b"\n\n")
    + b"\x1a",
    "one cell changed to a gap": file_of(changed(4, 2, "결측"), HEADING),
}


def code_of(table: Table, file: Path, language: str = "en") -> str:
    examples = ExamplesSummary(
        "own", None, 0, 0, 0, table.columns, table.classes, None, way=table.way
    )
    code = "\n\n".join(cell.code for cell in own_table_cells(examples))
    return spoken(code, language).replace('"my_table.csv"', repr(str(file)))


def as_read(table: Table, file: Path, language: str = "en") -> dict:
    found = {"np": np}
    exec(code_of(table, file, language), found)
    return found


def same(table: Table, found: dict) -> None:
    np.testing.assert_array_equal(found["inputs"], table.inputs)
    np.testing.assert_array_equal(found["labels"], table.labels)
    assert found["inputs"].dtype == table.inputs.dtype
    assert found["labels"].dtype == table.labels.dtype


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_the_script_reads_every_kind_of_file_as_the_app_did(kind, tmp_path):
    file = tmp_path / "table.csv"
    file.write_bytes(FILE_KINDS[kind])
    table = read_table(FILE_KINDS[kind])
    same(table, as_read(table, file))


@given(FILES)
def test_whatever_the_app_can_read_the_script_reads_alike(tmp_path_factory, data):
    try:
        table = read_table(data)
    except Problem:
        return
    file = tmp_path_factory.getbasetemp() / "any.csv"
    file.write_bytes(data)
    same(table, as_read(table, file))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("other", "words"),
    [
        (file_of(ROWS[:-1], HEADING), "rows, inputs, classes: (19, 7, 2), not (20, 7, 2)"),
        (file_of(changed(2, 3, "x"), HEADING), "rows, inputs, classes: (20, 8, 2), not (20, 7, 2)"),
        (file_of(changed(2, 5, "2"), HEADING), "rows, inputs, classes: (20, 7, 3), not (20, 7, 2)"),
        (file_of(changed(2, 2, "much"), HEADING), "'much' in column 2 is not a number"),
        (file_of([row[1:] for row in ROWS], HEADING[1:]), "row 1 has 4 cells, not 5"),
        (file_of(ROWS, HEADING, ";"), "row 1 has 1 cells, not 5"),
        (file_of(KOREAN, HEADING, encoding="cp949"), "its encoding is not utf-8-sig"),
        (file_of([], HEADING), "no row is left"),
    ],
)
def test_another_file_is_refused_in_one_sentence(other, words, language, tmp_path):
    table = read_table(file_of(ROWS, HEADING))
    file = tmp_path / "table.csv"
    file.write_bytes(other)
    with pytest.raises(SystemExit) as ended:
        as_read(table, file, language)
    said = str(ended.value)
    assert str(file) in said
    assert "<own" not in said
    if language == "en":
        assert words in said
    else:
        assert "화면에서 읽은 표가 아닙니다" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_the_table_is_in_the_script(language):
    table = read_table(FILE_KINDS["UTF-16"])
    code = code_of(table, Path("t.csv"), language)
    for word in (*table.columns, *table.classes, "나이", "뚱뚱", "weight", "smokes", table.digest):
        assert len(word) < 3 or word not in code
