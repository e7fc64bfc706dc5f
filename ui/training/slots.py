"""What each slot of a session has asked for: waited for, and kept when done."""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import time
from collections.abc import Hashable
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core import demand, workers
from core.problems import Problem
from core.settings import Settings
from ui import failures, memo

PATIENCE = 1.0
"""Seconds to wait before progress is shown: most runs are done by then, those of a new architecture
too, and the screen is drawn once instead of twice."""

_CROWD = 3
"""From so many waiting runs on, a page waits `_LONGER` times as long before it is drawn without its
own, and looks as much more rarely: drawing it twice would make all the others wait."""

_LONGER = 3

_YIELD_EVERY = 0.05  # seconds
_AGAIN_WITHIN = 60.0  # seconds
_MOST_AGAIN = 3
_ASKED = "runs asked for"
_log = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True)
class Wish:
    """What is to be computed: equal wishes have equal results.

    Attributes:
        job: Names it.
        experiment: What it is about.
        options: Further arguments.
        own: Whether the result is the visitor's own, which no other may get to see.
    """

    job: str
    experiment: Settings
    options: tuple[tuple[str, Hashable], ...] = ()
    own: bool = False


@dataclasses.dataclass(eq=False)
class Asked:
    """What a slot of the session has asked for.

    Attributes:
        wish: What is to be computed.
        store: Where its result is kept, as long as there is room.
        handle: The run, until its outcome was taken: it holds that.
        stopped: Whether the run was stopped and its outcome taken.
        taken: When the outcome was taken, of late.
        problem: Why the run failed, once that is known.
    """

    wish: Wish
    store: memo.Store
    handle: workers.Handle | None = None
    stopped: bool = False
    taken: tuple[float, ...] = ()
    problem: Problem | None = None

    @property
    def kept(self) -> Any:
        """What the run gave back; None if nothing, or if there was no room for it."""
        return self.store.get((self.wish, "stopped") if self.stopped else self.wish)

    def taken_whole(self) -> bool:
        """Has the run come to its end, and was its result taken?"""
        return self.handle is None and not self.stopped and self.problem is None

    def lost(self) -> bool:
        """Is there nothing to wait for, and nothing that was stopped or has failed?"""
        if self.handle is None:
            return self.taken_whole()
        return self.handle.state in ("replaced", "left")

    def fail(self, error: Exception) -> None:
        """Keep why the run failed, for the visitor alone to ask anew."""
        if not isinstance(error, Problem):
            _log.error("the run %s failed", self.wish.job, exc_info=error)
        self.handle, self.problem = None, failures.told(error)


def store_of(wish: Wish) -> memo.Store:
    """Where the result of a wish is kept."""
    return memo.own() if wish.own else memo.shared


def failed(slot: str) -> bool:
    """Has the run of this slot ended without a result, by no wish of the visitor?"""
    asked = asked_for().get(slot)
    return asked is not None and asked.problem is not None


def lasts(slot: str) -> bool:
    """Is the run of this slot still to come to an end?"""
    return not stopped(slot) and not failed(slot)


def forget_own() -> None:
    """Drop what was found of the visitor's own data, and end what runs on them."""
    memo.forget_own()
    for slot in [slot for slot, asked in asked_for().items() if asked.wish.own]:
        handle = asked_for().pop(slot).handle
        if handle is not None:
            handle.cancel()


def stopped(slot: str) -> bool:
    """Has the visitor stopped the run of this slot?"""
    asked = asked_for().get(slot)
    if asked is None or asked.handle is None:
        return asked is not None and asked.stopped
    return asked.handle.state in ("cancelled", "stopped")


def asked_for() -> dict[str, Asked]:
    """What this session has asked for, by slot."""
    return st.session_state.setdefault(_ASKED, {})


def request(wish: Wish, slot: str) -> Any:
    """See that a wish is under way, unless its result is at hand, which is returned then."""
    asked = asked_for()
    before = asked.get(slot)
    store = store_of(wish)
    kept = store.get(wish)
    if kept is not None:
        if before is None or before.wish != wish or not before.taken_whole():
            asked[slot] = Asked(wish, store)
        return kept
    if before is None or before.wish != wish or before.lost():
        taken = _taken_of_late(before) if before is not None and before.wish == wish else ()
        handle = submit(wish, get_script_run_ctx().session_id, slot)
        asked[slot] = Asked(wish, store, handle, taken=taken)
    return None


def _taken_of_late(asked: Asked) -> tuple[float, ...]:
    """When a result was taken, and pushed out by others that the same page shows.

    Raises:
        Problem: If that goes on: the page would train for ever.
    """
    late = tuple(when for when in asked.taken if time.monotonic() - when < _AGAIN_WITHIN)
    if len(late) >= _MOST_AGAIN:
        raise Problem(
            "This server has too little memory for all the runs that this page shows at once. Take "
            "a smaller network, or unpin a run."
        )
    return late


def submit(wish: Wish, visitor: str, slot: str) -> workers.Handle:
    """Have a wish computed."""
    options = dict(wish.options)
    needs = demand.of(wish.job, (wish.experiment,), options)
    return workers.submit_job(
        wish.job, wish.experiment, visitor=visitor, slot=slot, needs=needs, **options
    )


def result_of(wish: Wish, slot: str, patience: float = PATIENCE) -> Any:
    """What a wish has for a result, once the slot has asked for it; None while it lasts.

    Args:
        wish: What is to be computed.
        slot: Which picture of the session it is for.
        patience: Seconds to wait for it.
    """
    kept = request(wish, slot)
    if kept is not None:
        return kept
    asked = asked_for()[slot]
    if asked.handle is not None:
        _wait(asked.handle, patience if workers.ready() else 0)
        if not asked.handle.done():
            return None
    if asked.problem is not None:
        return None
    try:
        if stopped(slot):
            return part_of(asked)
        result = asked.handle.result()
    except workers.Replaced:
        return None
    except Exception as error:
        asked.fail(error)
        return None
    asked.store.put(wish, result)
    asked.handle, asked.taken = None, (*asked.taken, time.monotonic())
    return result


def _wait(handle: workers.Handle, seconds: float) -> None:
    """Wait for a run, but not for one that the visitor has left behind."""
    begin = time.monotonic()
    end = begin + seconds
    while not handle.wait(min(_YIELD_EVERY, max(end - time.monotonic(), 0))):
        if time.monotonic() >= end:
            end = begin + seconds * slower()
        if time.monotonic() >= end:
            return
        # Whoever looks into the session gives way to a newer run of the script.
        asked_for()


def slower() -> int:
    """How many times as long a page waits as it would alone."""
    return _LONGER if workers.waiting() >= _CROWD else 1


def part_of(asked: Asked) -> Any:
    """What a run that was stopped gave back. It is the session's own: it is not kept for all."""
    if asked.handle is not None:
        part = None
        with contextlib.suppress(workers.Cancelled):
            part = asked.handle.result()
        asked.handle, asked.stopped, asked.store = None, True, memo.own()
        asked.store.put((asked.wish, "stopped"), part)
    return asked.kept
