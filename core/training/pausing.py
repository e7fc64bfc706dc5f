"""Trainings that pause: each is a generator that yields where others may have their turn."""

from __future__ import annotations

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from core.pauses import WAITING

Result = TypeVar("Result")

_LOOK_EVERY = 0.01  # seconds
_background = ThreadPoolExecutor(1, thread_name_prefix="background")


def in_background(
    function: Callable[..., Result], *arguments: Any, **options: Any
) -> Generator[str, None, Result]:
    """Call a function in a thread, so that others may have their turn meanwhile.

    Made for compiling: most of it happens outside of Python, on another core.

    Args:
        function: What to call; one such call at a time goes on in the process.
        *arguments: Passed to it.
        **options: Passed to it by name.

    Returns:
        What it returns; pauses with `WAITING` until it has.
    """
    call = _background.submit(function, *arguments, **options)
    while True:
        try:
            return call.result(_LOOK_EVERY)
        except TimeoutError:
            yield WAITING


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
