"""The worker processes: started, followed by new ones when they have grown, and ended."""

from __future__ import annotations

import atexit
import contextlib
import dataclasses
import gc
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from typing import TYPE_CHECKING

from core import host
from core.problems import Problem
from core.workers import descriptors, ends
from core.workers.presence import everybody
from core.workers.process import Worker
from core.workers.starts import Starts

if TYPE_CHECKING:
    from core.workers.tasks import Run


_log = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True)
class Plan:
    """How many workers there are, and how they are treated.

    Attributes:
        workers: Processes that compute at the same time.
        warm_up: What each calls when it starts, "package.module:function", or None.
        slice_seconds: How long a run that can be set aside goes on while others wait.
        growth: Bytes by which a process may grow before a warm one follows it.
        idle_growth: The same for a process that has had nothing to do for `rest`: nobody waits.
        rest: Seconds after its last run in which a process is not taken for idle, and a visitor not
            for done with a program.
        farewell: Seconds after which a process that has grown serves nobody any more.
        held: Bytes that the runs which have begun may hold, unless it is a single one; see
            `core.workers.room`.
        limit: Bytes that all processes may have together; what the host says if left out. Where a
            process that has grown and its successor do not fit, it ends first.
        most_runs: Runs of all visitors that may be under way or wait; more are refused.
        most_bytes: The same for the bytes of their arguments, such as a visitor's own table.
        grace: Seconds between asking a run to stop and ending it without what it has done; if it is
            over its limit, its process is killed.
        tries: How often a run is started before it is given up, if its process ends each time; and
            how many starts of a process may fail.
        start: Seconds that a process may take to start: where a host gives a tenth of a core,
            loading TensorFlow takes minutes.
        silence: Seconds without a sign of life after which a process is killed, one that starts
            too.
        pause: Seconds after a start that failed; they double with each further one.
        check: Seconds between looks at idle processes.
        present: Whether the page of a visitor is connected; may be asked from any thread.
        absence: Seconds after which the runs of a visitor who is not present are dropped.
    """

    workers: int = 1
    warm_up: str | None = None
    slice_seconds: float = 0.1
    growth: float = 450e6
    idle_growth: float = 200e6
    rest: float = 15.0
    farewell: float = 60.0
    held: float = 300e6
    limit: float = dataclasses.field(default_factory=host.memory_limit)
    most_runs: int = 200
    most_bytes: float = 200e6
    grace: float = 5.0
    tries: int = 3
    start: float = 300.0
    silence: float = 10.0
    pause: float = 1.0
    check: float = 1.0
    present: Callable[[str], bool] = everybody
    absence: float = 10.0


class Crew:
    """The workers of a scheduler. Only its thread starts and ends them.

    Args:
        plan: How many there are, and how they are treated.
        lock: Held whenever the list of workers changes.
        wake: Called from another thread whenever a worker has answered.
        at_exit: Called when the interpreter ends.
    """

    def __init__(
        self,
        plan: Plan,
        lock: threading.RLock,
        wake: Callable[[], None],
        at_exit: Callable[[], None],
    ) -> None:
        self._plan = plan
        self._lock = lock
        self._wake = wake
        self._at_exit = at_exit
        self._registered = False
        self._workers: list[Worker] = []
        self._replacing = False
        self.starts = Starts(plan.tries, plan.pause)
        # What each visitor has asked for last in each slot, and when; the latest at the end.
        self._in_use: OrderedDict[tuple[str, str], tuple[Hashable, float]] = OrderedDict()

    def __iter__(self) -> Iterator[Worker]:
        """The workers as they are now: the list may change meanwhile."""
        return iter([*self._workers])

    @property
    def ready(self) -> bool:
        """Has one warmed up?"""
        return any(worker.started for worker in self._workers)

    @property
    def given_up(self) -> bool:
        """Has none been started, however often it was tried?"""
        return self.starts.given_up and not self.ready

    def look_after(self) -> None:
        """Kill the processes that do not start, or give no sign of life."""
        for worker in self:
            worker.look_after(self._plan.start, self._plan.silence)

    @property
    def trouble(self) -> Problem | None:
        """What those are told that wait while no process is ready, if there is more to say."""
        if self.ready:
            return None
        if self.starts.trouble is None and self._replacing:
            return Problem(
                "The process that trains had grown and is being replaced: two of them would not "
                "fit into the memory of this server. That takes some seconds."
            )
        return self.starts.waiting()

    def start_missing(self, runs: list[Run]) -> None:
        """Start the workers that are missing, and a successor if one has grown.

        Args:
            runs: All that have not ended: what they hold will be given back.
        """
        self._replacing = self._replacing and not self.ready
        if not self.starts.may_start():
            return
        serving = [worker for worker in self._workers if not worker.retired_at]
        succeeding = [worker.successor for worker in serving if worker.successor]
        for _ in range(self._plan.workers - len(serving) + len(succeeding)):
            if self._start() is None:
                return
        grown = (worker for worker in serving if self._has_grown(worker, runs))
        # One at a time: each costs the memory of a whole process.
        if not succeeding and (worker := next(grown, None)):
            if self._has_room_beside(worker):
                worker.successor = self._start()
            else:
                worker.leaves_at = worker.leaves_at or time.monotonic() + self._plan.farewell

    def _has_room_beside(self, worker: Worker) -> bool:
        """Is there memory for a second process, as large as this one was at first?"""
        pids = [other.pid for other in self._workers if other.started]
        return host.used(pids) + worker.base <= self._plan.limit

    def _has_grown(self, worker: Worker, runs: list[Run]) -> bool:
        idle = worker.call is None and time.monotonic() - worker.since > self._plan.rest
        most = min(self._plan.growth, self._plan.idle_growth) if idle else self._plan.growth
        held = sum(run.needs.memory for run in runs if run.home is worker)
        return worker.memory - worker.base - held > most

    def _start(self) -> Worker | None:
        try:
            with descriptors.reserve():
                worker = Worker(self._plan.warm_up, self._wake)
        except Exception as error:
            why = ends.not_executed(error)
            _log.warning("A worker process could not be started. %s", why)
            self.starts.note_failed(why)
            # Its pipes are held in circles, and may be what was lacking.
            del error
            gc.collect()
            return None
        with self._lock:
            self._workers.append(worker)
        self._end_with_interpreter()
        return worker

    def _end_with_interpreter(self) -> None:
        if self._registered:
            return
        self._registered = True
        # loky would wait for running calls when the interpreter ends. It has registered for that
        # end with its first process, and who registers later is called earlier.
        register = getattr(threading, "_register_atexit", atexit.register)
        with contextlib.suppress(RuntimeError):
            register(self._at_exit)

    def retire(self, has_aside: Callable[[Worker], bool]) -> None:
        """Let a warm process follow one that has grown, and end the old one when it is empty.

        All programs that visitors use at the moment would have to be prepared anew, which keeps a
        process busy for seconds. So the old one goes on serving them until they ask for others. One
        that has to end first does so as soon as it holds no run; after a while it begins none.

        Args:
            has_aside: Whether runs are set aside in a worker.
        """
        for worker in self:
            if worker.successor is not None and worker.successor.started:
                worker.retired_at, worker.successor = time.monotonic(), None
            may_go = worker.leaves_at or self._may_go(worker)
            if may_go and worker.call is None and not has_aside(worker):
                self._replacing = not worker.retired_at
                self._workers.remove(worker)
                worker.end()

    def _may_go(self, worker: Worker) -> bool:
        if not worker.retired_at:
            return False
        now = time.monotonic()
        if now - worker.retired_at > self._plan.farewell:
            return True
        uses = self._in_use.values()
        wanted = (program for program, since in uses if now - since <= self._plan.rest)
        return not any(map(worker.has_prepared, wanted))

    def note_use(self, run: Run) -> None:
        """Note which program a visitor wants now, in the place of an earlier one."""
        slot, now = (run.visitor, run.slot), time.monotonic()
        self._in_use[slot] = run.needs.program, now
        self._in_use.move_to_end(slot)
        while now - next(iter(self._in_use.values()))[1] > self._plan.rest:
            self._in_use.popitem(last=False)

    def suits(self, worker: Worker, run: Run) -> bool:
        """May a worker take a run? One that nobody has begun goes where its program is."""
        if run.home is not None:
            return run.home is worker
        if worker.leaves_at and time.monotonic() > worker.leaves_at:
            return False
        program = run.needs.program
        staying = (one for one in self._workers if one.retired_at and not self._may_go(one))
        prepared = [one for one in staying if one.has_prepared(program)]
        return worker in prepared if prepared else not worker.retired_at

    def lose(self, worker: Worker) -> Problem:
        """Let go of a worker whose process is no more; what it left behind is for the caller.

        Returns:
            Why it is no more.
        """
        why = worker.why_lost()
        doing = "starting" if not worker.started else "idle"
        if worker.run is not None:
            doing = f"running {worker.run.job}"
        _log.warning("A worker process was lost while %s. %s", doing, why)
        self._workers.remove(worker)
        for other in self._workers:
            if other.successor is worker:
                other.successor = None
        if not worker.started:
            self.starts.note_failed(why)
        return why

    def dismiss(self, worker: Worker, lacking: str) -> None:
        """Let go of a worker that could not load what all runs need."""
        _log.warning("A worker process cannot train. %s", lacking)
        self._workers.remove(worker)
        self.starts.note_failed(ends.unable(lacking), final=True)
        worker.end()

    def end(self) -> None:
        """End all processes."""
        for worker in self:
            worker.end()
        self._workers.clear()
