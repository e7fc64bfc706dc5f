"""Whose turn it is: round-robin between visitors, whatever each of them has waiting."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

from core.compute.runs import Run


class Turns:
    """The runs that wait for a worker. Knows neither processes nor threads."""

    def __init__(self) -> None:
        # In the order of their turns; a visitor stands here while one of its runs waits.
        self._visitors: dict[str, deque[Run]] = {}

    def __len__(self) -> int:
        return sum(len(runs) for runs in self._visitors.values())

    def __iter__(self) -> Iterator[Run]:
        """The runs in the order in which one worker would take them."""
        queues = [list(runs) for runs in self._visitors.values()]
        for depth in range(max(map(len, queues), default=0)):
            yield from (runs[depth] for runs in queues if depth < len(runs))

    def add(self, run: Run, *, first: bool = False) -> None:
        """Let a run wait: behind its visitor's others, or `first` of all."""
        if first:
            own = self._visitors.pop(run.visitor, deque())
            own.appendleft(run)
            self._visitors = {run.visitor: own, **self._visitors}
        else:
            self._visitors.setdefault(run.visitor, deque()).append(run)

    def replace(self, old: Run, new: Run) -> bool:
        """Put a visitor's newer run where the older one waits; False if that waits no more."""
        own = self._visitors.get(old.visitor, deque())
        if old not in own:
            return False
        own[own.index(old)] = new
        return True

    def remove(self, run: Run) -> None:
        """Forget a run, if it waits."""
        own = self._visitors.get(run.visitor, deque())
        if run in own:
            own.remove(run)
            if not own:
                del self._visitors[run.visitor]

    def take(self, accepts: Callable[[Run], bool]) -> Run | None:
        """The next run that a worker accepts; its visitor goes to the end of the row."""
        for visitor, own in self._visitors.items():
            run = next((run for run in own if accepts(run)), None)
            if run is not None:
                self.remove(run)
                if own:
                    self._visitors[visitor] = self._visitors.pop(visitor)
                return run
        return None
