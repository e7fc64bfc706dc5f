"""Keeping the log readable where the same thing fails thousands of times a second."""

from __future__ import annotations

import errno
import logging
import time

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
        now = time.monotonic()
        if now - self._passed.get(kind, -EVERY) < EVERY:
            return False
        if len(self._passed) >= _MOST_KINDS:
            self._passed.clear()
        self._passed[kind] = now
        if getattr(error, "errno", None) in (errno.EMFILE, errno.ENFILE):
            record.msg, record.args = f"{first} {error}. (Told once a minute.)", None
            record.exc_info = record.exc_text = None
        return True


def keep_log_short() -> None:
    """Log what the event loop meets again and again once a minute."""
    once = OnceAMinute()
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(once)
