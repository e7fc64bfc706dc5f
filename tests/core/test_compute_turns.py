"""Turns go round between visitors. No process is started here."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.compute.runs import Run
from core.compute.turns import Turns


def a_run(visitor, slot="run"):
    return Run(job="", arguments=b"", visitor=visitor, slot=slot, limit=1.0)


def anyone(run):
    return True


def filled(visitors):
    turns = Turns()
    for visitor in visitors:
        turns.add(a_run(visitor))
    return turns


def taken(turns):
    return [turns.take(anyone) for _ in range(len(turns))]


def test_a_visitor_with_much_waits_for_the_others_after_each_turn():
    turns = filled("aaabbc")
    assert [run.visitor for run in taken(turns)] == list("abcaba")
    assert turns.take(anyone) is None


def test_a_run_set_aside_waits_for_all_who_came_meanwhile():
    turns = filled("abc")
    first = turns.take(anyone)
    turns.add(first)
    assert [run.visitor for run in taken(turns)] == list("bca")


def test_a_newer_run_keeps_the_place_of_the_older():
    turns = filled("ab")
    old, _ = turns
    new = a_run("a")
    assert turns.replace(old, new)
    assert taken(turns)[0] is new
    assert not turns.replace(old, new)


def test_a_run_that_lost_its_process_comes_first():
    turns = filled("aabb")
    lost = a_run("b")
    turns.add(lost, first=True)
    assert next(iter(turns)) is lost
    assert [run.visitor for run in taken(turns)] == list("bababb"[:1] + "abab")


def test_a_worker_takes_only_what_it_accepts():
    turns = filled("ab")
    _, second = turns
    assert turns.take(lambda run: run is second) is second
    assert turns.take(lambda run: run is second) is None
    assert len(turns) == 1


def test_a_removed_run_has_no_turn():
    turns = filled("ab")
    first, second = turns
    turns.remove(first)
    turns.remove(first)
    assert taken(turns) == [second]


@given(st.lists(st.sampled_from("abcd"), max_size=20))
def test_the_order_told_is_the_order_taken(visitors):
    turns = filled(visitors)
    told = list(turns)
    assert len(told) == len(turns) == len(visitors)
    assert taken(turns) == told


@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=30))
def test_nobody_is_served_twice_more_than_one_who_waits_as_long(visitors):
    turns = filled(visitors)
    served = dict.fromkeys(visitors, 0)
    while len(turns):
        served[turns.take(anyone).visitor] += 1
        waiting = {run.visitor for run in turns}
        for visitor in waiting:
            assert max(served.values()) - served[visitor] <= 1
