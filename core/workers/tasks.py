"""A run that a visitor has asked for: what the scheduler knows of it, and how it can end."""

from __future__ import annotations

import dataclasses
import itertools
import pickle
import threading
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, NamedTuple

from core.problems import Problem
from core.workers.cancelled import Cancelled

if TYPE_CHECKING:
    pass

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
