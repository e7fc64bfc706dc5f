"""Downloads of what runs have found, and whose page is open."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from core.studies.dying_relu.study import DyingStudy
from ui.memo import Room, Store
from ui.training import runs, slots


class _Ended:
    """A run that has ended."""

    def __init__(self, *result: object) -> None:
        self.result = lambda timeout=None: result


def test_a_download_finds_its_run_by_the_slot_and_has_it_computed_again_if_it_is_gone(monkeypatch):
    submitted = []

    def submit(job: str, *arguments: object, visitor: str, slot: str, **_needs: object) -> _Ended:
        submitted.append(job)
        return _Ended(job, *arguments)

    wish = slots.Wish("train", DyingStudy())
    store = Store(Room(10_000))
    of_session = {"run": slots.Asked(wish, store)}
    monkeypatch.setattr(slots, "asked_for", lambda: of_session)
    monkeypatch.setattr(runs, "get_script_run_ctx", lambda: SimpleNamespace(session_id="anna"))
    monkeypatch.setattr(slots.workers, "submit_job", submit)
    saved = runs.at_once("save", "run", lambda result: ("weights of", *result))
    store.put(wish, ("kept",))
    assert saved() == ("save", "weights of", "kept")
    store.forget(wish)
    assert saved() == ("save", "weights of", "train", wish.experiment)
    assert submitted == ["save", "train", "save"]
    of_session.clear()
    with pytest.raises(LookupError):
        saved()


def test_whether_a_page_is_connected_is_asked_of_streamlit(monkeypatch):
    connected = {"anna"}
    monkeypatch.setattr(
        runs.runtime,
        "get_instance",
        lambda: SimpleNamespace(is_active_session=connected.__contains__),
    )
    monkeypatch.setattr(runs.runtime, "exists", lambda: True)
    assert [runs._is_connected(session) for session in ("anna", "bert")] == [True, False]
    monkeypatch.setattr(runs.runtime, "exists", lambda: False)
    assert runs._is_connected("bert")
