"""The scheduler: one thread that gives each worker one slice of one run at a time.

Queue, fairness and cancelling are decided here, in front of loky, because in loky a killed worker
fails all that waits and a call that has begun cannot be stopped.
"""

from __future__ import annotations

import contextlib
import logging
import pickle
import queue
import threading
import time

from core.problems import Problem
from core.workers import ends
from core.workers.cancelled import Cancelled, Replaced
from core.workers.fair_queue import Turns
from core.workers.handle import Handle
from core.workers.inside import Answer
from core.workers.pool import Crew, Plan
from core.workers.presence import Presence
from core.workers.process import Worker
from core.workers.room import Room, refusal
from core.workers.tasks import NOTHING, Needs, Run


class Scheduler:
    """Runs and workers brought together. Every method may be called from any thread."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._lock = threading.RLock()
        self._turns = Turns()
        self._presence = Presence(plan.present, plan.absence)
        self._newest: dict[tuple[str, str], Run] = {}
        self._wakes: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._crew = Crew(plan, self._lock, lambda: self._wakes.put(None), self.stop)
        self._abandoned: queue.SimpleQueue[Run] = queue.SimpleQueue()
        self._stopping = False
        self._thread = threading.Thread(target=self._serve, name="compute", daemon=True)
        self._thread.start()

    def submit(
        self,
        job: str,
        arguments: tuple,
        options: dict,
        *,
        visitor: str,
        slot: str,
        limit: float,
        needs: Needs = NOTHING,
    ) -> Handle:
        """Queue a run; see `core.workers.submit_job`."""
        run = Run(job, pickle.dumps((arguments, options)), visitor, slot, limit, needs)
        with self._lock:
            older = self._newest.get((visitor, slot))
            others = (other for other in self._newest.values() if other is not older)
            refused = refusal(self._plan, others, len(run.arguments))
            if not refused and (older is None or not self._turns.replace(older, run)):
                self._turns.add(run)
            if older is not None:
                self._end(older, "replaced", Replaced())
            if refused:
                run.finish("failed", refused)
            elif self._stopping:
                self._end(run, "cancelled", Cancelled())
            else:
                self._newest[visitor, slot] = run
                self._crew.note_use(run)
                # Who asks anew gives workers that would not start another chance.
                self._crew.starts.want()
        self._wakes.put(None)
        return Handle(run, self)

    def cancel(self, run: Run) -> None:
        """Ask a run to end; if it is on a worker, that is free at its next frame."""
        with self._lock:
            self._ask_to_end(run, "cancelled")
        self._wakes.put(None)

    def abandon(self, run: Run) -> None:
        """End a run that nobody waits for. Called in the midst of anything, by whatever thread
        collects garbage: it takes no lock."""
        if not run.ended.is_set():
            self._abandoned.put(run)
            self._wakes.put(None)

    def place(self, run: Run) -> int:
        """Runs that have their turn before this one, and itself; 0 once it has begun or ended."""
        with self._lock:
            if run.state != "waiting":
                return 0
            return next(n for n, other in enumerate(self._turns, 1) if other is run)

    def waiting(self) -> int:
        """How many runs wait for their turn, those set aside included."""
        with self._lock:
            return len(self._turns)

    def progress(self, run: Run) -> tuple[int, int]:
        """Frames done, of how many."""
        with self._lock:
            for worker in self._crew:
                if worker.run is run:
                    run.reached(*worker.block.progress())
            return run.done, run.total

    def ready(self) -> bool:
        """Has a worker warmed up?"""
        with self._lock:
            return self._crew.ready

    def trouble(self) -> Problem | None:
        """Why no worker is ready, if there is more to say than that one starts."""
        return self._crew.trouble

    def stop(self) -> None:
        """End all runs and all workers; returns when no process is left."""
        self._stopping = True
        self._wakes.put(None)
        self._thread.join()

    def _ask_to_end(self, run: Run, why: str) -> None:
        """Let a run that has begun give back what it has; one that has not ends now."""
        if run.ended.is_set() or run.stopping:
            return
        run.stopping, run.asked = why, time.monotonic()
        if run.home is None:
            self._end(run, *run.stopped())
        elif run.home.run is run:
            run.home.block.stop(run.ticket, why)
        else:
            self._turns.remove(run)
            self._turns.add(run, first=True)

    def _end(self, run: Run, state: str, outcome: bytes | Exception) -> None:
        """End a run wherever it stands; the rest of its work is for nobody. The lock is held."""
        self._turns.remove(run)
        if self._newest.get((run.visitor, run.slot)) is run:
            del self._newest[run.visitor, run.slot]
        for worker in self._crew:
            if worker.run is run:
                run.reached(*worker.block.progress())
                worker.block.stop(run.ticket, "replaced")
            elif run.home is worker and not run.ended.is_set():
                worker.forgotten.append(run.ticket)
        run.finish(state, outcome)

    # What follows runs in the scheduler's own thread.

    def _serve(self) -> None:
        while not self._stopping:
            try:
                with self._lock:
                    self._end_unwanted()
                    self._hear()
                    self._enforce_limits()
                    self._crew.look_after()
                    self._crew.retire(self._has_aside)
                self._crew.start_missing([*self._newest.values()])
                with self._lock:
                    if self._crew.given_up:
                        for run in [*self._turns]:
                            self._end(run, "failed", self._crew.starts.problem())
                    self._give_turns()
            except Exception:
                # Without this thread nobody would be served again.
                logging.getLogger(__name__).exception("The scheduler met an error.")
            with contextlib.suppress(queue.Empty):
                self._wakes.get(timeout=self._patience())
        with self._lock:
            for run in [*self._newest.values()]:
                self._end(run, "cancelled", Cancelled())
            self._crew.end()

    def _patience(self) -> float:
        """Seconds until something is due without anyone's call."""
        dues = [self._deadline(worker) - time.monotonic() for worker in self._crew if worker.run]
        # Past its deadline a run has its grace: look again soon.
        return min([self._plan.check, *(due if due > 0 else 0.05 for due in dues)])

    def _deadline(self, worker: Worker) -> float:
        return worker.since + worker.run.limit - worker.run.spent

    def _end_unwanted(self) -> None:
        """Drop runs whose handles are gone, or whose visitors: Streamlit keeps handles a while."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._end(self._abandoned.get_nowait(), "cancelled", Cancelled())
        gone = self._presence.gone({visitor for visitor, _slot in self._newest})
        for run in [run for run in self._newest.values() if run.visitor in gone]:
            self._end(run, "left", Replaced())

    def _hear(self) -> None:
        """Take the answers that have come, and notice processes that are no more."""
        for worker in self._crew:
            if worker.call is None:
                if not worker.alive():
                    self._lose(worker)
                continue
            if not worker.call.done():
                continue
            try:
                answer = worker.answer()
            except Exception:
                self._lose(worker)
                continue
            if worker.run is not None:
                self._settle(worker, answer)
            elif answer.state == "failed":
                self._crew.dismiss(worker, answer.payload.decode())
            else:
                self._crew.starts.note_started()

    def _settle(self, worker: Worker, answer: Answer) -> None:
        """A slice is over: its run has ended, waits for its next turn, or begins again."""
        run, worker.run = worker.run, None
        run.reached(*worker.block.progress())
        took = time.monotonic() - worker.since
        run.spent += took
        self._turns.passed(took)
        if answer.state in ("done", "partial"):
            worker.note_prepared(run.needs.program)
        if answer.state == "paused":
            run.shown = answer.payload or run.shown
            if run.ended.is_set():
                worker.forgotten.append(run.ticket)
                return
            self._turns.add(run, first=bool(run.stopping))
            if run.spent >= run.limit:
                # Its last slice was over before the limit was looked at.
                self._ask_to_end(run, "limit")
        elif answer.state == "lost":
            self._begin_again(run, ends.reason(None))
        elif answer.state in ("partial", "cancelled"):
            state, nothing = run.stopped()
            self._end(run, state, answer.payload or nothing)
        else:
            self._end(run, answer.state, answer.payload)

    def _begin_again(self, run: Run, why: Problem) -> None:
        """Let a run start anew, before all others, because its process is no more."""
        run.home, run.spent = None, 0.0
        if run.ended.is_set():
            return
        if run.stopping:
            self._end(run, *run.stopped())
            return
        if run.tries < self._plan.tries:
            self._turns.add(run, first=True)
            return
        self._end(run, "failed", ends.given_up(run.tries, why))

    def _lose(self, worker: Worker) -> None:
        """A process is no more: its run, and those set aside in it, begin again."""
        why = self._crew.lose(worker)
        if worker.run is not None:
            self._begin_again(worker.run, why)
        for run in [run for run in self._turns if run.home is worker]:
            run.home, run.spent = None, 0.0
            if run.stopping:
                self._end(run, *run.stopped())
        worker.end()

    def _enforce_limits(self) -> None:
        """Stop the runs that are over their limit; kill the process of one that does not heed.

        One that its visitor has stopped ends as soon, but its process may go on: it holds what
        others have prepared and begun.
        """
        now = time.monotonic()
        for run in [*self._newest.values()]:
            if run.stopping == "cancelled" and now - run.asked > self._plan.grace:
                self._end(run, *run.stopped())
        for worker in self._crew:
            if worker.run is None or now < self._deadline(worker):
                continue
            self._ask_to_end(worker.run, "limit")
            if now > self._deadline(worker) + self._plan.grace:
                self._end(worker.run, *worker.run.stopped())
                worker.kill()

    def _has_aside(self, worker: Worker) -> bool:
        return any(run.home is worker for run in self._turns)

    def _give_turns(self) -> None:
        """Give each idle worker the next run, and tell the busy ones whether others wait."""
        for worker in self._crew:
            if worker.call is not None or not worker.started:
                continue
            run = self._next_for(worker)
            if run is None and not worker.forgotten:
                continue
            try:
                if run is None:
                    worker.forget()
                    continue
                worker.start(run, self._plan.slice_seconds)
            except Exception:
                if run is not None:
                    self._turns.add(run, first=True)
                self._lose(worker)
                self._wakes.put(None)
                continue
            if run.home is None:
                run.tries += 1
            run.home, run.state = worker, "running"
        for worker in self._crew:
            if worker.run is not None:
                worker.block.tell_others(len(self._turns))

    def _next_for(self, worker: Worker) -> Run | None:
        room = Room(self._plan, self._newest.values(), self._turns.overdue)
        return self._turns.take(lambda run: self._crew.suits(worker, run) and room.admits(run))
