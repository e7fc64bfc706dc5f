"""Computations that pause where others may have their turn, and what they tell then."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, NamedTuple, TypeVar

WAITING = "waiting"
"""Yielded by a computation that can do nothing itself until something else is done."""


class Partial(NamedTuple):
    """Yielded by a computation that could show what it has so far.

    Attributes:
        value: Makes what is shown; called only if it is time to show something.
    """

    value: Callable[[], Any]


Result = TypeVar("Result")


def telling(
    running: Generator[Any, None, Result], report: Callable[[Any], None]
) -> Generator[Any, None, Result]:
    """Let a training go on, and tell of each of its pauses.

    Args:
        running: The training.
        report: Called in each pause with what the training yields; what it raises leaves the
            training where it is, so that it can still go on.

    Returns:
        What it returns.
    """
    while True:
        try:
            paused = next(running)
        except StopIteration as end:
            return end.value
        report(paused)
        yield paused


def without_pause(running: Generator[Any, None, Result]) -> Result:
    """Let a training go on to its end.

    Args:
        running: The training; what it yields is not needed.

    Returns:
        What it returns.
    """
    while True:
        try:
            next(running)
        except StopIteration as end:
            return end.value


def as_part(
    running: Generator[float | str, None, Result],
    report: Callable[[int, int], None] | None,
    done: int,
    size: int,
    of: int,
) -> Generator[float | str, None, Result]:
    """Let a training go on as part of a larger work, and tell how much of that is done.

    Args:
        running: The training; it pauses with the share of it that is done, or with `WAITING`.
        report: Called with what is done of the whole, and the whole; nobody if left out.
        done: What was done before it.
        size: How much of the whole it is.
        of: The whole.

    Returns:
        What it returns.
    """

    def tell(share: float | str) -> None:
        if report and share != WAITING:
            report(done + int(share * size), of)

    return (yield from telling(running, tell))
