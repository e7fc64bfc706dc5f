"""How much is let in: into the worker, so that its memory is bounded, and into the queue."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from core.problems import Problem

if TYPE_CHECKING:
    from core.workers.pool import Plan
    from core.workers.tasks import Run

LITTLE = 0.1
"""A run is little if it holds at most this share of what all may."""

RESERVE = 0.2
"""Share of what all may hold that is kept for little runs beside it: no dear run, and no single one
that is dearer than all may be, makes them wait."""


class Room:
    """What may begin beside the runs that have begun. For one look through those that wait.

    What they hold together is at most `Plan.held`, and `RESERVE` of it beside. A single run that
    holds more may begin when all others hold no more than the reserve. A run that is overdue and
    does not fit lets nothing but little ones into the reserve go first.

    Args:
        plan: Says how much.
        runs: All that have not ended; those that have begun hold something.
        overdue: Whether a run has waited for too long.
    """

    def __init__(self, plan: Plan, runs: Iterable[Run], overdue: Callable[[Run], bool]) -> None:
        self._all = plan.held
        self._overdue = overdue
        self._held = self._little = 0
        self._closed = False
        for run in (run for run in runs if run.home is not None):
            self._held += run.needs.memory
            self._little += run.needs.memory if self._is_little(run) else 0

    def admits(self, run: Run) -> bool:
        """Is there room for a run? Asked in the order in which they are due."""
        wanted, reserve = run.needs.memory, RESERVE * self._all
        if run.home is not None or not wanted:
            return True
        if self._is_little(run) and self._little + wanted <= reserve:
            return True
        if self._closed:
            return False
        if self._held + wanted <= self._all or self._held <= min(self._little, reserve):
            return True
        self._closed = self._overdue(run)
        return False

    def _is_little(self, run: Run) -> bool:
        return run.needs.memory <= LITTLE * self._all


def refusal(plan: Plan, runs: Iterable[Run], size: int) -> Problem | None:
    """Why another run is not let in, None if it is.

    Args:
        plan: Says how many, and how much.
        runs: Of all visitors, those that have not ended.
        size: Bytes of its arguments.
    """
    sizes = [len(run.arguments) for run in runs]
    if len(sizes) < plan.most_runs and (not sizes or sum(sizes) + size <= plan.most_bytes):
        return None
    return Problem(
        "The server is busy with {count} runs of all visitors. Try again in a moment.",
        count=len(sizes),
    )
