"""Own points from a file, and back into one."""

from __future__ import annotations

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.problems import Problem
from core.studies.curve_fitting.own_points import (
    MOST_CURVE_CHARACTERS,
    read_curve_csv,
    write_curve_csv,
)
from core.studies.curve_fitting.study import CurveStudy
from core.studies.decision_boundaries.own_points import (
    MOST_CHARACTERS,
    check_points,
    read_csv,
    write_csv,
)

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
        "x1,x2,label\r1,2,0\r3,4.5,1\r",
        '"1","2","0"\n3, 4.5, 1\n',
        "1;2;0\n3;4,5;1",
    ],
)
def test_common_ways_to_write_a_table_are_read(text):
    assert read_csv(text) == (1, 2, 0, 3, 4.5, 1)


@pytest.mark.parametrize(
    ("points", "named"),
    [
        ((0, 0, 0) * 201, "These are 201 points; at most 200 can be used"),
        ((0, 0, 0, 1, 99, 1), "coordinates of point 2 must lie between -10 and 10, not 99"),
        ((-1e9, 0, 0), "coordinates of point 1 must lie between -10 and 10, not -1e\\+09"),
    ],
)
def test_too_many_points_and_points_outside_are_named_as_points(points, named):
    with pytest.raises(Problem, match=named):
        check_points(points)


@given(POINTS)
def test_points_inside_are_fine(rows):
    check_points(tuple(float(number) for row in rows for number in row))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("1,2,0\n3,4\n", "Line 2"),
        ("1,2,0\n3,x,1\n", "3,x,1"),
        ("1,2,nan\n", "Line 1"),
        ("1_0,2,0\n", "Line 1.*1_0"),
        ("", "no points"),
        ("x1,x2,label\n", "no points"),
        ("1" * (MOST_CHARACTERS + 1), "characters"),
    ],
)
def test_what_is_no_table_of_points_is_refused_by_line(text, named):
    with pytest.raises(Problem, match=named):
        read_csv(text)


def test_a_quotation_mark_that_does_not_close_is_named_with_its_row():
    with pytest.raises(Problem, match="Row 3 cannot be read"):
        read_curve_csv('1,2\n3,4\n5,"' + "6,7\n" * 50_000)


@given(st.text(alphabet='12.,;\t\r\n"_x \0', max_size=60))
def test_any_text_holds_points_or_is_refused_in_a_sentence(text):
    for read in (read_csv, read_curve_csv):
        with contextlib.suppress(Problem):
            assert all(map(math.isfinite, read(text)))


@given(st.lists(st.tuples(COORDINATES, COORDINATES), min_size=1, max_size=50))
def test_a_curve_that_is_written_is_read_back(rows):
    points = tuple(number for row in rows for number in row)
    assert read_curve_csv(write_curve_csv(points)) == points


def test_as_many_points_as_a_curve_may_have_fit_into_a_file():
    points = tuple(number + 0.123456 for number in range(10_000))
    study = CurveStudy(data="points", points=points)
    assert read_curve_csv(write_curve_csv(study.points)) == study.points


@pytest.mark.parametrize(
    "text", ["0;1\n2;3.5", "x,y\n0,1\n2,3.5\n", "\ufeffx\ty\r\n0\t1\r\n2\t3.5"]
)
def test_common_ways_to_write_a_curve_are_read(text):
    assert read_curve_csv(text) == (0, 1, 2, 3.5)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("1,2,0\n", "Line 1 should hold two numbers"),
        ("x,y\n1,2\n3,inf\n", "Line 3"),
        ("x,y\n", "no points"),
        ("1,2\n" * MOST_CURVE_CHARACTERS, "at most 400000 characters"),
    ],
)
def test_what_is_no_curve_is_refused_with_its_place(text, named):
    with pytest.raises(Problem, match=named):
        read_curve_csv(text)
