"""Keeping the log readable where the same thing fails thousands of times a second."""

from __future__ import annotations

import errno
import logging
import sys
import time
from collections.abc import Callable
from typing import Any

EVERY = 60.0
"""Seconds between two lines of one kind."""

_LOGGERS = ("asyncio", "uvicorn.error")
_MOST_KINDS = 100


class OnceAMinute(logging.Filter):
    """Lets one record of each kind of error pass a minute; without descriptors, as one line.

    When there are no descriptors left, asyncio tries to accept each connection that waits, two
    thousand times a second, and logs a traceback each time.
    """

    def __init__(self) -> None:
        super().__init__()
        self._passed: dict[tuple, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record is logged."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return True
        first = str(record.msg).split("\n")[0]
        kind = (record.name, type(error), getattr(error, "errno", None), first.split("(")[0])
        if not self.may_pass(kind):
            return False
        if getattr(error, "errno", None) in (errno.EMFILE, errno.ENFILE):
            record.msg, record.args = f"{first} {error}. (Told once a minute.)", None
            record.exc_info = record.exc_text = None
        return True

    def may_pass(self, kind: tuple) -> bool:
        """Has nothing of this kind passed for a minute? If so, this does."""
        now = time.monotonic()
        if now - self._passed.get(kind, -EVERY) < EVERY:
            return False
        if len(self._passed) >= _MOST_KINDS:
            self._passed.clear()
        self._passed[kind] = now
        return True

    def around(self, hook: Callable[[Any], object]) -> Callable[[Any], None]:
        """A `sys.unraisablehook` that hands on to another what may pass.

        What a connection without descriptors has half made fails once more when it is let go of.
        """

        def told(unraisable: Any) -> None:
            if self.may_pass((unraisable.exc_type, str(unraisable.exc_value))):
                hook(unraisable)

        return told


def keep_log_short() -> None:
    """Log what the event loop meets again and again once a minute."""
    once = OnceAMinute()
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(once)
    sys.unraisablehook = once.around(sys.unraisablehook)
