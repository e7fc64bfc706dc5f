"""When a worker process may be started: after each start that failed, a while later."""

from __future__ import annotations

import math
import time

from core.problems import Problem
from core.workers.ends import Unable

LONGEST_PAUSE = 60.0
"""Seconds between two starts, however many have failed."""


class Starts:
    """The starts of all workers: what fails for one would fail for the next.

    Args:
        tries: How many may fail in a row before all that wait are told.
        pause: Seconds after the first that failed; each further one doubles them.

    Attributes:
        trouble: Why the last start failed; None if it did not.
    """

    def __init__(self, tries: int, pause: float) -> None:
        self._tries = tries
        self._pause = pause
        self._failed = 0
        self._wanted = True
        self._due = 0.0
        self.trouble: Problem | None = None

    def may_start(self) -> bool:
        """Is it time for a start, and does anyone want one?"""
        return self._wanted and time.monotonic() >= self._due

    def want(self) -> None:
        """Someone asks for a run: if starting was given up, it is tried once more."""
        self._wanted = True

    def note_started(self) -> None:
        """A worker is ready."""
        self._failed, self._due, self._wanted, self.trouble = 0, 0.0, True, None

    def note_failed(self, why: Problem, final: bool = False) -> None:
        """A start has failed; `final` if the next would fail likewise."""
        self._failed = max(self._failed + 1, self._tries if final else 0)
        self._due = time.monotonic() + pause_after(self._failed, self._pause)
        self._wanted = self._failed < self._tries
        self.trouble = why

    @property
    def given_up(self) -> bool:
        """Does nothing start until someone asks for it anew?"""
        return not self._wanted

    def problem(self) -> Problem:
        """What those are told that wait in vain."""
        if isinstance(self.trouble, Unable):
            return self.trouble
        return Problem(
            "No process for computing could be started after {tries} tries. {reason} Try again in "
            "a minute.",
            tries=self._failed,
            reason=self.trouble,
        )

    def waiting(self) -> Problem | None:
        """What those are told that wait for the next start; None if none has failed."""
        if self.trouble is None or isinstance(self.trouble, Unable):
            return self.trouble
        return Problem(
            "The process that trains could not be started. {reason} Next try in {seconds} s.",
            reason=self.trouble,
            seconds=max(1, math.ceil(self._due - time.monotonic())),
        )


def pause_after(failed: int, first: float = 1.0) -> float:
    """Seconds to wait when so many starts in a row have failed."""
    return min(first * 2 ** min(failed - 1, 20), LONGEST_PAUSE)
