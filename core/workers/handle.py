"""What the caller of a job holds of it."""

from __future__ import annotations

import pickle
import weakref
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from core.workers.tasks import Run


class Desk(Protocol):
    """Where a run was handed in."""

    def place(self, run: Run) -> int:
        """Its place in the queue."""

    def progress(self, run: Run) -> tuple[int, int]:
        """Frames done, of how many."""

    def cancel(self, run: Run) -> None:
        """Ask it to end."""

    def abandon(self, run: Run) -> None:
        """Nobody waits for it any more."""


class Handle:
    """What a visitor holds of a run. Every method may be called from any thread.

    A run whose handle nobody holds any more, such as that of a visitor who has left, ends.
    """

    def __init__(self, run: Run, desk: Desk) -> None:
        self._run = run
        self._desk = desk
        weakref.finalize(self, desk.abandon, run).atexit = False

    @property
    def state(self) -> str:
        """ "waiting", "running", "done", "failed", "cancelled", "replaced", "stopped" or "left"."""
        return self._run.state

    @property
    def place(self) -> int:
        """Place in the queue, from 1 (the next); 0 once the run has begun or ended."""
        return self._desk.place(self._run)

    @property
    def progress(self) -> tuple[int, int]:
        """Frames done, of how many; (0, 0) before the first is. Never goes back."""
        return self._desk.progress(self._run)

    @property
    def stopping(self) -> bool:
        """Has the run been asked to end, and has not yet?"""
        return bool(self._run.stopping) and not self.done()

    def cancel(self) -> None:
        """Ask the run to end: at its next frame it gives back what is done, the worker is free."""
        self._desk.cancel(self._run)

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
