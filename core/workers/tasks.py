"""A run that a visitor has asked for: what the scheduler knows of it, and how it can end."""

from __future__ import annotations

import dataclasses
import itertools
import pickle
import threading
import weakref
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, NamedTuple

from core.problems import Problem
from core.workers.cancelled import Cancelled

if TYPE_CHECKING:
    from core.workers.scheduler import Scheduler

_TICKETS = itertools.count(1)


class JobFailed(RuntimeError):
    """A job raised something that is not passed on whole; the text is its traceback."""


class Needs(NamedTuple):
    """What a run needs of a process.

    Attributes:
        program: Names what must be prepared for it, which takes far longer than the run itself;
            None if nothing.
        memory: Bytes that it holds from its first turn to its end.
        seconds: Of computing, about.
    """

    program: Hashable = None
    memory: int = 0
    seconds: float = 0.0


NOTHING = Needs()


@dataclasses.dataclass(eq=False)
class Run:
    """One run, from request to end. Only the scheduler changes it, under its lock.

    Attributes:
        job: The function to call in the worker, as "package.module:function".
        arguments: Positional and keyword arguments, pickled.
        visitor: Who asked; turns go round between visitors.
        slot: Which of the visitor's pictures it is for; a newer run of a slot replaces an older.
        limit: Seconds of computing, after which the run is stopped.
        needs: What it needs of a process.
        home: The worker that holds the run's state, from its first turn on.
        tries: How often it was started from the beginning.
        spent: Seconds of computing so far, of this try.
        stopping: Why it has been asked to end, "cancelled" or "limit"; "" if it has not.
        asked: When that was, as `time.monotonic` counts.
        done, total: Frames so far, of how many (0: not yet known). They never fall.
        shown: Pickled partial result handed over last, b"" if there is none.
        state: "waiting", "running", or how it ended: "done", "failed", "cancelled",
            "replaced", "stopped" (over its limit), "left" (its visitor went away).
        outcome: Pickled result, or error to raise. A run that was cancelled or stopped has a result
            too, if its job gave back what was done so far.
        ended: Set once the state is final.
    """

    job: str
    arguments: bytes
    visitor: str
    slot: str
    limit: float
    needs: Needs = NOTHING
    ticket: int = dataclasses.field(default_factory=lambda: next(_TICKETS))
    home: Any = None
    tries: int = 0
    spent: float = 0.0
    stopping: str = ""
    asked: float = 0.0
    done: int = 0
    total: int = 0
    shown: bytes = b""
    state: str = "waiting"
    outcome: bytes = b""
    ended: threading.Event = dataclasses.field(default_factory=threading.Event)

    def reached(self, done: int, total: int) -> None:
        """Note the progress; a run that has to begin again does not go back."""
        if not self.ended.is_set():
            self.done, self.total = max(self.done, done), max(self.total, total)

    def finish(self, state: str, outcome: bytes | Exception) -> None:
        """End the run, once: later ends are not heard."""
        if self.ended.is_set():
            return
        # An error that is raised refers to all that was called then, and so to this run: never the
        # same twice, or neither would ever be given back.
        self.state = state
        self.outcome = outcome if isinstance(outcome, bytes) else pickle.dumps(outcome)
        if state == "done":
            self.done = self.total
        self.ended.set()

    def stopped(self) -> tuple[str, Exception]:
        """How it ends if it was asked to end and gives nothing back: its state, what to raise."""
        if self.stopping != "limit":
            return "cancelled", Cancelled()
        return "stopped", Problem(
            "The run was stopped after {seconds} seconds of computing. Lower the number of epochs "
            "or the size of the network.",
            seconds=f"{self.limit:g}",
        )

    def value(self) -> Any:
        """What the job returned.

        Raises:
            Exception: As `Handle.result`, if it ended otherwise.
        """
        value = pickle.loads(self.outcome)
        if isinstance(value, BaseException):
            raise value
        return value


class Handle:
    """What a visitor holds of a run. Every method may be called from any thread.

    A run whose handle nobody holds any more, such as that of a visitor who has left, ends.
    """

    def __init__(self, run: Run, scheduler: Scheduler) -> None:
        self._run = run
        self._scheduler = scheduler
        weakref.finalize(self, scheduler.abandon, run).atexit = False

    @property
    def state(self) -> str:
        """ "waiting", "running", "done", "failed", "cancelled", "replaced", "stopped" or "left"."""
        return self._run.state

    @property
    def place(self) -> int:
        """Place in the queue, from 1 (the next); 0 once the run has begun or ended."""
        return self._scheduler.place(self._run)

    @property
    def progress(self) -> tuple[int, int]:
        """Frames done, of how many; (0, 0) before the first is. Never goes back."""
        return self._scheduler.progress(self._run)

    @property
    def stopping(self) -> bool:
        """Has the run been asked to end, and has not yet?"""
        return bool(self._run.stopping) and not self.done()

    def cancel(self) -> None:
        """Ask the run to end: at its next frame it gives back what is done, the worker is free."""
        self._scheduler.cancel(self._run)

    def done(self) -> bool:
        """Has the run ended, in whatever way?"""
        return self._run.ended.is_set()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait at most `timeout` seconds for the end; True if it has come."""
        return self._run.ended.wait(timeout)

    def partial(self) -> Any:
        """What the job has shown of its work last, a copy for each call; None if nothing yet."""
        shown = self._run.shown
        return pickle.loads(shown) if shown else None

    def result(self, timeout: float | None = None) -> Any:
        """What the job returned: a copy for each call.

        A run that was cancelled, or stopped at its limit, returns what was done until then, if
        its job gives that back; `state` tells it from a whole result.

        Args:
            timeout: Seconds to wait for the end; None waits without end.

        Raises:
            TimeoutError: If the run has not ended in time.
            Cancelled: If it was cancelled and nothing was done.
            Replaced: If a newer request took its place, or its visitor has left; who comes back
                has to ask anew.
            Problem: If it was stopped at its limit and nothing was done, if it lost its process too
                often, or if the job raised one.
            JobFailed: If the job raised an error of a library; errors of Python come as they are.
        """
        if not self.wait(timeout):
            raise TimeoutError(f"The run has not ended within {timeout} seconds.")
        return self._run.value()
