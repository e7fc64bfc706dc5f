"""A scheduler with shorthand, and looks at its processes, for the tests of core.workers."""

from __future__ import annotations

import time

import psutil

from core.workers.scheduler import Plan, Scheduler
from core.workers.tasks import Needs

JOBS = "tests.core.workers.stand_in_jobs"


def wait_until(true, seconds=10.0):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "It did not come true in time."
        time.sleep(0.005)


class Desk:
    """A scheduler with shorthand: `desk("cut", "anna", frames=3)`."""

    def __init__(self, **plan):
        self.scheduler = Scheduler(Plan(**plan))

    def __call__(
        self,
        job,
        visitor="anna",
        *arguments,
        slot="run",
        limit=30.0,
        program=None,
        memory=0,
        **options,
    ):
        return self.scheduler.submit(
            f"{JOBS}:{job}",
            arguments,
            options,
            visitor=visitor,
            slot=slot,
            limit=limit,
            needs=Needs(program, memory),
        )

    def pid(self):
        return self("whoami", "nobody").result(20)


def running(handle):
    """The handle, once its first frame is done."""
    wait_until(lambda: handle.progress[0] > 0 or handle.done())
    assert not handle.done()
    return handle


def gone(process):
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def worker_processes():
    return [
        child.pid
        for child in psutil.Process().children(recursive=True)
        if not gone(child) and any("popen_loky" in word for word in child.cmdline())
    ]
