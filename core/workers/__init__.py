"""Where training runs: in worker processes, so that the server never imports TensorFlow.

`submit_job` hands a job to a worker and returns at once with a `Handle`: progress by frame,
place in the queue, cancel, result. Turns go round between visitors; a visitor's newer request
replaces the older one of the same slot. The number of worker processes is that of the environment
variable ACTIVATION_EXPLORER_WORKERS, 1 without it; they end with the server. What runs in them is
named by text, see `core.workers.inside`.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any

from core.problems import Problem
from core.workers.cancelled import Cancelled, Replaced
from core.workers.ends import Unable
from core.workers.handle import Handle
from core.workers.presence import everybody
from core.workers.scheduler import Plan, Scheduler
from core.workers.tasks import NOTHING, JobFailed, Needs

__all__ = [
    "Cancelled",
    "Handle",
    "JobFailed",
    "Needs",
    "Replaced",
    "Unable",
    "ready",
    "shutdown",
    "submit_job",
    "trouble",
    "waiting",
    "warm",
]

WORKERS_VARIABLE = "ACTIVATION_EXPLORER_WORKERS"
WARM_UP = "core.training.jobs:warm_up"
LIMIT = 120.0  # seconds of computing

_lock = threading.Lock()
_scheduler: Scheduler | None = None
_present: Callable[[str], bool] = everybody


def submit_job(
    job: str,
    *arguments: Any,
    visitor: str,
    slot: str,
    limit: float = LIMIT,
    needs: Needs = NOTHING,
    **options: Any,
) -> Handle:
    """Run any job in a worker.

    Args:
        job: "package.module:function", imported in the worker; see `core.workers.inside`.
        *arguments: Passed to the job behind `report`.
        visitor: Names who asks; turns go round between visitors.
        slot: A newer run of the same visitor and slot replaces an older one.
        limit: Seconds of computing, after which the run is stopped.
        needs: What the run needs: decides when there is room for it, and when its turn is.
        **options: Passed to the job by name.

    Returns:
        A handle whose result is what the job returns. Where too many runs wait it has failed, with
        a problem that says so.
    """
    return _started().submit(
        job, arguments, options, visitor=visitor, slot=slot, limit=limit, needs=needs
    )


def warm(present: Callable[[str], bool] | None = None) -> None:
    """Start the workers in the background, if they are not running; returns at once.

    Args:
        present: Whether the page of a visitor is connected; asked from any thread. The runs of one
            who has not been for 10 seconds are dropped. Without it, everybody always is.
    """
    global _present
    _present = present or _present
    _started()


def ready() -> bool:
    """Has a worker started, so that a run would begin at once?"""
    return _scheduler is not None and _scheduler.ready()


def trouble() -> Problem | None:
    """Why no worker is ready, if there is more to say than that one starts: a sentence for those
    who wait."""
    return None if _scheduler is None else _scheduler.trouble()


def waiting() -> int:
    """How many runs of all visitors wait for their turn."""
    return 0 if _scheduler is None else _scheduler.waiting()


def shutdown() -> None:
    """End all runs and workers; the next request starts new ones. Not needed at the exit."""
    global _scheduler
    with _lock:
        if _scheduler is not None:
            _scheduler.stop()
            _scheduler = None


def _started() -> Scheduler:
    global _scheduler
    with _lock:
        if _scheduler is None:
            _scheduler = Scheduler(
                Plan(workers=_wanted_workers(), warm_up=WARM_UP, present=_is_present)
            )
        return _scheduler


def _is_present(visitor: str) -> bool:
    return _present(visitor)


def _wanted_workers() -> int:
    text = os.environ.get(WORKERS_VARIABLE, "1")
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 64):
        raise ValueError(f"{WORKERS_VARIABLE} must be a whole number from 1 to 64, not {text!r}.")
    return int(text)
