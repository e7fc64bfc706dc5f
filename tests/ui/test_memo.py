"""What is kept: how much of it, for whom, and what goes with what."""

from __future__ import annotations

import gc
import threading
import tracemalloc
import weakref
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from tests.ui.run_cases import XOR, run_of
from ui import memo
from ui.charts import decision_plane, losses
from ui.memo import Room, Store, derived
from ui.screens.decision_boundaries.charts import network
from ui.sizes import size_of


class Thing:
    """Told from others by its identity, as runs are."""

    def __init__(self, count: int = 0) -> None:
        self.numbers = np.zeros(count)


@pytest.fixture
def shared(monkeypatch):
    """The store of all visitors, empty, with room for a megabyte."""
    room = Room(1_000_000)
    monkeypatch.setattr(memo, "room", room)
    monkeypatch.setattr(memo, "shared", Store(room))
    monkeypatch.setattr(memo, "of_settings", Store(Room(1_000_000)))
    return memo.shared


@pytest.fixture
def session(monkeypatch):
    """Opens a session, and ends the one before."""
    state: dict = {}
    monkeypatch.setattr(memo, "get_script_run_ctx", lambda **_options: SimpleNamespace())
    monkeypatch.setattr(memo.st, "session_state", state)
    return state.clear


def test_what_was_used_least_recently_goes_when_the_bytes_are_over():
    store = Store(Room(250_000))
    store.put("a", Thing(10_000))
    store.put("b", Thing(10_000))
    assert store.get("a") is not None
    store.put("c", Thing(10_000))
    store.put("d", Thing(10_000))
    assert [key for key in "abcd" if store.get(key) is not None] == ["a", "c", "d"]


def test_what_is_kept_last_stays_however_large():
    store = Store(Room(1_000))
    store.put("a", Thing())
    store.put("large", Thing(10_000))
    assert store.get("a") is None
    assert store.get("large") is not None


def test_the_bytes_are_those_of_all_stores_together_and_end_with_their_store():
    room = Room(250_000)
    first, second = Store(room), Store(room)
    first.put("a", Thing(10_000))
    second.put("b", Thing(10_000))
    second.put("c", Thing(20_000))
    assert first.get("a") is None
    assert 240_000 < room.taken < 250_000
    del second
    assert room.taken == 0


def test_what_is_forgotten_is_handed_back(shared):
    shared.put("a", "result")
    assert shared.forget("a") == "result"
    assert shared.forget("a") is None
    assert (len(shared), shared.size) == (0, 0)


def test_what_is_drawn_of_a_run_is_drawn_once_and_goes_with_the_run(shared):
    drawn = []

    @derived
    def picture(run: Thing, height: int) -> Thing:
        drawn.append(height)
        return Thing(100)

    @derived
    def corner(whole: Thing) -> Thing:
        return Thing(10)

    run = Thing(10)
    shared.put("run", run)
    first = picture(run, 300)
    assert picture(run, 300) is first
    assert corner(first) is corner(first)
    picture(run, 400)
    assert (drawn, len(shared)) == ([300, 400], 4)
    gone = weakref.ref(first)
    del first
    shared.forget("run")
    assert (len(shared), shared.size) == (0, 0)
    assert gone() is None


def test_what_is_drawn_of_a_thing_that_is_not_kept_is_not_kept_either(shared):
    @derived
    def picture(run: Thing) -> Thing:
        return Thing()

    run = Thing()
    assert picture(run) is not picture(run)
    assert len(shared) == 0


def test_what_was_made_while_its_run_went_is_not_kept(shared):
    @derived
    def picture(run: Thing) -> Thing:
        shared.forget("run")
        return Thing()

    run = Thing()
    shared.put("run", run)
    picture(run)
    assert len(shared) == 0


def test_results_do_not_push_out_what_is_made_from_settings_alone(shared):
    made = []

    @derived
    def specification(width):
        made.append(width)
        return {"width": width}

    specification(300)
    for number in range(100):
        shared.put(number, Thing(10_000))
        specification(300)
    assert made == [300]
    assert len(memo.of_settings) == 1
    memo.clear()
    assert len(memo.of_settings) == len(shared) == 0


def test_none_is_a_value_like_others(shared):
    asked = []

    @derived
    def found(run: Thing | None, floor: float | None) -> None:
        asked.append(floor)

    found(None, None)
    found(None, None)
    found(None, 0.5)
    assert asked == [None, 0.5]


def test_parts_of_a_pair_are_things_to_draw_from(shared):
    @derived
    def pair(number: int) -> tuple[Thing, Thing]:
        return Thing(), Thing()

    @derived
    def picture(run: Thing, data: Thing) -> Thing:
        return Thing()

    assert picture(*pair(1)) is picture(*pair(1))
    assert picture(*pair(1)) is not picture(*pair(2))


def test_what_is_drawn_of_ones_own_is_seen_by_no_other_session(shared, session):
    @derived
    def picture(run: Thing, data: Thing) -> Thing:
        return Thing()

    data, run = Thing(), Thing()
    shared.put("data", data)
    session()
    memo.own().put("run", run)
    mine = picture(run, data)
    assert picture(run, data) is mine
    assert len(shared) == 1
    mine = weakref.ref(mine)
    session()
    gc.collect()
    # With the session its pictures have gone, although what they were drawn from has not.
    assert mine() is None
    picture(run, data)
    assert len(memo.own()) == 0


def test_many_threads_at_once_leave_the_bytes_right(shared):
    @derived
    def picture(run: Thing, height: int) -> Thing:
        return Thing(1_000)

    def visit(number: int) -> None:
        for turn in range(200):
            key = (number + turn) % 7
            run = shared.get(key)
            if run is None:
                run = Thing(10_000)
                shared.put(key, run)
            picture(run, turn % 3)
            if turn % 50 == 0:
                shared.forget(key)

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 0 < shared.size <= memo.room.size
    for key in range(7):
        shared.forget(key)
    assert (len(shared), shared.size) == (0, 0)


def _made(make) -> tuple[object, int]:
    """A thing, and the bytes that it really takes."""
    make()  # what only the first call imports and caches
    gc.collect()
    tracemalloc.start()
    arrow = pa.total_allocated_bytes()
    thing = make()
    gc.collect()
    real = tracemalloc.get_traced_memory()[0] + pa.total_allocated_bytes() - arrow
    tracemalloc.stop()
    return thing, real


RUN = run_of(XOR, frames=60)
DATA = XOR.load()
MAKERS = {
    "array": lambda: np.zeros((300, 300)),
    "view": lambda: np.zeros((300, 300))[:1],
    "numbers": lambda: [float(number) for number in range(10_000)],
    "texts": lambda: {"names": [f"unit {number}" for number in range(5_000)]},
    "frame": lambda: pd.DataFrame({"x": np.arange(10_000.0), "name": ["a b"] * 10_000}),
    "arrow": lambda: pa.table({"x": np.arange(100_000.0)}),
    "plane": lambda: decision_plane.boundary(RUN, DATA, 0.5),
    "diagram": lambda: network.diagram(RUN),
    "history": lambda: losses.history(RUN, 300, True),
}


@pytest.mark.parametrize("name", MAKERS)
def test_bytes_are_counted_as_they_are(name):
    thing, real = _made(MAKERS[name])
    assert size_of(thing) == pytest.approx(real, rel=0.25, abs=10_000)
