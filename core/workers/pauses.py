"""What a computation that pauses tells whoever drives it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

WAITING = "waiting"
"""Yielded by a computation that can do nothing itself until something else is done."""


class Partial(NamedTuple):
    """Yielded by a computation that could show what it has so far.

    Attributes:
        value: Makes what is shown; called only if it is time to show something.
    """

    value: Callable[[], Any]
