"""The compiled programs of a process: built in the background, kept, bounded."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from core.training import program
from core.workers.pauses import WAITING

if TYPE_CHECKING:
    from core.networks.layers import Architecture
    from core.training.program import Program

KEPT_PROGRAMS = 128
"""Programs kept at a time; the one that was not used for the longest is given up. TensorFlow does
not give back the memory of one: giving up those that may be asked for again would save nothing."""

_LOOK_EVERY = 0.01  # seconds


class Programs:
    """The programs of a process, compiled one after the other in a thread of their own.

    Args:
        most: How many are kept.

    Attributes:
        built: How many have been asked for that were not kept.
    """

    def __init__(self, most: int = KEPT_PROGRAMS) -> None:
        self._most = most
        self._kept: OrderedDict[tuple, Future[Program]] = OrderedDict()
        self._waiting: Counter[Future[Program]] = Counter()
        self._lock = threading.Lock()
        self._builder = ThreadPoolExecutor(1, thread_name_prefix="programs")
        self.built = 0

    def __len__(self) -> int:
        return len(self._kept)

    @contextmanager
    def wanted(
        self, architecture: Architecture, runs: int = 0, compiled: bool = True, masked: bool = False
    ) -> Iterator[Future[Program]]:
        """The program of an architecture, which may still be under way; as `ready_program`.

        One that has not been begun when nobody waits for it any more is not built.
        """
        key = (architecture, runs, compiled, masked)
        with self._lock:
            if key in self._kept and _failed(self._kept[key]):
                del self._kept[key]
            if key not in self._kept:
                self.built += 1
                self._kept[key] = self._builder.submit(program.built, *key)
            self._kept.move_to_end(key)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
            future = self._kept[key]
            self._waiting[future] += 1
        try:
            yield future
        finally:
            with self._lock:
                self._waiting[future] -= 1
                if not self._waiting[future]:
                    del self._waiting[future]
                    if future.cancel() and self._kept.get(key) is future:
                        del self._kept[key]


def _failed(future: Future) -> bool:
    return future.done() and future.exception() is not None


programs = Programs()


def ready_program(
    architecture: Architecture, runs: int = 0, compiled: bool = True, masked: bool = False
) -> Generator[str, None, Program]:
    """The program that trains an architecture; built at the first call, then kept.

    Most of the building happens outside of Python, on another core: others may have their turn.

    Args:
        architecture: What it is built for.
        runs: How many runs, of weights of their own, it trains side by side; 0 for one run
            whose weights have no axis for it. Side by side nothing ends early.
        compiled: Whether XLA compiles it, or TensorFlow runs it as a plain graph.
        masked: Whether each run may hold weights of its own as they are, so that networks of
            different widths, filled up with zeros, train side by side.

    Returns:
        The program, compiled and ready; pauses with `core.workers.pauses.WAITING` until it is.
    """
    with programs.wanted(architecture, runs, compiled, masked) as future:
        while True:
            try:
                return future.result(_LOOK_EVERY)
            except TimeoutError:
                yield WAITING
