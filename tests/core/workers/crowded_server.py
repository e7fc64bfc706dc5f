"""A server of its own whose visitors take every descriptor that they can get.

Says what a run gives whose worker is started after that. With any argument some descriptors are
kept for workers.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sys

from core.problems import Problem
from core.workers import descriptors
from tests.core.workers.desk import Desk

MOST = 256


def main() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (MOST, MOST))
    if sys.argv[1:]:
        descriptors.claim()
    desk = Desk(pause=0.01, check=0.05, start=600.0)
    pid = desk.pid()
    with contextlib.suppress(OSError):
        while True:
            os.open(os.devnull, os.O_RDONLY)
    try:
        for _replaced in range(2):
            os.kill(pid, signal.SIGKILL)
            print(desk("square", "anna", 7).result(60))
            pid = desk.pid()
    except Problem as problem:
        print(problem)
    finally:
        desk.scheduler.stop()


if __name__ == "__main__":
    main()
