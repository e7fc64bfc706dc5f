"""Worker processes that end, freeze or do not start: what is said of it, and to whom."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from core.problems import Problem
from core.workers.ends import Unable
from core.workers.starts import pause_after
from tests.core.workers.desk import JOBS, Desk, running, wait_until, worker_processes


@pytest.fixture
def new_desk():
    """Makes schedulers of one test's own."""
    desks = []

    def made(**plan):
        desks.append(Desk(**{"pause": 0.01, "check": 0.05, "start": 600.0, **plan}))
        return desks[-1]

    yield made
    for desk in desks:
        desk.scheduler.stop()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (3, "It ended by itself, with exit code 3."),
        (-signal.SIGKILL, "It was killed (SIGKILL), as a system does when memory runs out."),
        (-signal.SIGSEGV, "It was ended by the signal SIGSEGV."),
    ],
)
def test_three_ends_of_a_process_are_said_with_their_reason_and_logged(
    code, said, new_desk, caplog
):
    desk = new_desk()
    with (
        caplog.at_level(logging.WARNING, logger="core.workers"),
        pytest.raises(Problem, match="ended 3 times") as told,
    ):
        desk("ends_itself", "anna", code, secret="of mine").result(60)
    assert str(told.value).endswith(said)
    lost = [record.getMessage() for record in caplog.records]
    assert lost == [f"A worker process was lost while running {JOBS}:ends_itself. {said}"] * 3
    assert desk("square", "anna", 3).result(60) == 9


def test_a_process_that_gives_no_sign_of_life_is_replaced(new_desk, caplog):
    desk = new_desk(silence=2.0)
    first = desk.pid()
    os.kill(first, signal.SIGSTOP)
    assert desk("square", "anna", 7).result(60) == 49
    assert not psutil.pid_exists(first)

    second = desk.pid()
    aside = running(desk("cut", "anna", frames=60))
    os.kill(second, signal.SIGSTOP)
    assert aside.result(60)[1] not in (first, second)
    assert caplog.text.count("It gave no sign of life for 2 seconds.") == 2


def test_a_process_that_computes_without_a_word_is_left_alone(new_desk):
    desk = new_desk(silence=3.0)
    assert desk("busy", "anna", 5.0).result(60) == desk.pid()


def test_a_start_that_takes_too_long_is_made_anew(new_desk, monkeypatch, tmp_path, caplog):
    monkeypatch.setenv("STARTS_FILE", str(tmp_path / "starts"))
    desk = new_desk(warm_up=f"{JOBS}:freezes_once", start=6.0)
    assert desk("square", "anna", 7).result(60) == 49
    assert "It was not ready after 6 seconds." in caplog.text


def test_a_start_that_gives_no_sign_of_life_is_made_anew(new_desk, monkeypatch, tmp_path, caplog):
    monkeypatch.setenv("STARTS_FILE", str(tmp_path / "starts"))
    desk = new_desk(warm_up=f"{JOBS}:freezes_once", silence=4.0)
    assert desk("square", "anna", 7).result(60) == 49
    assert "It gave no sign of life for 4 seconds." in caplog.text


@pytest.mark.parametrize("state", ["heedless", "frozen", "starting", "aside"])
def test_stop_ends_a_run_in_any_state(state, new_desk):
    plan = {"warm_up": f"{JOBS}:starts_frozen"} if state == "starting" else {}
    desk = new_desk(grace=0.2, **plan)
    if state == "starting":
        handle = desk("square", "anna", 7)
    elif state == "heedless":
        handle = desk("busy", "anna", 30.0)
        wait_until(lambda: handle.state == "running", 60)
    else:
        pid = desk.pid()
        handle = running(desk("cut", "anna", frames=10_000))
        if state == "aside":
            other = desk("busy", "bert", 5.0)
            wait_until(lambda: other.state == "running", 60)
        else:
            os.kill(pid, signal.SIGSTOP)
    handle.cancel()
    assert handle.wait(60)
    assert handle.state == "cancelled"
    if state == "aside":
        # What others compute there goes on.
        assert other.result(60) == pid


def test_the_pause_between_starts_that_fail_grows_to_a_minute():
    assert [pause_after(failed) for failed in range(1, 9)] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert pause_after(10_000) == 60


def test_starts_that_fail_are_not_repeated_for_each_who_asks(new_desk, monkeypatch, tmp_path):
    monkeypatch.setenv("STARTS_FILE", str(tmp_path / "starts"))
    desk = new_desk(warm_up=f"{JOBS}:counts_and_ends", tries=1, pause=1000.0)
    with pytest.raises(Problem, match=r"No process.*exit code 7"):
        desk("square", "anna", 2).result(60)
    waiting = [desk("square", visitor, 2) for visitor in "abc"]
    assert not waiting[0].wait(1.0)
    assert "Next try in " in str(desk.scheduler.trouble())
    assert (tmp_path / "starts").read_text() == "x"
    waiting[0].cancel()
    assert waiting[0].wait(20)


@pytest.mark.parametrize(
    ("warm_up", "why"),
    [
        ("lacks_a_module", "(ModuleNotFoundError: No module named 'tensorflow')"),
        ("lacks_a_library", "(OSError: libtensorflow_cc.so.2: cannot open shared object file)"),
        ("is_illegal", "(SIGILL)"),
    ],
)
def test_tensorflow_that_cannot_be_loaded_is_said(warm_up, why, new_desk):
    before = set(worker_processes())
    desk = new_desk(warm_up=f"{JOBS}:{warm_up}")
    with pytest.raises(Unable) as told:
        desk("square", "anna", 2).result(60)
    assert str(told.value) == (
        f"Nothing can be trained on this server: TensorFlow could not be loaded {why}."
    )
    assert not desk.scheduler.ready()
    wait_until(lambda: set(worker_processes()) <= before)


@pytest.mark.skipif(not Path("/dev/shm").exists(), reason="no folder of the system's semaphores")
def test_a_worker_that_cannot_be_executed_leaves_nothing_behind(new_desk, monkeypatch, tmp_path):
    # What loky itself starts once a process, to keep watch, is there already.
    assert new_desk()("square", "anna", 2).result(60) == 4
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no python"))
    before = _left()
    desk = new_desk()
    with pytest.raises(Problem, match="No process for computing could be started after 3 tries"):
        desk("square", "anna", 2).result(60)
    wait_until(lambda: _left() <= before)
    assert not list(tmp_path.iterdir())


def _left() -> set[Path]:
    """Semaphores of this process."""
    return set(Path("/dev/shm").glob(f"sem.loky-{os.getpid()}-*"))


def test_what_is_made_for_a_worker_goes_if_loky_fails(monkeypatch, tmp_path, new_desk, caplog):
    def fail(*_arguments, **_options):
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr("loky.ProcessPoolExecutor", fail)
    descriptors = psutil.Process().num_fds()
    desk = new_desk()
    with pytest.raises(Problem, match="could not be executed: Too many open files"):
        desk("square", "anna", 2).result(60)
    assert not list(tmp_path.iterdir())
    assert psutil.Process().num_fds() == descriptors
    assert "Traceback" not in caplog.text


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of descriptors")
@pytest.mark.parametrize("kept", [True, False])
def test_a_crowd_leaves_the_descriptors_that_the_next_worker_needs(kept):
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.core.workers.crowded_server",
            *(["keep some"] if kept else []),
        ],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        timeout=120,
    )
    said = "49" if kept else "could not be executed: Too many open files"
    assert said in done.stdout, done.stderr
