"""A few whole numbers that the server and one worker both see, without a message.

A file of one page, mapped into both processes. Unlike a pipe, it can be looked at in the
midst of a run at the price of a memory access; unlike `multiprocessing.shared_memory`,
no tracker process removes it when one of several workers ends.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import tempfile

_WORDS = 6
_STOP, _WHY, _OTHERS, _DONE, _TOTAL, _BEATS = range(_WORDS)
_REASONS = ("cancelled", "limit", "replaced")


class Block:
    """What the two sides tell each other while a run goes on.

    Each number is written by one side only and is one aligned word, so that no lock is needed.

    Args:
        path: The file, as another process made it; without it, a new one is made.
    """

    def __init__(self, path: str | None = None) -> None:
        if path is None:
            descriptor, path = tempfile.mkstemp(prefix="activation-explorer-")
            os.write(descriptor, bytes(8 * _WORDS))
        else:
            descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        self.path = path
        self._map = mmap.mmap(descriptor, 8 * _WORDS)
        os.close(descriptor)
        self._words = memoryview(self._map).cast("q")

    def open_slice(self, done: int, total: int) -> None:
        """Server: what a run had reached when it was set aside; the worker is idle now."""
        self._words[_STOP] = 0
        self._words[_DONE], self._words[_TOTAL] = done, total

    def stop(self, ticket: int, why: str) -> None:
        """Server: the run with this ticket is to end at its next frame.

        Args:
            ticket: Names the run.
            why: "cancelled", "limit" or "replaced".
        """
        # In this order: the worker looks at the reason once it has seen the ticket.
        self._words[_WHY] = _REASONS.index(why)
        self._words[_STOP] = ticket

    def tell_others(self, waiting: int) -> None:
        """Server: so many runs wait for a turn."""
        self._words[_OTHERS] = waiting

    def stopped(self, ticket: int) -> str:
        """Worker: why the run with this ticket is to end, "" if it is not."""
        return _REASONS[self._words[_WHY]] if self._words[_STOP] == ticket else ""

    def others(self) -> bool:
        """Worker: does anyone wait for a turn?"""
        return self._words[_OTHERS] > 0

    def report(self, done: int, total: int) -> None:
        """Worker: frames done, of how many."""
        self._words[_DONE], self._words[_TOTAL] = done, total

    def progress(self) -> tuple[int, int]:
        """Server: frames done, of how many."""
        return self._words[_DONE], self._words[_TOTAL]

    def beat(self) -> None:
        """Worker: a sign of life."""
        self._words[_BEATS] += 1

    def beats(self) -> int:
        """Server: signs of life so far."""
        return self._words[_BEATS]

    def close(self) -> None:
        """Server: give back the memory and remove the file."""
        self._words.release()
        self._map.close()
        self.remove()

    def remove(self) -> None:
        """Remove the file; the memory stays until both sides have closed it."""
        # Windows does not remove a file that the other side still maps.
        with contextlib.suppress(OSError):
            os.unlink(self.path)
