"""What is let in: no process is started here but for the queue's bound."""

from __future__ import annotations

import pytest

from core.problems import Problem
from core.workers.pool import Plan
from core.workers.room import Room, refusal
from core.workers.tasks import Needs, Run
from tests.core.workers.desk import JOBS, Desk, running


def a_run(memory, begun=False, size=0):
    needs = Needs(memory=memory)
    run = Run(job="", arguments=bytes(size), visitor="", slot="", limit=1.0, needs=needs)
    run.home = "a worker" if begun else None
    return run


def room(*begun, overdue=lambda run: False):
    return Room(Plan(held=1000), [a_run(memory, begun=True) for memory in begun], overdue)


def test_what_all_hold_is_bounded():
    assert room().admits(a_run(900))
    assert room(500).admits(a_run(500))
    assert not room(500).admits(a_run(501))
    assert not room(90, 90, 90, 90, 500).admits(a_run(200))


def test_what_has_begun_goes_on():
    assert room(5000).admits(a_run(5000, begun=True))


def test_a_single_dear_run_may_go_and_little_ones_beside_it():
    assert room().admits(a_run(5000))
    assert room(100).admits(a_run(5000))
    assert not room(101).admits(a_run(5000))
    assert room(5000).admits(a_run(100))
    assert room(5000, 100).admits(a_run(100))
    assert not room(5000, 100, 100).admits(a_run(100))


def test_who_does_not_fit_is_passed_until_it_is_overdue():
    patient = room(600)
    assert not patient.admits(a_run(600))
    assert patient.admits(a_run(300))
    strict = room(600, overdue=lambda run: True)
    assert not strict.admits(a_run(600))
    assert not strict.admits(a_run(300))
    assert strict.admits(a_run(50))


def test_the_queue_is_bounded_in_runs_and_in_bytes():
    plan = Plan(most_runs=3, most_bytes=1000)
    assert refusal(plan, [a_run(0)] * 2, 10) is None
    assert "busy with 3 runs" in str(refusal(plan, [a_run(0)] * 3, 10))
    assert "busy with 1 run" in str(refusal(plan, [a_run(0, size=600)], 500))
    # A single one of any size: what is too large is refused elsewhere.
    assert refusal(plan, [], 5000) is None


def test_a_run_beyond_the_bound_is_refused_and_the_others_go_on():
    desk = Desk(warm_up=f"{JOBS}:warm_up", most_runs=2)
    first = running(desk("cut", "anna", frames=1000))
    second = desk("cut", "bert", frames=1000)
    refused = desk("square", "carl", 3)
    assert refused.state == "failed"
    with pytest.raises(Problem, match="busy with 2 runs"):
        refused.result(0)
    # In the place of the older there is always room.
    assert desk("square", "bert", 3).result(20) == 9
    assert (second.state, first.state) == ("replaced", "running")
    assert desk("square", "carl", 4).result(20) == 16
    desk.scheduler.stop()
