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
from multiprocessing import Pipe, active_children

import loky
import psutil

from core.problems import Problem
from core.workers import ends, inside
from core.workers.shared_flags import Block
from core.workers.tasks import Run

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
        born: When it was started.
        why: Why it was killed by us, once it was.
        pid: The process; 0 until it has answered for the first time.
        base, memory: Resident bytes after warming up, and now.
        forgotten: Tickets of cancelled runs that are set aside in the process.
        successor: The worker that is starting to follow this one, which has grown.
        leaves_at: When it begins no runs any more, as it has grown and there is no room for a
            successor beside it; 0 if it has not.
        retired_at: When it was asked to retire, 0 if it was not. From then on it takes only runs
            whose programs it has prepared, and those set aside in it.
    """

    def __init__(self, warm_up: str | None, wake: Callable[[], None]) -> None:
        self._wake = wake
        self.run: Run | None = None
        self.since = 0.0
        self.pid = self.base = self.memory = 0
        self.forgotten: list[int] = []
        self.successor: Worker | None = None
        self.retired_at = self.leaves_at = 0.0
        self._prepared: OrderedDict[Hashable, None] = OrderedDict()
        self.call: Future | None = None
        self.born, self._pulse = time.monotonic(), ends.Pulse()
        self.why: Problem | None = None
        with contextlib.ExitStack() as made:
            self._begin(warm_up, made)
            # From here on it is for `end`.
            self._made = made.pop_all()

    def _begin(self, warm_up: str | None, made: contextlib.ExitStack) -> None:
        """Make what belongs to the process, each to be undone by `made`, and start it."""
        self.block = Block()
        made.callback(self.block.close)
        reader, writer = Pipe(duplex=False)
        made.enter_context(reader)
        made.enter_context(writer)
        self._executor = loky.ProcessPoolExecutor(
            max_workers=1,
            timeout=None,
            initializer=inside.begin,
            initargs=(self.block.path, reader, warm_up),
            env=_ENVIRONMENT,
        )
        made.callback(self._executor.shutdown, wait=True, kill_workers=True)
        self._ask(inside.ready)
        # loky has started it by now, and tells of it nowhere else; None if it has ended since.
        self._process = next(iter([*self._executor._processes.values()]), None)

    def start(self, run: Run, seconds: float) -> None:
        """Let a run have a slice of at least `seconds`, if it needs as long.

        Raises:
            Exception: If the process is no more; of whatever kind loky raises.
        """
        self.block.open_slice(run.done, run.total)
        if run.stopping:
            self.block.stop(run.ticket, run.stopping)
        resume, forgotten = run.home is self, self._take_forgotten()
        self._ask(inside.run_slice, run.ticket, run.job, run.arguments, resume, seconds, forgotten)
        self.run, self.since = run, time.monotonic()

    def forget(self) -> None:
        """Let the idle process give back what the runs hold that are not asked for again.

        Raises:
            Exception: As `start`.
        """
        self._ask(inside.forget, self._take_forgotten())

    def _take_forgotten(self) -> tuple[int, ...]:
        forgotten, self.forgotten = tuple(self.forgotten), []
        return forgotten

    def _ask(self, function: Callable, *arguments: object) -> None:
        call = self._executor.submit(function, *arguments)
        self.call = call
        wake = self._wake
        call.add_done_callback(lambda _: wake())

    def answer(self) -> inside.Answer:
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
        return self._process is not None and self._process.exitcode is None

    def look_after(self, start: float, silence: float) -> None:
        """Kill the process if its start or its silence has lasted too long, in seconds."""
        silent = self._pulse.look(self._signs())
        if self.why is not None:
            return
        if not self.started and time.monotonic() - self.born > start:
            self.why = Problem("It was not ready after {seconds} seconds.", seconds=f"{start:g}")
        elif silent > silence:
            self.why = Problem(
                "It gave no sign of life for {seconds} seconds.", seconds=f"{silence:g}"
            )
        if self.why is not None:
            self.kill()

    def _signs(self) -> object:
        """What changes as long as the process lives: its beats, and the time that it computes.

        A library that loads may hold all threads back for long on a slow machine, the beating one
        too, but not without computing.
        """
        # An OSError where no descriptor is left to look with.
        with contextlib.suppress(psutil.Error, AttributeError, OSError):
            return self.block.beats(), psutil.Process(self._process.pid).cpu_times()
        return self.block.beats()

    def why_lost(self) -> Problem:
        """Why the process is no more."""
        code = self._process and self._process.exitcode
        return self.why or (ends.reason(code) if self.started else ends.reason_at_start(code))

    def kill(self) -> None:
        """End the process in the midst of its call, which fails."""
        if self.alive():
            with contextlib.suppress(psutil.NoSuchProcess):
                psutil.Process(self._process.pid).kill()

    def end(self) -> None:
        """End the process and all that belongs to it."""
        self._made.close()
        # A call that failed remembers who asked: semaphores and descriptors would wait for the
        # collection of garbage.
        self._executor = self._process = None
        # So would a process that has ended before loky knew: this forgets it.
        active_children()
