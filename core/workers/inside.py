"""What runs inside a worker process: the jobs, a slice at a time.

A job is a function `job(report, *arguments, **options)`, named by "package.module:function" so
that only the worker imports what it needs. It calls `report(done, total)` after each frame, which
raises `Cancelled` once the run is to end: what the job then returns is given back as a partial
result. A plain function keeps the worker until it returns. A generator function may be set aside at
each `yield` while others have their turn, and returns its result with `return`; what it needs
afterwards must be its own, for other runs come in between. Where it can only wait for something it
yields `pauses.WAITING`, and others have their turn at once. Where it yields a `pauses.Partial`, the
worker hands over what is done so far, if that was not done just now.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import inspect
import logging
import os
import pickle
import signal
import threading
import time
import traceback
from collections.abc import Callable, Generator
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

import psutil

from core.workers.cancelled import Cancelled, Replaced
from core.workers.ends import not_loaded
from core.workers.pauses import WAITING, Partial
from core.workers.shared_flags import Block
from core.workers.tasks import JobFailed

# Errors of these packages cross to the server whole. Others might not unpickle there, or would
# import TensorFlow where it must never be.
_KNOWN = ("builtins", "core")

HEEDING = 2.0
"""Seconds that a run which is to end may go on pausing, until its next report tells it so."""

NICENESS = 5
"""By how much a worker gives way to other processes, as `os.nice` counts."""

BEAT = 0.5
"""Seconds between two signs of life."""

SHOWING = 0.2
"""Seconds of a run between two partial results that are handed over."""


class Answer(NamedTuple):
    """What a worker says after a slice.

    Attributes:
        state: "done"; "partial", if the job returned because it was told to end; "cancelled", if
            it then returned nothing; "paused"; "failed"; or "lost": the run had been set aside in
            a process that is no more.
        payload: Pickled result or error; of a paused run, what it shows, b"" if nothing new.
        pid: The worker's process.
        memory: Its resident memory in bytes.
    """

    state: str
    payload: bytes
    pid: int
    memory: int


class Report:
    """Given to each job, to be called between frames: `report(done, total)`.

    Attributes:
        told: The job has been told to end.
    """

    def __init__(self, block: Block, ticket: int) -> None:
        self._block = block
        self._ticket = ticket
        self._shown = -SHOWING
        self.told = False

    def may_show(self) -> bool:
        """Is it time to hand over a partial result? If so, the next time is `SHOWING` later."""
        if self.told or time.monotonic() - self._shown < SHOWING:
            return False
        self._shown = time.monotonic()
        return True

    def __call__(self, done: int, total: int) -> None:
        self._block.report(done, total)
        why = self._block.stopped(self._ticket)
        if why:
            self.told = True
            raise Replaced if why == "replaced" else Cancelled(why)


class _Aside(NamedTuple):
    """A run that can pause, and how it tells of itself."""

    running: Generator
    report: Report


class _Worker:
    """The state of this process: its block, and the runs set aside in it."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.aside: dict[int, _Aside] = {}
        self.not_loaded = ""
        self._process = psutil.Process()

    def answer(self, state: str, payload: bytes = b"") -> Answer:
        """An answer that carries the state of this process."""
        return Answer(state, payload, self._process.pid, self._process.memory_info().rss)

    def drive(self, ticket: int, run: _Aside, seconds: float) -> tuple[str, Any]:
        """Let a generator go on until it ends or shows something, or others wait and its slice is
        over; what it then returns or shows."""
        end = time.monotonic() + seconds
        asked = 0.0
        while True:
            try:
                paused = next(run.running)
            except StopIteration as stop:
                return "done", stop.value
            if isinstance(paused, Partial) and run.report.may_show():
                self.aside[ticket] = run
                return "paused", paused.value()
            why = self.block.stopped(ticket)
            if why:
                asked = asked or time.monotonic()
                if why == "replaced" or time.monotonic() - asked > HEEDING:
                    run.running.close()
                    raise Cancelled(why)
            elif self.block.others() and (paused == WAITING or time.monotonic() >= end):
                self.aside[ticket] = run
                return "paused", None

    def forget(self, tickets: tuple[int, ...]) -> None:
        """Close runs that were set aside and have been cancelled since."""
        for ticket in tickets:
            if ticket in self.aside:
                try:
                    self.aside.pop(ticket).running.close()
                except Exception:
                    logging.getLogger(__name__).exception("A cancelled run did not close.")


_worker: _Worker | None = None


def begin(path: str, lifeline: Connection, warm_up: str | None) -> None:
    """Prepare this process to be a worker.

    Args:
        path: The file of the block.
        lifeline: The reading end of a pipe whose writing end only the server holds.
        warm_up: A function without arguments to call at once, or None.
    """
    global _worker
    # Ctrl-C reaches the whole group; the worker ends with the server, not before it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Where cores are few, the server that draws what has been computed goes first.
    with contextlib.suppress(AttributeError, OSError):
        os.nice(NICENESS)
    block = Block(path)
    threading.Thread(target=_end_with_server, args=(block, lifeline), daemon=True).start()
    threading.Thread(target=_beat, args=(block,), daemon=True).start()
    _worker = _Worker(block)
    if warm_up is not None:
        try:
            named(warm_up)()
        except (ImportError, OSError) as error:
            logging.getLogger(__name__).exception("A library could not be loaded.")
            _worker.not_loaded = not_loaded(error)
        except Exception:
            # A worker that ended here would be started again and again; its jobs say it better.
            logging.getLogger(__name__).exception("The worker could not warm up.")
    # What the libraries have made stays: collections of garbage need not look at it again.
    gc.collect()
    gc.freeze()


def _end_with_server(block: Block, lifeline: Connection) -> None:
    try:
        lifeline.recv_bytes()
    except (EOFError, OSError):
        block.remove()
        os._exit(0)


def _beat(block: Block) -> None:
    """Give signs of life, whatever the other threads do; a process that is stopped gives none."""
    while True:
        block.beat()
        time.sleep(BEAT)


def named(name: str) -> Callable:
    """The function that "package.module:function" names."""
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)


def ready() -> Answer:
    """The answer of a worker that has warmed up: that it can take jobs, or what it lacks."""
    if _worker.not_loaded:
        return _worker.answer("failed", _worker.not_loaded.encode())
    return _worker.answer("done")


def forget(tickets: tuple[int, ...]) -> Answer:
    """Let go of runs set aside here, when there is no next slice to say it with."""
    _worker.forget(tickets)
    return _worker.answer("done")


def run_slice(
    ticket: int,
    job: str,
    arguments: bytes,
    resume: bool,
    seconds: float,
    forgotten: tuple[int, ...],
) -> Answer:
    """Start a run, or go on with one that was set aside.

    Nothing but plain values crosses: what does not unpickle would break the whole pool.

    Args:
        ticket: Names the run.
        job: "package.module:function".
        arguments: Pickled pair of positional and keyword arguments.
        resume: The run was set aside here.
        seconds: How long it may go on while others wait.
        forgotten: Runs set aside here that will not be asked for again.
    """
    _worker.forget(forgotten)
    if resume and ticket not in _worker.aside:
        return _worker.answer("lost")
    try:
        if resume:
            value, report = _worker.aside.pop(ticket)
        else:
            positional, options = pickle.loads(arguments)
            report = Report(_worker.block, ticket)
            value = named(job)(report, *positional, **options)
        state = "done"
        if inspect.isgenerator(value):
            state, value = _worker.drive(ticket, _Aside(value, report), seconds)
        if report.told and state == "done":
            state = "partial"
        if state == "paused" and value is None:
            return _worker.answer(state)
        return _worker.answer(state, pickle.dumps(value))
    except (Cancelled, Replaced):
        return _worker.answer("cancelled")
    except BaseException as error:
        return _worker.answer("failed", _packed(error))


def _packed(error: BaseException) -> bytes:
    """An error as bytes that surely unpickle in the server."""
    text = "".join(traceback.format_exception(error))
    if isinstance(error, Exception) and type(error).__module__.split(".")[0] in _KNOWN:
        try:
            error.add_note(text)
            whole = pickle.dumps(error)
            pickle.loads(whole)
        except Exception:
            pass
        else:
            return whole
    return pickle.dumps(JobFailed(text))
