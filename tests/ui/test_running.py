"""Runs of a session: what is kept of them, and how much."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from core.dying_study import DyingStudy
from ui import running
from ui.memo import Memo


def test_the_results_used_least_recently_are_forgotten_by_number():
    memo = Memo(most=2, size=10**9)
    memo.put("a", 1)
    memo.put("b", 2)
    assert memo.get("a") == 1
    memo.put("c", 3)
    assert (memo.get("a"), memo.get("b"), memo.get("c")) == (1, None, 3)


def test_the_results_are_bounded_by_the_bytes_of_their_arrays():
    memo = Memo(most=100, size=3_000)
    for key in range(5):
        memo.put(key, (np.zeros(125), np.zeros(125)))  # 2,000 bytes
    assert [key for key in range(5) if memo.get(key) is not None] == [4]
    memo.put("large", np.zeros(10_000))
    assert memo.get("large") is not None


def test_what_is_forgotten_is_handed_back():
    memo = Memo(most=2, size=100)
    memo.put("a", "result")
    assert memo.forget("a") == "result"
    assert memo.forget("a") is None
    assert len(memo) == 0


class _Endless:
    """A run that does not end."""

    def wait(self, timeout: float) -> bool:
        return False


def test_waiting_for_a_run_gives_way_to_a_newer_run_of_the_script(monkeypatch):
    class NewerRun(BaseException):
        pass

    def look() -> None:
        raise NewerRun

    monkeypatch.setattr(running, "_asked", look)
    with pytest.raises(NewerRun):
        running._wait(_Endless(), 3600)


def test_waiting_for_a_run_comes_to_an_end(monkeypatch):
    monkeypatch.setattr(running, "_asked", dict)
    assert running._wait(_Endless(), 0.0) is None


@pytest.mark.parametrize(("others", "looks"), [(0, 2), (running._CROWD, 2 * running._LONGER)])
def test_where_others_wait_the_page_is_patient(others, looks, monkeypatch):
    now = [0.0]

    class Slow:
        def wait(self, timeout: float) -> bool:
            now[0] += timeout
            waits.append(timeout)
            return False

    waits: list[float] = []
    monkeypatch.setattr(running, "_asked", dict)
    monkeypatch.setattr(running.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(running.compute, "waiting", lambda: others)
    running._wait(Slow(), 2 * running._YIELD_EVERY)
    assert sum(waits) == pytest.approx(looks * running._YIELD_EVERY)


def test_what_comes_of_own_data_is_kept_for_its_session_alone(monkeypatch):
    study = DyingStudy()
    shared = running._memo_of(running._Wish("job", study))
    wish = running._Wish("job", study, own=True)
    memos = []
    for session in ({}, {}):
        monkeypatch.setattr(running.st, "session_state", session)
        memos.append(running._memo_of(wish))
        assert running._memo_of(wish) is memos[-1]
        assert running._memo_of(running._Wish("job", study)) is shared
    assert len({id(memo) for memo in (shared, *memos)}) == 3


class _Ended:
    """A run that has ended."""

    def __init__(self, *result: object) -> None:
        self.result = lambda timeout=None: result


def test_a_download_finds_its_run_by_the_slot_and_has_it_computed_again_if_it_is_gone(monkeypatch):
    submitted = []

    def submit(job: str, *arguments: object, visitor: str, slot: str) -> _Ended:
        submitted.append(job)
        return _Ended(job, *arguments)

    wish = running._Wish("train", DyingStudy())
    memo = Memo(most=2, size=100)
    slots = {"run": running._Asked(wish, memo)}
    monkeypatch.setattr(running, "_asked", lambda: slots)
    monkeypatch.setattr(running, "get_script_run_ctx", lambda: SimpleNamespace(session_id="anna"))
    monkeypatch.setattr(running.compute, "submit_job", submit)
    saved = running.at_once("save", "run", lambda result: ("weights of", *result))
    memo.put(wish, ("kept",))
    assert saved() == ("save", "weights of", "kept")
    memo.forget(wish)
    assert saved() == ("save", "weights of", "train", wish.experiment)
    assert submitted == ["save", "train", "save"]
    slots.clear()
    with pytest.raises(LookupError):
        saved()


def test_whether_a_page_is_connected_is_asked_of_streamlit(monkeypatch):
    connected = {"anna"}
    monkeypatch.setattr(
        running.runtime,
        "get_instance",
        lambda: SimpleNamespace(is_active_session=connected.__contains__),
    )
    monkeypatch.setattr(running.runtime, "exists", lambda: True)
    assert [running._is_connected(session) for session in ("anna", "bert")] == [True, False]
    monkeypatch.setattr(running.runtime, "exists", lambda: False)
    assert running._is_connected("bert")
