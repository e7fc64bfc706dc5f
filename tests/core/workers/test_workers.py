"""Runs in a real worker process: results, turns, cancelling, limits, errors, and the front door."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from core import workers
from core.problems import Problem
from core.workers.cancelled import Cancelled, Replaced
from core.workers.tasks import JobFailed
from tests.core.workers.desk import JOBS, Desk, running, wait_until, worker_processes


@pytest.fixture(scope="module")
def desk():
    """One worker for all tests; one of them costs it its process."""
    desk = Desk(warm_up=f"{JOBS}:warm_up", grace=0.3, slice_seconds=0.02)
    yield desk
    desk.scheduler.stop()


def test_a_job_gives_its_result_from_another_process(desk):
    assert desk("square", "anna", 12).result(20) == 144
    assert desk.pid() != os.getpid()


@pytest.mark.skipif(not hasattr(os, "nice"), reason="the system has no niceness")
def test_the_worker_gives_way_to_the_server(desk):
    assert psutil.Process(desk.pid()).nice() > psutil.Process().nice()


def test_the_worker_has_warmed_up_before_its_first_job(desk):
    assert desk("warmed").result(20)[0] == desk.pid()
    assert desk.scheduler.ready()


def test_many_threads_share_one_process(desk):
    def ask(thread):
        return [desk("whoami", f"visitor {thread}").result(30) for _ in range(30)]

    with ThreadPoolExecutor(8) as threads:
        pids = {pid for asked in threads.map(ask, range(8)) for pid in asked}
    assert pids == {desk.pid()}


def test_progress_goes_by_frame_and_never_back(desk):
    handle = desk("cut", frames=30, frame_seconds=0.02)
    seen = []
    while not handle.done():
        seen.append(handle.progress)
        time.sleep(0.001)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert {total for _, total in seen} <= {0, 30}
    # A busy machine may let this loop miss some of the frames.
    assert len(set(seen)) >= 8
    assert (handle.state, handle.progress) == ("done", (30, 30))


def test_places_are_counted_in_the_order_of_turns(desk):
    first = running(desk("stamped", frames=1000))
    waiting = [
        desk("square", visitor, 2, slot=slot) for visitor, slot in ["ax", "ay", "bx", "cx", "by"]
    ]
    assert [handle.place for handle in waiting] == [1, 4, 2, 3, 5]
    assert desk.scheduler.waiting() == 5
    assert (first.place, first.state, waiting[0].state) == (0, "running", "waiting")
    waiting[0].cancel()
    # Without its first run, the visitor's second comes up.
    assert [handle.place for handle in waiting] == [0, 1, 2, 3, 4]
    first.cancel()
    assert waiting[4].result(20) == 4
    assert waiting[4].place == 0


def test_visitors_have_their_turns_one_after_another(desk):
    gate = running(desk("stamped", "gate", frames=1000))
    handles = {
        (visitor, slot): desk("stamped", visitor, slot=slot) for visitor in "abc" for slot in "123"
    }
    gate.cancel()
    began = {name: handle.result(20)[0] for name, handle in handles.items()}
    order = sorted(began, key=began.get)
    assert order == [(visitor, slot) for slot in "123" for visitor in "abc"]


def test_a_long_run_is_set_aside_for_others_and_ends_right(desk):
    long = running(desk("cut", "long", frames=60))
    short = desk("stamped", "short")
    other = desk("cut", "other", frames=20)
    began, _ = short.result(20)
    ends, pid = long.result(20)
    other_ends, other_pid = other.result(20)
    # Two slices at most lie between asking and having one's turn; the long run goes on after.
    assert sum(end > began for end in ends) >= 30
    assert len(ends) == 60
    assert ends == sorted(ends)
    assert other_ends[-1] < ends[-1]
    assert pid == other_pid == desk.pid()


def test_a_newer_request_replaces_the_one_that_waits(desk):
    gate = running(desk("stamped", "gate", frames=1000))
    older = desk("square", "anna", 2)
    other_slot = desk("square", "anna", 3, slot="many")
    other_visitor = desk("square", "bert", 4)
    newer = desk("square", "anna", 5)
    assert (older.state, newer.place) == ("replaced", 1)
    gate.cancel()
    with pytest.raises(Replaced):
        older.result(20)
    results = [handle.result(20) for handle in (other_slot, other_visitor, newer)]
    assert results == [9, 16, 25]


def test_a_newer_request_replaces_the_one_that_runs(desk):
    older = running(desk("stamped", frames=1000))
    newer = desk("square", "anna", 5)
    assert older.state == "replaced"
    assert newer.result(20) == 25


@pytest.mark.parametrize("job", ["stamped", "cut"])
def test_cancelling_frees_the_worker_within_one_frame(desk, job):
    handle = running(desk(job, "anna", frames=500, frame_seconds=0.05))
    frame = handle.progress[0]
    handle.cancel()
    desk("stamped", "bert").result(20)
    assert handle.state == "cancelled"
    # A busy machine may let a frame end before the run is asked to.
    assert handle.progress[0] <= frame + 2
    with pytest.raises(Cancelled):
        handle.result(0)


def test_a_run_set_aside_can_be_cancelled_and_is_closed(desk, tmp_path):
    aside = running(desk("closing", "anna", str(tmp_path / "closed")))
    gate = running(desk("stamped", "gate", frames=1000))
    reached = aside.progress
    aside.cancel()
    gate.cancel()
    assert desk("square", "bert", 3).result(20) == 9
    assert (aside.state, aside.progress) == ("cancelled", reached)
    assert (tmp_path / "closed").exists()


@pytest.mark.parametrize("where", ["on the worker", "set aside", "in the queue"])
def test_a_run_whose_handle_nobody_holds_ends(desk, tmp_path, where):
    gates = {"set aside": "cut", "in the queue": "stamped"}
    gate = running(desk(gates[where], "gate", frames=1000)) if where in gates else None
    path = tmp_path / "closed"
    handle = desk("closing", "anna", str(path))
    if where != "in the queue":
        running(handle)
    ended = handle._run.ended
    del handle
    gc.collect()
    assert ended.wait(20)
    if gate is not None:
        gate.cancel()
    assert desk("square", "bert", 3).result(20) == 9
    assert path.exists() == (where != "in the queue")


def test_a_job_that_never_reports_can_be_cancelled_where_it_pauses(desk, tmp_path):
    handle = desk("closing", "anna", str(tmp_path / "closed"), reports=False)
    wait_until(lambda: handle.state == "running")
    handle.cancel()
    assert desk("square", "bert", 3).result(20) == 9
    assert (tmp_path / "closed").exists()


def test_cancelling_what_has_ended_changes_nothing(desk):
    handle = desk("square", "anna", 3)
    assert handle.result(20) == 9
    handle.cancel()
    assert (handle.state, handle.result(0)) == ("done", 9)


def test_waiting_for_a_result_can_end_before_the_run_does(desk):
    handle = running(desk("stamped", frames=1000))
    with pytest.raises(TimeoutError):
        handle.result(0.01)
    assert not handle.wait(0.01)
    handle.cancel()
    assert handle.wait(5)


@pytest.mark.parametrize("job", ["stamped", "cut"])
def test_a_run_over_its_limit_is_stopped_at_a_frame(desk, job):
    pid = desk.pid()
    handle = desk(job, frames=1000, limit=0.2)
    with pytest.raises(Problem, match=r"0\.2 seconds"):
        handle.result(20)
    assert handle.state == "stopped"
    assert 0 < handle.progress[0] < 100
    assert desk.pid() == pid


def test_the_limit_is_that_of_all_turns_together(desk):
    handles = [desk("cut", visitor, frames=1000, limit=0.2) for visitor in "ab"]
    for handle in handles:
        with pytest.raises(Problem, match="stopped"):
            handle.result(20)


def test_waiting_does_not_count_against_the_limit(desk):
    gate = running(desk("stamped", "gate", frames=1000))
    handle = desk("square", "anna", 3, limit=0.1)
    time.sleep(0.2)
    gate.cancel()
    assert handle.result(20) == 9


def test_a_run_over_its_limit_that_has_no_frames_loses_its_process(desk):
    pid = desk.pid()
    handle = desk("stuck", limit=0.2)
    waiting = desk("square", "bert", 6)
    with pytest.raises(Problem, match="stopped"):
        handle.result(20)
    assert waiting.result(20) == 36
    assert desk.pid() != pid


def test_problems_arrive_with_their_slots(desk):
    with pytest.raises(Problem) as caught:
        desk("raises", "anna", "problem").result(20)
    assert caught.value.template == "Lower the rate {rate} to {bound}."
    assert caught.value.values == {"rate": "3", "bound": "1"}


def test_errors_of_python_arrive_as_they_are_and_say_where(desk):
    handle = desk("raises", "anna", "builtin")
    with pytest.raises(ZeroDivisionError, match="by nothing") as caught:
        handle.result(20)
    assert "stand_in_jobs.py" in caught.value.__notes__[0]
    assert handle.state == "failed"


@pytest.mark.parametrize(("kind", "says"), [("stranger", "Stranger: a"), ("exit", "enough")])
def test_errors_that_would_not_cross_arrive_as_text(desk, kind, says):
    pid = desk.pid()
    with pytest.raises(JobFailed, match=says):
        desk("raises", "anna", kind).result(20)
    assert desk.pid() == pid


def test_a_result_that_cannot_cross_is_an_error_of_its_run_alone(desk):
    pid = desk.pid()
    with pytest.raises((AttributeError, JobFailed), match="pickle"):
        desk("raises", "anna", "result").result(20)
    with pytest.raises(AttributeError, match="no_such_job"):
        desk("no_such_job").result(20)
    assert desk.pid() == pid


@pytest.fixture
def own_server(monkeypatch):
    """core.workers with nothing started, and nothing left afterwards."""
    workers.shutdown()
    monkeypatch.setattr(workers, "WARM_UP", f"{JOBS}:warm_up")
    yield
    workers.shutdown()


def test_the_public_functions(own_server, monkeypatch):
    monkeypatch.setenv(workers.WORKERS_VARIABLE, "2")
    before = set(worker_processes())
    assert not workers.ready()
    workers.warm()
    wait_until(workers.ready)
    for visitor, options in (("anna", {"frames": 7}), ("bert", {})):
        handle = workers.submit_job(
            f"{JOBS}:stand_in", "xor", visitor=visitor, slot="run", **options
        )
        assert handle.result(20) == ("xor", options)
    wait_until(lambda: len(set(worker_processes()) - before) == 2)
    workers.shutdown()
    assert not workers.ready()
    assert set(worker_processes()) == before


@pytest.mark.parametrize("text", ["0", "-1", "two", "1.5", "", "1000"])
def test_a_wrong_number_of_workers_is_named(own_server, monkeypatch, text):
    monkeypatch.setenv(workers.WORKERS_VARIABLE, text)
    with pytest.raises(ValueError, match=workers.WORKERS_VARIABLE):
        workers.warm()


def test_importing_it_imports_no_tensorflow():
    code = "import sys, core.workers; print({'tensorflow', 'keras', 'streamlit'} & {*sys.modules})"
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert output.stdout == "set()\n", output.stderr
