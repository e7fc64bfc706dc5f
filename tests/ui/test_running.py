"""Runs of a session: what is kept of them, and how much."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from core.dying_study import DyingStudy
from core.problems import Problem
from ui import memo, running
from ui.memo import Room, Store


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
    wish = running._Wish("job", DyingStudy(), own=True)
    stores = []
    for session in ({}, {}):
        monkeypatch.setattr(running.st, "session_state", session)
        stores.append(running._store_of(wish))
        assert running._store_of(wish) is stores[-1]
        assert running._store_of(running._Wish("job", DyingStudy())) is memo.shared
    assert len({id(store) for store in (memo.shared, *stores)}) == 3


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
    store = Store(Room(10_000))
    slots = {"run": running._Asked(wish, store)}
    monkeypatch.setattr(running, "_asked", lambda: slots)
    monkeypatch.setattr(running, "get_script_run_ctx", lambda: SimpleNamespace(session_id="anna"))
    monkeypatch.setattr(running.compute, "submit_job", submit)
    saved = running.at_once("save", "run", lambda result: ("weights of", *result))
    store.put(wish, ("kept",))
    assert saved() == ("save", "weights of", "kept")
    store.forget(wish)
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


def test_a_page_that_needs_more_than_there_is_room_for_does_not_train_for_ever(monkeypatch):
    ended = SimpleNamespace(wait=lambda timeout: True, done=lambda: True, state="done")
    ended.result = lambda: np.zeros(1_000)
    monkeypatch.setattr(running.st, "session_state", {})
    monkeypatch.setattr(memo, "shared", Store(Room(10_000)))
    monkeypatch.setattr(running, "get_script_run_ctx", lambda: SimpleNamespace(session_id="anna"))
    monkeypatch.setattr(running.compute, "submit_job", lambda *_, **__: ended)
    wishes = {slot: running._Wish(slot, DyingStudy()) for slot in ("run", "pinned 0")}

    def draw_again_and_again() -> None:
        for _turn in range(10):
            for slot, wish in wishes.items():
                running._result(wish, slot)

    with pytest.raises(Problem, match="too little memory"):
        draw_again_and_again()
