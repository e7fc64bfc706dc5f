"""Settings: strict about values, exact in the address, clear in their errors."""

from __future__ import annotations

import dataclasses
import math
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.problems import Problem
from core.settings import (
    Choice,
    Choices,
    NamedNumbers,
    Number,
    Numbers,
    Settings,
    Span,
    Switch,
    Whole,
    setting,
)


@dataclasses.dataclass(frozen=True)
class Example(Settings):
    colour: str = setting(Choice(("red", "blue")), "red")
    letters: tuple[str, ...] = setting(Choices(("a", "b", "c"), most=2), ("a",))
    size: float = setting(Number(-1, 10), 1.0)
    count: int = setting(Whole(0, 5), 2)
    ends: tuple[float, float] = setting(Span(-5, 5), (-1.0, 1.0))
    weights: tuple[float, ...] = setting(Numbers(-1, 1, 1, 3), (0.5,))
    named: tuple = setting(NamedNumbers({"f.a": Number(0, 1), "f.k": Whole(1, 3)}), ())
    on: bool = setting(Switch(), True)


examples = st.builds(
    Example,
    colour=st.sampled_from(["red", "blue"]),
    letters=st.lists(st.sampled_from("abc"), min_size=1, max_size=2, unique=True),
    size=st.floats(-1, 10),
    count=st.integers(0, 5),
    ends=st.tuples(st.floats(-5, -0.1), st.floats(0.1, 5)),
    weights=st.lists(st.floats(-1, 1), min_size=1, max_size=3),
    named=st.dictionaries(st.just("f.a"), st.floats(0, 1)),
    on=st.booleans(),
)


@given(examples)
def test_an_address_gives_back_the_very_settings(settings):
    read, problems = Example.from_query(settings.to_query())
    assert problems == []
    assert read == settings
    assert hash(read) == hash(settings)


def test_the_default_has_an_empty_address_and_anything_else_a_full_one():
    assert Example().to_query() == {}
    # An empty list of named numbers has no text.
    assert set(Example(count=3).to_query()) == set(Example.kinds) - {"named"}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"colour": "green"}, ["colour", "green", "red, blue"]),
        ({"letters": "a,a"}, ["letters", "different"]),
        ({"letters": "a,b,c"}, ["letters", "1 to 2", "3"]),
        ({"size": "11"}, ["size", "-1", "10", "11"]),
        ({"size": "nan"}, ["size", "nan"]),
        ({"size": "1e400"}, ["size", "1e400"]),
        ({"count": "2.5"}, ["count", "2.5", "whole"]),
        ({"ends": "3,2"}, ["ends", "3", "2"]),
        ({"ends": "3"}, ["ends", "2", "1"]),
        ({"weights": "x"}, ["weights", "x"]),
        ({"named": "f.z:1"}, ["named", "f.z", "f.a"]),
        ({"named": "f.a:7"}, ["f.a", "7", "1"]),
        ({"on": "yes"}, ["on", "yes", "true"]),
        ({"named": "f.a:0.5,f.a:0.6"}, ["f.a", "twice"]),
        ({"weights": "x," * 9}, ["weights", "1 to 3", "10"]),
        ({"letters": "x," * 9}, ["letters", "1 to 2", "10"]),
        ({"weights": "0" * 1_000_000}, ["weights", "characters", "1000000"]),
        ({"unknown": "1"}, ["unknown"]),
    ],
)
def test_what_is_wrong_is_named_and_gets_its_default(query, said):
    read, problems = Example.from_query({**query, "count": query.get("count", "4")})
    assert len(problems) == 1
    for word in said:
        assert word in str(problems[0])
    assert read == dataclasses.replace(Example(), count=2 if "count" in query else 4)


@given(st.dictionaries(st.sampled_from([*Example.kinds, "other"]), st.text(max_size=60)))
def test_no_text_in_an_address_breaks_the_reader(query):
    read, problems = Example.from_query(query)
    assert isinstance(read, Example)
    for problem in problems:
        assert len(str(problem)) < 400


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, "", None, "1e999", 10**400])
def test_a_number_is_finite(value):
    with pytest.raises(Problem):
        Number(0, 1).check("share", value)


def test_dust_of_a_slider_does_not_make_settings_differ():
    assert Example(size=0.1 + 0.2) == Example(size=0.3)


def test_a_problem_survives_the_way_between_processes():
    problem = Problem("{name} is {value}.", name="size", value=3)
    copy = pickle.loads(pickle.dumps(problem))
    assert str(copy) == "size is 3."
    assert (copy.template, copy.values) == (problem.template, problem.values)
