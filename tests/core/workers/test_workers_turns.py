"""Turns go round between visitors. No process is started here."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.workers.fair_queue import MOST_COST, Turns
from core.workers.tasks import Needs, Run


def a_run(visitor, slot="run", seconds=0.0):
    needs = Needs(seconds=seconds)
    return Run(job="", arguments=b"", visitor=visitor, slot=slot, limit=1.0, needs=needs)


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


def added(turns, visitor, seconds):
    run = a_run(visitor, seconds=seconds)
    turns.add(run)
    return run


def test_a_dear_run_lets_pass_cheap_ones_that_came_later_by_less_than_it_costs():
    turns = Turns()
    dear = added(turns, "dear", 1.0)
    first = added(turns, "first", 0.1)
    turns.passed(0.5)
    second = added(turns, "second", 0.1)
    turns.passed(0.5)
    late = added(turns, "late", 0.1)
    assert taken(turns) == [first, second, dear, late]


def test_a_stream_of_cheap_runs_holds_up_a_dear_one_by_what_it_costs_and_no_longer():
    turns = Turns()
    dear = added(turns, "dear", 1.0)
    served = 0.0
    while True:
        added(turns, f"visitor at {served}", 0.1)
        if turns.take(anyone) is dear:
            break
        turns.passed(0.1)
        served += 0.1
    assert 0.8 <= served <= 1.0


def test_whatever_it_costs_nobody_waits_longer_than_a_moment_for_those_who_came_later():
    turns = Turns()
    endless = added(turns, "endless", 1e6)
    turns.passed(MOST_COST)
    assert not turns.overdue(endless)
    late = added(turns, "late", 0.1)
    assert list(turns) == [endless, late]
    turns.passed(MOST_COST + 0.1)
    assert turns.overdue(endless)


def test_a_run_that_has_begun_goes_round_whatever_it_costs():
    turns = Turns()
    begun = a_run("begun", seconds=1e6)
    begun.home = "a worker"
    turns.add(begun)
    cheap = added(turns, "cheap", 0.1)
    dear = added(turns, "dear", 1.0)
    assert taken(turns) == [begun, cheap, dear]


def test_many_runs_of_one_visitor_do_not_pass_for_many_visitors():
    turns = Turns()
    own = [added(turns, "much", 0.3) for _ in range(4)]
    other = added(turns, "little", 0.5)
    assert taken(turns) == [own[0], other, *own[1:]]


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from([0.0, 0.1, 1.0, 5.0])), max_size=20)
)
def test_the_order_told_is_the_order_taken_whatever_runs_cost(asked):
    turns = Turns()
    for visitor, seconds in asked:
        added(turns, visitor, seconds)
    told = list(turns)
    assert taken(turns) == told
