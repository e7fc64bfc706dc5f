"""A worker as the server sees it: one process under a loky executor of its own.

One executor for each process, holding one call at a time: a killed process then takes nobody
else's call with it, and a process that has grown can be followed by one that is already warm.
"""

from __future__ import annotations

import contextlib
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from multiprocessing import Pipe

import loky
import psutil

from core.compute import jobs
from core.compute.block import Block
from core.compute.runs import Run

_ENVIRONMENT = {
    # loky ends a process of its own accord that has grown by 300 MB, and a call would wait for the
    # import of TensorFlow. The scheduler starts a warm one before it ends the old one.
    "LOKY_MAX_MEMORY_LEAK_SIZE": "1e15",
    # Pictures of frames are products of small matrices: a second thread would only wait, busily.
    "OPENBLAS_NUM_THREADS": "1",
}

PREPARED = 128
"""Names of prepared programs that are remembered of a process, the latest needed."""


class Worker:
    """One worker process. Only the scheduler's thread starts and ends it.

    Args:
        warm_up: What the process calls when it starts, "package.module:function", or None.
        wake: Called from another thread whenever an answer has come.

    Attributes:
        call: The answer waited for, or None.
        run: Whose slice it is; None while the process starts or forgets.
        since: When that slice began, as `time.monotonic` counts.
        pid: The process; 0 until it has answered for the first time.
        base, memory: Resident bytes after warming up, and now.
        forgotten: Tickets of cancelled runs that are set aside in the process.
        successor: The worker that is starting to follow this one, which has grown.
        retired_at: When it was asked to retire, 0 if it was not. From then on it takes only runs
            whose programs it has prepared, and those set aside in it.
    """

    def __init__(self, warm_up: str | None, wake: Callable[[], None]) -> None:
        self.block = Block()
        self._wake = wake
        self._lifeline = Pipe(duplex=False)
        reader, _ = self._lifeline
        self._executor = loky.ProcessPoolExecutor(
            max_workers=1,
            timeout=None,
            initializer=jobs.begin,
            initargs=(self.block.path, reader, warm_up),
            env=_ENVIRONMENT,
        )
        self.run: Run | None = None
        self.since = 0.0
        self.pid = self.base = self.memory = 0
        self.forgotten: list[int] = []
        self.successor: Worker | None = None
        self.retired_at = 0.0
        self._prepared: OrderedDict[Hashable, None] = OrderedDict()
        self.call: Future | None = None
        try:
            self._ask(jobs.ready)
        except BaseException:
            self.end()
            raise

    def start(self, run: Run, seconds: float) -> None:
        """Let a run have a slice of at least `seconds`, if it needs as long.

        Raises:
            Exception: If the process is no more; of whatever kind loky raises.
        """
        self.block.open_slice(run.done, run.total)
        if run.stopping:
            self.block.stop(run.ticket, run.stopping)
        resume, forgotten = run.home is self, self._take_forgotten()
        self._ask(jobs.run_slice, run.ticket, run.job, run.arguments, resume, seconds, forgotten)
        self.run, self.since = run, time.monotonic()

    def forget(self) -> None:
        """Let the idle process give back what the runs hold that are not asked for again.

        Raises:
            Exception: As `start`.
        """
        self._ask(jobs.forget, self._take_forgotten())

    def _take_forgotten(self) -> tuple[int, ...]:
        forgotten, self.forgotten = tuple(self.forgotten), []
        return forgotten

    def _ask(self, function: Callable, *arguments: object) -> None:
        call = self._executor.submit(function, *arguments)
        self.call = call
        call.add_done_callback(lambda _: self._wake())

    def answer(self) -> jobs.Answer:
        """Take the answer that has come.

        Raises:
            Exception: If the process is no more; of whatever kind loky raises.
        """
        call, self.call = self.call, None
        answer = call.result()
        if self.pid != answer.pid:
            # The first answer, or loky has put a new process in the place of one that ended.
            self.base = answer.memory
            self._prepared.clear()
        self.pid, self.memory = answer.pid, answer.memory
        return answer

    @property
    def started(self) -> bool:
        """Has the process answered?"""
        return self.pid > 0

    def note_prepared(self, program: Hashable) -> None:
        """A run has ended here that needed this program, if it is not None."""
        if program is None:
            return
        self._prepared[program] = None
        self._prepared.move_to_end(program)
        if len(self._prepared) > PREPARED:
            self._prepared.popitem(last=False)

    def has_prepared(self, program: Hashable) -> bool:
        """Has a run ended here that needed this program?"""
        return program in self._prepared

    def alive(self) -> bool:
        """Is the process there? (loky says so only when it is next asked.)"""
        return not self.started or psutil.pid_exists(self.pid)

    def kill(self) -> None:
        """End the process in the midst of its call, which fails."""
        with contextlib.suppress(psutil.NoSuchProcess):
            psutil.Process(self.pid).kill()

    def end(self) -> None:
        """End the process and all that belongs to it."""
        self._executor.shutdown(wait=True, kill_workers=True)
        for end in self._lifeline:
            end.close()
        self.block.close()
