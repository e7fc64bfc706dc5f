"""A visitor's table is read as it is meant, whatever program wrote it."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest

from core.datasets.example_sets import OWN
from core.datasets.examples import load
from core.datasets.sklearn_files import BREAST_CANCER_FEATURES, breast_cancer
from core.datasets.tables import read_table
from core.experiments.race import Race
from tests.core.datasets.table_files import HEADING, ROWS, changed, file_of

PLAIN = read_table(file_of(ROWS, HEADING))


def same(one, other):
    np.testing.assert_array_equal(one.inputs, other.inputs)
    np.testing.assert_array_equal(one.labels, other.labels)
    assert (one.columns, one.classes, one.label) == (other.columns, other.classes, other.label)
    assert one.digest == other.digest


def sentences(table):
    return [str(note) for note in table.notes]


def test_numbers_stay_and_categories_become_columns_as_pandas_writes_them():
    frame = pd.read_csv(io.BytesIO(file_of(ROWS, HEADING)))
    dummies = pd.get_dummies(frame[list(HEADING[:-1])], prefix_sep="=")
    assert PLAIN.columns == tuple(dummies.columns)
    np.testing.assert_array_equal(PLAIN.inputs, dummies.to_numpy(float))
    np.testing.assert_array_equal(PLAIN.labels, frame["risk"])
    assert PLAIN.inputs.dtype == np.float64
    assert PLAIN.labels.dtype == np.int64
    assert PLAIN.classes == ("0", "1")
    assert PLAIN.label == "risk"
    assert PLAIN.origins == ("age", "weight", "sex", "sex", "smokes", "smokes", "smokes")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949", "latin-1"])
def test_separator_line_ends_and_encoding_make_no_difference(separator, end, encoding):
    same(read_table(file_of(ROWS, HEADING, separator, end, encoding)), PLAIN)


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        (("나이", "뚱뚱"), "cp949"),
        (("나이", "똠방"), "cp949"),
        (("나이", "뚱뚱"), "euc-kr"),
        (("나이", "뚱뚱"), "utf-8"),
        (("나이", "뚱뚱"), "utf-16"),
        (("Größe", "Müller"), "latin-1"),
        (("Ärzte", "Ångström"), "latin-1"),
        (("café", "naïve"), "latin-1"),
    ],
)
def test_letters_of_other_languages_are_read(words, encoding):
    heading, category = words
    rows = [[cell.replace("formerly", category) for cell in row] for row in ROWS]
    table = read_table(file_of(rows, (heading, *HEADING[1:]), encoding=encoding))
    assert table.columns[0] == heading
    assert f"smokes={category}" in table.columns


def test_a_table_without_names_of_columns_loses_no_row():
    table = read_table(file_of(ROWS))
    np.testing.assert_array_equal(np.sort(table.inputs, axis=1), np.sort(PLAIN.inputs, axis=1))
    assert table.columns[:4] == ("x1", "x2", "x3=f", "x3=m")
    assert table.label == "x5"


@pytest.mark.parametrize(("heading", "count"), [(("colour", "size", "taste"), 12), ((), 12)])
def test_a_table_of_texts_alone_is_known_to_have_names_by_what_recurs(heading, count):
    rows = [(("red", "green")[n % 2], "sml"[n % 3], ("bad", "good")[n % 4 // 2]) for n in range(12)]
    table = read_table(file_of(rows, heading))
    assert len(table.inputs) == count
    assert table.classes == ("bad", "good")


def test_blank_rows_blanks_around_cells_and_empty_columns_at_the_end_do_not_count():
    lines = [",".join(f"  {cell} " for cell in row) + ",," for row in (HEADING, *ROWS)]
    table = read_table(("\n\n" + "\n,,,,,,\n".join(lines) + "\n\n\n").encode())
    same(table, PLAIN)
    assert sum("it is empty" in sentence for sentence in sentences(table)) == 2


def test_quoted_cells_may_hold_separators_quotation_marks_and_line_breaks():
    odd = 'once,\nor "twice"'
    rows = [[cell.replace("formerly", odd) for cell in row] for row in ROWS]
    table = read_table(file_of(rows, HEADING))
    assert table.inputs.shape == PLAIN.inputs.shape
    assert 'smokes=once, or "twice"' in table.columns


@pytest.mark.parametrize("separator", [",", ";"])
def test_numbers_are_read_as_people_write_them(separator):
    numbers = ["1,234,567.5", "+2", "-.5", "1e3", " 7 ", "3.", "0x", "12,345", "8", "9"]
    rows = [(text, str(place), str(place % 2)) for place, text in enumerate(numbers)]
    rows[6] = ("6", *rows[6][1:])
    if separator == ";":
        rows = [(cells[0].replace(",", "").replace(".", ","), *cells[1:]) for cells in rows]
    table = read_table(file_of(rows, separator=separator))
    expected = [1234567.5, 2, -0.5, 1000, 7, 3, 6, 12345, 8, 9]
    np.testing.assert_array_equal(table.inputs[:, 0], expected)


def test_large_numbers_that_differ_little_are_a_column_and_stay_apart():
    rows = [(str(1_700_000_000 + n), str(n % 3), "no" if n % 2 else "yes") for n in range(50)]
    table = read_table(file_of(rows, ("time", "b", "label")))
    assert table.columns == ("time", "b")
    assert not any("left out" in sentence for sentence in sentences(table))
    np.testing.assert_array_equal(table.inputs[:, 0], 1_700_000_000 + np.arange(50))
    race = Race(data=OWN, train_share=0.5, validation_share=0.25, test_share=0.25)
    examples = load(race, table)
    assert len(np.unique(examples.train_x[:, 0])) == len(examples.train_y)
    assert examples.train_x[:, 0].std() == pytest.approx(1, rel=1e-5)


def test_a_table_tells_which_columns_of_the_file_it_read():
    rows = [(str(n), "same", str(n * n % 7), "ab"[n % 2]) for n in range(20)]
    headed = read_table(file_of(rows, ("id", "constant", "value", "label")))
    assert (headed.way.read, headed.way.headed) == ((3, 4), True)
    bare = read_table(file_of([row[1:] for row in rows]))
    assert (bare.way.read, bare.way.headed) == ((2, 3), False)


def test_rows_with_a_missing_value_are_left_out_and_the_first_is_named():
    rows = changed(4, 2, "NA")
    rows[9][4] = ""
    table = read_table(file_of(rows, HEADING))
    np.testing.assert_array_equal(table.inputs, np.delete(PLAIN.inputs, [3, 9], axis=0))
    assert any(
        "2 of 20" in text and "row 5, column 2 “weight”" in text for text in sentences(table)
    )


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda n: f"text {n}", "more than 50 different texts (“text 0” in row 2"),
        (lambda n: "7", "it holds “7” in every row"),
        (lambda n: "", "it is empty"),
    ],
)
def test_a_column_that_says_nothing_is_left_out_and_named(made, words):
    rows = [(made(n), *ROWS[n % 20]) for n in range(60)]
    table = read_table(file_of(rows, ("extra", *HEADING)))
    assert table.columns == PLAIN.columns
    assert any("Column 1 “extra”" in text and words in text for text in sentences(table))


@pytest.mark.parametrize("name", ["", "id", "Unnamed: 0"])
def test_a_column_that_only_counts_the_rows_is_left_out(name):
    rows = [(str(number), *row) for number, row in enumerate(ROWS)]
    same(read_table(file_of(rows, (name, *HEADING))), PLAIN)


def test_numbers_among_categories_are_categories():
    rows = [(("0", "1", "2", "3+")[n % 4], str(n * n), str(n % 3 // 2)) for n in range(24)]
    assert read_table(file_of(rows)).columns == ("x1=0", "x1=1", "x1=2", "x1=3+", "x2")


@pytest.mark.parametrize(
    ("labels", "classes"),
    [
        ([0, 1] * 10, ("0", "1")),
        ([2, 1] * 10, ("1", "2")),
        ([3, 1, 10, 2] * 5, ("1", "2", "3", "10")),
        (["b", "a", "c", "a"] * 5, ("a", "b", "c")),
        ([0.5, 1.5] * 10, ()),
        (list(range(20)), ()),
        ([0, 1, 2] * 6 + [3, 3], ()),
    ],
)
def test_the_last_column_holds_classes_or_a_number(labels, classes):
    rows = [(str(n * n), str(label)) for n, label in enumerate(labels)]
    table = read_table(file_of(rows))
    assert table.classes == classes
    read = [table.classes[label] for label in table.labels] if classes else table.labels.tolist()
    assert read == ([str(label) for label in labels] if classes else labels)
    assert any("The last column" in text for text in sentences(table))


def test_names_of_classes_are_as_short_as_those_of_categories_and_told_apart():
    long = "a" * 100_000
    rows = [(str(n * n), ("b", long + "1", long + "2")[n % 3]) for n in range(21)]
    table = read_table(file_of(rows))
    assert len(set(table.classes)) == 3
    assert max(map(len, table.classes)) < 100


def test_names_that_stand_twice_are_told_apart():
    rows = [(str(n), str(n * n), str(n % 7), str(n % 2)) for n in range(20)]
    assert read_table(file_of(rows, ("a", "a", "a", "y"))).columns == ("a", "a (2)", "a (3)")


@pytest.mark.parametrize(("row", "column"), [(1, 1), (20, 2), (7, 3), (1, 5)])
def test_another_entry_gives_another_digest(row, column):
    other = {1: "99", 2: "99.5", 3: "m", 5: "1"}[column]
    assert read_table(file_of(changed(row, column, other), HEADING)).digest != PLAIN.digest


def test_a_real_data_set_comes_back_from_a_file():
    measures, labels, _classes = breast_cancer()
    frame = pd.DataFrame(measures, columns=BREAST_CANCER_FEATURES).assign(target=labels)
    table = read_table(frame.to_csv().encode())
    np.testing.assert_array_equal(table.inputs, measures)
    np.testing.assert_array_equal(table.labels, labels)
    assert table.columns == BREAST_CANCER_FEATURES
