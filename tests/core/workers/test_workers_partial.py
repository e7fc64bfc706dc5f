"""Runs that are stopped give back what they have done."""

from __future__ import annotations

import os
import signal
import time

import pytest

from core.workers.cancelled import Cancelled, Replaced
from tests.core.workers.desk import JOBS, Desk, running, wait_until

KINDS = pytest.mark.parametrize("job", ["giving_back", "giving_back_at_once"])


@pytest.fixture(scope="module")
def desk():
    desk = Desk(warm_up=f"{JOBS}:warm_up", grace=5.0, slice_seconds=0.02)
    yield desk
    desk.scheduler.stop()


@KINDS
def test_a_cancelled_run_returns_what_is_done_and_frees_the_worker_within_a_frame(desk, job):
    handle = running(desk(job, frames=1000, frame_seconds=0.05))
    cancelled_at = time.monotonic()
    handle.cancel()
    began, _ended = desk("stamped", "bert").result(20)
    done, why = handle.result(20)
    assert (handle.state, why) == ("cancelled", "cancelled")
    assert 0 < len(done) == handle.progress[0] < 1000
    assert sum(moment > cancelled_at for moment in done) <= 2
    assert began >= done[-1]
    assert not handle.stopping


@KINDS
def test_a_run_over_its_limit_returns_what_is_done(desk, job):
    pid = desk.pid()
    handle = desk(job, frames=1000, limit=0.2)
    done, why = handle.result(20)
    assert (handle.state, why) == ("stopped", "limit")
    assert 0 < len(done) < 1000
    assert desk.pid() == pid


def test_a_run_set_aside_and_then_cancelled_returns_what_is_done_before_others_go_on(desk):
    aside = running(desk("giving_back", "anna", frames=1000))
    gate = running(desk("stamped", "gate", frames=1000))
    waiting = [desk("stamped", visitor) for visitor in "bc"]
    reached = aside.progress[0]
    aside.cancel()
    assert (aside.stopping, aside.done()) == (True, False)
    gate.cancel()
    done, why = aside.result(20)
    assert (aside.state, why) == ("cancelled", "cancelled")
    assert reached <= len(done) <= reached + 3
    assert all(handle.result(20)[0] >= done[-1] for handle in waiting)


def test_a_run_that_has_not_begun_has_nothing_to_give_back(desk):
    gate = running(desk("stamped", "gate", frames=1000))
    handle = desk("giving_back", frames=3)
    handle.cancel()
    assert (handle.state, handle.done()) == ("cancelled", True)
    with pytest.raises(Cancelled):
        handle.result(0)
    gate.cancel()


def test_a_run_that_was_replaced_gives_nothing_back(desk):
    handle = running(desk("giving_back", frames=1000))
    newer = desk("square", "anna", 5)
    assert newer.result(20) == 25
    assert handle.state == "replaced"
    with pytest.raises(Replaced):
        handle.result(0)


def test_a_run_that_is_being_stopped_can_still_be_replaced(desk):
    aside = running(desk("giving_back", "anna", frames=1000))
    gate = running(desk("stamped", "gate", frames=1000))
    aside.cancel()
    newer = desk("square", "anna", 6)
    assert aside.state == "replaced"
    gate.cancel()
    assert newer.result(20) == 36


def test_a_run_that_loses_its_process_while_it_is_stopped_does_not_begin_again(desk):
    pid = desk.pid()
    aside = running(desk("giving_back", "anna", frames=1000))
    gate = running(desk("stamped", "gate", frames=1000))
    aside.cancel()
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(Cancelled):
        aside.result(20)
    assert aside.state == "cancelled"
    gate.cancel()
    wait_until(gate.done)


def test_a_run_that_ends_as_it_is_stopped_is_whole(desk):
    handle = desk("giving_back", frames=2)
    assert handle.wait(20)
    handle.cancel()
    done, why = handle.result(0)
    assert (handle.state, len(done), why) == ("done", 2, "")


def test_a_run_shows_what_it_has_while_it_goes_on_but_not_at_every_frame(desk):
    handle = desk("showing", frames=30)
    seen = []
    while not handle.wait(0.01):
        if (shown := handle.partial()) is not None and shown not in seen:
            seen.append(shown)
    done, asked = handle.result(20)
    assert done == list(range(30))
    assert 2 <= asked < 30
    assert 2 <= len(seen) <= asked
    assert all(shown == done[: len(shown)] for shown in seen)
    assert [len(shown) for shown in seen] == sorted(len(shown) for shown in seen)
    assert handle.partial() == seen[-1]


def test_a_run_that_shows_nothing_has_nothing_to_show(desk):
    handle = desk("giving_back", frames=2)
    assert handle.result(20)
    assert handle.partial() is None


def test_runs_that_show_what_they_have_take_turns_and_can_be_stopped(desk):
    first, second = (running(desk("showing", visitor, frames=400)) for visitor in "ab")
    wait_until(lambda: first.partial() and second.partial())
    first.cancel()
    with pytest.raises(Cancelled):
        first.result(20)
    reached = len(second.partial())
    wait_until(lambda: len(second.partial()) > reached)
    second.cancel()
    assert second.wait(20)
