"""Whose turn it is: in turn between visitors, and what is dear lets what is cheap go first.

The rule is fair queueing, in seconds of computing that have been given to anyone (the clock). A run
is due when it came, plus what it costs to begin with: its estimated seconds, at most `MOST_COST`.
Of one visitor's runs each is due by its cost later than the one before it. Who is due first has
the next turn; among equals, who has waited since longest. So a dear run lets pass cheap ones that
came later, but only those that came later by less than it costs. A run that was set aside after a
slice is due at once, behind those who are due already: whatever has begun goes round.

Source: Demers, Keshav, Shenker (1989), Analysis and simulation of a fair queueing algorithm.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections import deque
from collections.abc import Callable, Iterator

from core.workers.tasks import Run

MOST_COST = 2.0
"""Seconds of computing that count at most: nobody who waits for a first sight of a dear run is held
up longer by those who come later."""


class Turns:
    """The runs that wait for a worker. Knows neither processes nor threads."""

    def __init__(self) -> None:
        self._clock = 0.0
        # A visitor stands here while one of its runs waits, with its place among equals.
        self._visitors: dict[str, deque[Run]] = {}
        self._since: dict[str, int] = {}
        self._due: dict[Run, float] = {}
        self._last, self._first = itertools.count(1), itertools.count(-1, -1)

    def __len__(self) -> int:
        return len(self._due)

    def __iter__(self) -> Iterator[Run]:
        """The runs in the order in which one worker would take them."""
        row = [(*self._key(visitor), visitor, 0) for visitor in self._visitors]
        heapq.heapify(row)
        for behind in itertools.count(next(self._last)):
            if not row:
                return
            _due, _since, visitor, number = heapq.heappop(row)
            own = self._visitors[visitor]
            yield own[number]
            if number + 1 < len(own):
                heapq.heappush(row, (self._due[own[number + 1]], behind, visitor, number + 1))

    def _key(self, visitor: str) -> tuple[float, int]:
        return self._due[self._visitors[visitor][0]], self._since[visitor]

    def passed(self, seconds: float) -> None:
        """So many seconds of computing were given to someone."""
        self._clock += seconds

    def overdue(self, run: Run) -> bool:
        """Has a run waited for longer than those who came later may hold it up?"""
        return self._clock - self._due.get(run, math.inf) > MOST_COST

    def add(self, run: Run, *, first: bool = False) -> None:
        """Let a run wait: behind its visitor's others, or `first` of all."""
        own = self._visitors.setdefault(run.visitor, deque())
        if first:
            own.appendleft(run)
            self._due[run], self._since[run.visitor] = -math.inf, next(self._first)
            return
        cost = min(run.needs.seconds, MOST_COST) if run.home is None else 0.0
        before = self._due[own[-1]] if own else self._clock
        self._due[run] = max(before, self._clock) + cost
        own.append(run)
        self._since.setdefault(run.visitor, next(self._last))

    def replace(self, old: Run, new: Run) -> bool:
        """Put a visitor's newer run where the older one waits; False if that waits no more."""
        if old not in self._due:
            return False
        own = self._visitors[old.visitor]
        own[own.index(old)] = new
        self._due[new] = self._due.pop(old)
        return True

    def remove(self, run: Run) -> None:
        """Forget a run, if it waits."""
        if run not in self._due:
            return
        del self._due[run]
        own = self._visitors[run.visitor]
        own.remove(run)
        if not own:
            del self._visitors[run.visitor], self._since[run.visitor]

    def take(self, accepts: Callable[[Run], bool]) -> Run | None:
        """The next run that a worker accepts, asked in the order in which they are due; its
        visitor goes to the end of the row."""
        for visitor in sorted(self._visitors, key=self._key):
            run = next((run for run in self._visitors[visitor] if accepts(run)), None)
            if run is not None:
                self.remove(run)
                if visitor in self._since:
                    self._since[visitor] = next(self._last)
                return run
        return None
