"""Sessions whose visitors have left: they end, and what they held is given back."""

from __future__ import annotations

import gc
import weakref

import pytest
from streamlit.runtime.state import SessionState

from ui import memo
from ui import server as memory
from ui.server import GONE, Attendant


class Server:
    """A runtime of Streamlit, and its event loop."""

    def __init__(self) -> None:
        self.active: set[str] = set()
        self.closed: list[str] = []
        self.cleared = self.trimmed = 0
        self.calls: list = []
        # The parts of the runtime and of the C library that are used.
        self.stopped = self.media_file_mgr = self
        self.get_loop = lambda: self
        self.call_soon_threadsafe = lambda *call: self.calls.append(call)

    def is_active_session(self, session: str) -> bool:
        return session in self.active

    def close_session(self, session: str) -> None:
        self.closed.append(session)

    def remove_orphaned_files(self) -> None:
        self.cleared += 1

    def malloc_trim(self, _pad: int) -> None:
        self.trimmed += 1

    def run(self) -> None:
        """What the event loop does in its turn."""
        while self.calls:
            function, *arguments = self.calls.pop()
            function(*arguments)


@pytest.fixture
def server(monkeypatch):
    server = Server()
    monkeypatch.setattr(memory.runtime, "get_instance", lambda: server)
    yield server
    gc.unfreeze()


def test_a_session_ends_a_minute_after_its_visitor_has_left_and_not_before(server):
    attendant = Attendant(None)
    server.active = {"anna", "bert"}
    for session in ("anna", "bert"):
        attendant.meet(session, SessionState())
    attendant.look(0.0)
    server.active = {"bert"}
    attendant.look(10.0)
    attendant.look(9.0 + GONE)
    server.run()
    assert server.closed == []
    attendant.look(10.0 + GONE)
    server.run()
    assert server.closed == ["anna"]


def test_a_visitor_who_comes_back_finds_the_session(server):
    attendant = Attendant(None)
    attendant.meet("anna", SessionState())
    attendant.look(0.0)
    server.active = {"anna"}
    attendant.look(0.9 * GONE)
    server.active = set()
    attendant.look(GONE)
    attendant.look(1.5 * GONE)
    assert server.calls == []
    attendant.look(2 * GONE)
    server.active = {"anna"}
    server.run()
    # In the very last moment too.
    assert server.closed == []


def test_what_an_ended_session_left_is_given_back_without_a_visitor(server):
    class Circle:
        def __init__(self) -> None:
            self.itself = self

    attendant = Attendant(server)
    attendant.meet("anna", SessionState())
    server.active = {"anna"}
    attendant.look(0.0)
    left = weakref.ref(Circle())
    gc.freeze()
    server.active = set()
    for moment in range(10, 120, 10):
        attendant.look(float(moment))
        server.run()
    assert server.closed == ["anna"]
    assert left() is None
    assert server.trimmed
    # A prepared download is marked first, and removed by the next look.
    assert server.cleared >= 2
    spent = server.cleared
    attendant.look(200.0)
    assert server.cleared == spent


def test_what_all_visitors_may_see_is_kept_while_one_of_them_is_there(server, monkeypatch):
    room = memo.Room(1_000_000)
    monkeypatch.setattr(memo, "shared", memo.Store(room))
    attendant = Attendant(None)
    for session in ("anna", "bert"):
        attendant.meet(session, SessionState())
    memo.shared.put("a", "result")
    for last, kept in (({"bert"}, 1), (set(), 0)):
        server.active = last
        for moment in range(10, 120, 10):
            attendant.look(float(moment))
            server.run()
        assert len(memo.shared) == kept
    assert server.closed == ["anna", "bert"]
    assert room.taken == 0


def test_the_state_of_an_ended_session_is_empty_for_whoever_still_refers_to_it(server):
    attendant, state = Attendant(None), SessionState()
    state["photograph"] = "own"
    attendant.meet("anna", state)
    attendant.look(0.0)
    assert state["photograph"] == "own"
    attendant.look(GONE)
    server.run()
    assert "photograph" not in state


def test_while_others_are_there_the_libraries_are_not_looked_at(server):
    looked = []

    def heed(phase: str, info: dict[str, int]) -> None:
        if phase == "start" and info["generation"] == 2:
            looked.append(gc.get_freeze_count())

    attendant = Attendant(None)
    server.active = {"anna", "bert"}
    for session in ("anna", "bert"):
        attendant.meet(session, SessionState())
    attendant.look(0.0)
    server.active = {"bert"}
    gc.callbacks.append(heed)
    try:
        for moment in range(10, 120, 10):
            attendant.look(float(moment))
    finally:
        gc.callbacks.remove(heed)
    assert looked
    assert min(looked) > 10_000


def test_without_the_parts_of_streamlit_that_it_needs_the_server_goes_on(monkeypatch, caplog):
    monkeypatch.setattr(memory.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(memory.runtime, "exists", lambda: True)
    monkeypatch.setattr(memory.runtime, "get_instance", lambda: object())
    attendant = Attendant(None)
    attendant.meet("anna", SessionState())
    memory._attend(attendant)
    assert "not looked after" in caplog.text
