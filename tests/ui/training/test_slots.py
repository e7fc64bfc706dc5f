"""Runs of a session: what is kept of them, and how much."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from core.problems import Problem
from core.studies.dying_relu.study import DyingStudy
from ui import memo
from ui.memo import Room, Store
from ui.training import slots


class _Endless:
    """A run that does not end."""

    def wait(self, timeout: float) -> bool:
        return False


def test_waiting_for_a_run_gives_way_to_a_newer_run_of_the_script(monkeypatch):
    class NewerRun(BaseException):
        pass

    def look() -> None:
        raise NewerRun

    monkeypatch.setattr(slots, "asked_for", look)
    with pytest.raises(NewerRun):
        slots._wait(_Endless(), 3600)


def test_waiting_for_a_run_comes_to_an_end(monkeypatch):
    monkeypatch.setattr(slots, "asked_for", dict)
    assert slots._wait(_Endless(), 0.0) is None


@pytest.mark.parametrize(("others", "looks"), [(0, 2), (slots._CROWD, 2 * slots._LONGER)])
def test_where_others_wait_the_page_is_patient(others, looks, monkeypatch):
    now = [0.0]

    class Slow:
        def wait(self, timeout: float) -> bool:
            now[0] += timeout
            waits.append(timeout)
            return False

    waits: list[float] = []
    monkeypatch.setattr(slots, "asked_for", dict)
    monkeypatch.setattr(slots.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(slots.workers, "waiting", lambda: others)
    slots._wait(Slow(), 2 * slots._YIELD_EVERY)
    assert sum(waits) == pytest.approx(looks * slots._YIELD_EVERY)


def test_what_comes_of_own_data_is_kept_for_its_session_alone(monkeypatch):
    wish = slots.Wish("job", DyingStudy(), own=True)
    stores = []
    for session in ({}, {}):
        monkeypatch.setattr(slots.st, "session_state", session)
        stores.append(slots.store_of(wish))
        assert slots.store_of(wish) is stores[-1]
        assert slots.store_of(slots.Wish("job", DyingStudy())) is memo.shared
    assert len({id(store) for store in (memo.shared, *stores)}) == 3


def test_a_page_that_needs_more_than_there_is_room_for_does_not_train_for_ever(monkeypatch):
    ended = SimpleNamespace(wait=lambda timeout: True, done=lambda: True, state="done")
    ended.result = lambda: np.zeros(1_000)
    monkeypatch.setattr(slots.st, "session_state", {})
    monkeypatch.setattr(memo, "shared", Store(Room(10_000)))
    monkeypatch.setattr(slots, "get_script_run_ctx", lambda: SimpleNamespace(session_id="anna"))
    monkeypatch.setattr(slots.workers, "submit_job", lambda *_, **__: ended)
    wishes = {slot: slots.Wish(slot, DyingStudy()) for slot in ("run", "pinned 0")}

    def draw_again_and_again() -> None:
        for _turn in range(10):
            for slot, wish in wishes.items():
                slots.result_of(wish, slot)

    with pytest.raises(Problem, match="too little memory"):
        draw_again_and_again()
