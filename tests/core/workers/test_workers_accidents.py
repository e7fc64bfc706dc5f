"""Worker processes that are killed, grow, are full or do not start, and what is left at the end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import psutil
import pytest

from core.problems import Problem
from tests.core.workers.desk import JOBS, Desk, gone, running, wait_until, worker_processes


@pytest.fixture(scope="module")
def desk():
    """One worker for all tests that kill it; it is replaced each time."""
    desk = Desk(warm_up=f"{JOBS}:warm_up", grace=0.3, slice_seconds=0.02)
    yield desk
    desk.scheduler.stop()


@pytest.fixture
def new_desk():
    """Makes schedulers of one test's own."""
    desks = []

    def made(**plan):
        desks.append(Desk(**plan))
        return desks[-1]

    yield made
    for desk in desks:
        desk.scheduler.stop()


def test_each_visitor_gets_its_own_result_though_the_worker_is_killed(desk):
    pid = desk.pid()
    aside = running(desk("cut", "aside", frames=40))
    handles = [desk("square", f"visitor {n}", n, seconds=0.1) for n in range(6)]
    wait_until(lambda: handles[0].state == "running")
    reached = aside.progress
    os.kill(pid, signal.SIGKILL)
    assert [handle.result(20) for handle in handles] == [n * n for n in range(6)]
    # It begins again, and does not show it.
    while not aside.done():
        assert aside.progress >= reached
        reached = aside.progress
        time.sleep(0.001)
    ends, new_pid = aside.result(20)
    assert len(ends) == 40
    assert new_pid == desk.pid() != pid
    assert aside.progress == (40, 40)


def test_a_worker_killed_while_idle_is_replaced(desk):
    pid = desk.pid()
    os.kill(pid, signal.SIGKILL)
    assert desk("square", "anna", 7).result(20) == 49
    assert desk.pid() != pid


def test_a_run_whose_process_dies_is_tried_three_times(desk, tmp_path):
    survivor = desk("suicidal", "anna", str(tmp_path / "two"), 2)
    victim = desk("suicidal", "bert", str(tmp_path / "ten"), 10)
    bystander = desk("square", "carl", 8)
    assert survivor.result(20) == 3
    with pytest.raises(Problem, match="ended 3 times"):
        victim.result(20)
    assert victim.state == "failed"
    assert (tmp_path / "ten").read_text() == "xxx"
    assert bystander.result(20) == 64


def test_two_workers_compute_side_by_side(new_desk):
    desk = new_desk(workers=2)
    handles = [desk("stamped", visitor, frames=50) for visitor in "ab"]
    (began, ended), (other_began, other_ended) = (handle.result(20) for handle in handles)
    assert began < other_ended
    assert other_began < ended


def test_a_grown_process_is_followed_by_a_warm_one_without_a_pause(new_desk):
    desk = new_desk(growth=50e6, warm_up=f"{JOBS}:warm_up", check=0.05)
    first = desk.pid()
    aside = running(desk("cut", "aside", frames=150))
    assert desk("growing", "anna", 100).result(20) == first
    wait_until(lambda: desk.pid() != first)
    # What had begun in the old process ends there; then it goes.
    assert aside.result(20)[1] == first
    wait_until(lambda: not psutil.pid_exists(first))
    assert desk("warmed").result(20) == [desk.pid()]


def test_a_grown_process_serves_those_whose_programs_it_has_until_they_want_others(new_desk):
    desk = new_desk(growth=50e6, warm_up=f"{JOBS}:warm_up", check=0.05, rest=4.0)
    first = desk.pid()
    assert desk("whoami", "anna", program="known").result(20) == first
    desk("growing", "nobody", 100).result(20)
    wait_until(lambda: desk.pid() != first)
    second = desk("whoami", "bert", program="new").result(20)
    assert second != first
    # Asked for often enough, it stays; what is new goes to the new one, and stays there.
    for _ in range(45):
        assert desk("whoami", "anna", program="known").result(20) == first
        assert desk("whoami", "bert", program="new").result(20) == second
        time.sleep(0.1)
    wait_until(lambda: not psutil.pid_exists(first))
    assert desk("whoami", "anna", program="known").result(20) == second


def test_a_grown_process_goes_at_once_if_its_visitors_want_other_programs(new_desk):
    desk = new_desk(growth=50e6, warm_up=f"{JOBS}:warm_up", check=0.05, rest=60.0)
    first = desk("whoami", "anna", program="known").result(20)
    desk("growing", "nobody", 100).result(20)
    wait_until(lambda: desk.pid() != first)
    assert psutil.pid_exists(first)
    assert desk("whoami", "anna", program="new").result(20) != first
    wait_until(lambda: not psutil.pid_exists(first))


def test_a_grown_process_goes_after_a_while_whoever_needs_it(new_desk):
    desk = new_desk(growth=50e6, warm_up=f"{JOBS}:warm_up", check=0.05, rest=60.0, farewell=1.0)
    first = desk("whoami", "anna", program="known").result(20)
    desk("growing", "nobody", 100).result(20)
    wait_until(lambda: desk.pid() != first)
    wait_until(lambda: desk("whoami", "anna", program="known").result(20) != first)
    wait_until(lambda: not psutil.pid_exists(first))


def test_an_idle_process_is_followed_earlier_than_a_busy_one(new_desk):
    sizes = {"growth": 1e9, "idle_growth": 50e6, "warm_up": f"{JOBS}:warm_up", "check": 0.05}
    desk = new_desk(**sizes, rest=0.2)
    first = desk("growing", "anna", 100).result(20)
    wait_until(lambda: not psutil.pid_exists(first))
    assert desk.pid() != first

    patient = new_desk(**sizes, rest=1000.0)
    first = patient("growing", "anna", 100).result(20)
    assert patient.pid() == first


def test_a_grown_process_ends_before_its_successor_starts_if_both_do_not_fit(new_desk):
    others = set(worker_processes())
    desk = new_desk(growth=50e6, warm_up=f"{JOBS}:warm_up", check=0.05, limit=1e6)
    first = desk.pid()
    aside = running(desk("cut", "aside", frames=100))
    desk("growing", "anna", 100).result(20)
    most, told, pid = 0, "", first
    while pid == first:
        asked = desk("whoami", "bert")
        while not asked.done():
            most = max(most, len(set(worker_processes()) - others))
            told += str(desk.scheduler.trouble() or "")
        pid = asked.result(0)
    # What had begun has ended there; meanwhile there is nobody to begin what waits.
    assert aside.result(20)[1] == first
    assert "is being replaced" in told
    assert (most, desk.scheduler.trouble()) == (1, None)
    assert not psutil.pid_exists(first)


def test_what_runs_hold_does_not_count_as_growth(new_desk):
    desk = new_desk(growth=50e6, warm_up=f"{JOBS}:warm_up", check=0.05, rest=0.0)
    first = desk("growing", "anna", 100, memory=200_000_000).result(20)
    wait_until(lambda: desk.pid() != first)
    holding = running(desk("holding", "bert", 100, memory=200_000_000))
    second = desk.pid()
    time.sleep(0.5)
    assert desk.pid() == second
    holding.cancel()


def test_a_run_that_holds_much_waits_for_room_and_holds_up_nobody_else(new_desk):
    desk = new_desk(held=1000.0, slice_seconds=0.02)
    first = running(desk("cut", "anna", frames=60, memory=600))
    second = desk("cut", "bert", frames=3, memory=600)
    small = desk("cut", "carl", frames=3, memory=300)
    assert desk("square", "dora", 3).result(20) == 9
    small.result(20)
    assert (second.state, first.done()) == ("waiting", False)
    assert second.place
    first.result(20)
    assert len(second.result(20)[0]) == 3
    # More than there is room for is let in alone.
    assert len(desk("cut", "anna", frames=2, memory=5000).result(20)[0]) == 2


def test_a_run_that_can_only_wait_gives_its_turn_away_at_once(new_desk, tmp_path):
    desk = new_desk(slice_seconds=1000.0)
    waits = desk("waiting", "anna", str(tmp_path / "there"))
    wait_until(lambda: waits.state == "running", 60)
    assert desk("square", "bert", 5).result(20) == 25
    (tmp_path / "there").touch()
    assert waits.result(20) == "seen"


def test_workers_that_will_not_start_are_a_problem_and_not_a_wait(new_desk):
    desk = new_desk(warm_up=f"{JOBS}:cannot_start")
    with pytest.raises(Problem, match="No process"):
        desk("square", "anna", 2).result(20)
    assert not desk.scheduler.ready()
    with pytest.raises(Problem, match="No process"):
        desk("square", "anna", 2).result(20)


def test_nothing_is_left_over(new_desk):
    threads, processes = set(threading.enumerate()), set(worker_processes())
    desk = new_desk(workers=2)
    assert desk("square", "anna", 2).result(20) == 4
    assert len(worker_processes()) == len(processes) + 2
    handles = [desk("stamped", visitor, frames=10_000) for visitor in "abc"]
    running(handles[0])
    desk.scheduler.stop()
    assert [handle.state for handle in handles] == ["cancelled"] * 3
    assert desk("square", "anna", 2).state == "cancelled"
    # Not equal: what an earlier test left may have ended since.
    assert set(worker_processes()) <= processes
    assert set(threading.enumerate()) <= threads


SERVER = """
import sys, time
from core import workers
workers.WARM_UP = None
handle = workers.submit_job("{jobs}:whoami", visitor="anna", slot="run")
print(handle.result(20), flush=True)
busy = workers.submit_job("{jobs}:stuck", visitor="anna", slot="run")
while busy.state != "running":
    time.sleep(0.01)
print("tensorflow" in sys.modules, flush=True)
sys.stdin.readline()
"""


@pytest.mark.parametrize("end", ["kill", "exit"])
def test_workers_end_with_the_server(end, tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", SERVER.format(jobs=JOBS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as server:
        worker = psutil.Process(int(server.stdout.readline()))
        assert server.stdout.readline() == "False\n"
        assert list(tmp_path.glob("activation-explorer-*"))
        if end == "kill":
            server.kill()
        server.stdin.close()
        assert server.wait(10) == (-signal.SIGKILL if end == "kill" else 0)
    # Long before the job of 60 seconds would be over.
    wait_until(lambda: gone(worker))
    assert not list(tmp_path.glob("activation-explorer-*"))
