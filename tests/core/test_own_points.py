"""Own points from a file, and back into one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.own_points import MOST_CHARACTERS, read_csv, write_csv
from core.problems import Problem

COORDINATES = st.integers(-100_000, 100_000).map(lambda n: n / 10_000)
POINTS = st.lists(st.tuples(COORDINATES, COORDINATES, st.integers(0, 2)), min_size=1, max_size=50)


@given(POINTS)
def test_what_is_written_is_read_back(rows):
    points = tuple(float(number) for row in rows for number in row)
    assert read_csv(write_csv(points)) == points


@pytest.mark.parametrize(
    "text",
    [
        "1,2,0\n3,4.5,1\n",
        "x1,x2,label\n1,2,0\n3,4.5,1",
        "\ufeffx;y;class\r\n1;2;0\r\n3;4.5;1\r\n",
        "1\t2\t0\n\n3\t4.5\t1\n",
    ],
)
def test_common_ways_to_write_a_table_are_read(text):
    assert read_csv(text) == (1, 2, 0, 3, 4.5, 1)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("1,2,0\n3,4\n", "Line 2"),
        ("1,2,0\n3,x,1\n", "3,x,1"),
        ("1,2,nan\n", "Line 1"),
        ("", "no points"),
        ("x1,x2,label\n", "no points"),
        ("1" * (MOST_CHARACTERS + 1), "characters"),
    ],
)
def test_what_is_no_table_of_points_is_refused_by_line(text, named):
    with pytest.raises(Problem, match=named):
        read_csv(text)
