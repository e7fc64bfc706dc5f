"""Runs of visitors who have left end; those of visitors who are away for a moment do not."""

from __future__ import annotations

import time

import pytest

from core.workers import presence
from core.workers.cancelled import Replaced
from core.workers.presence import Presence
from tests.core.workers.desk import JOBS, Desk, running, wait_until


@pytest.fixture
def clock(monkeypatch):
    """Seconds that a test sets."""
    now = [0.0]
    monkeypatch.setattr(presence.time, "monotonic", lambda: now[0])
    return now


def test_who_is_away_for_ten_seconds_has_left_and_who_comes_back_before_has_not(clock):
    connected = {"anna", "bert"}
    watch = Presence(connected.__contains__, 10.0)
    everyone = ["anna", "bert", "carl"]
    assert watch.gone(everyone) == set()
    clock[0] = 5.0
    connected.remove("anna")
    assert watch.gone(everyone) == set()
    clock[0] = 9.9
    assert watch.gone(everyone) == set()
    clock[0] = 10.0
    connected.add("anna")
    assert watch.gone(everyone) == {"carl"}
    connected.clear()
    clock[0] = 19.9
    assert watch.gone(["anna", "bert"]) == set()
    clock[0] = 20.0
    assert watch.gone(["anna", "bert"]) == {"anna", "bert"}


def test_a_page_in_the_background_that_hardly_looks_is_still_there(clock):
    watch = Presence(lambda visitor: True, 10.0)
    for minute in range(5):
        clock[0] = 60.0 * minute
        assert watch.gone(["anna"]) == set()


@pytest.fixture
def here():
    """The visitors who are connected."""
    return {"anna", "gate", "bert"}


@pytest.fixture
def desk(here):
    desk = Desk(
        warm_up=f"{JOBS}:warm_up",
        slice_seconds=0.02,
        present=lambda visitor: visitor in here or visitor == "nobody",
        absence=0.5,
        check=0.05,
    )
    desk.pid()
    yield desk
    desk.scheduler.stop()


@pytest.mark.parametrize("where", ["on the worker", "set aside", "in the queue"])
def test_a_run_whose_visitor_has_left_ends_though_its_handle_lives_on(desk, here, tmp_path, where):
    gates = {"set aside": "cut", "in the queue": "stamped"}
    gate = running(desk(gates[where], "gate", frames=1000)) if where in gates else None
    path = tmp_path / "closed"
    handle = desk("closing", "anna", str(path))
    if where != "in the queue":
        running(handle)
    here.remove("anna")
    wait_until(lambda: handle.state == "left")
    with pytest.raises(Replaced):
        handle.result(0)
    # What it held is given back with nobody else asking for anything.
    if where != "in the queue":
        wait_until(path.exists)
    if gate is not None:
        assert not gate.done()
        gate.cancel()


def test_who_comes_back_finds_the_run_begun_anew(desk, here):
    first = running(desk("cut", "anna", frames=10_000))
    here.remove("anna")
    assert first.wait(20)
    here.add("anna")
    assert len(desk("cut", "anna", frames=3).result(20)[0]) == 3


def test_a_short_disconnection_loses_nothing(desk, here):
    handle = running(desk("cut", "anna", frames=60))
    here.remove("anna")
    time.sleep(0.1)
    here.add("anna")
    assert len(handle.result(20)[0]) == 60


def test_the_worker_rests_when_the_last_visitor_has_left(desk, here):
    handles = [desk("cut", visitor, frames=10_000) for visitor in ("anna", "bert")]
    running(handles[0])
    here.clear()
    for handle in handles:
        assert handle.wait(20)
    worker = next(iter(desk.scheduler._crew))
    wait_until(lambda: worker.call is None and not worker.forgotten)
    assert desk.scheduler.waiting() == 0
