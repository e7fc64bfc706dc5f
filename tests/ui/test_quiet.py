"""The log where the same thing fails thousands of times a second."""

from __future__ import annotations

import asyncio
import errno
import io
import logging
from types import SimpleNamespace

import pytest

from ui import quiet


@pytest.fixture
def log():
    """What a logger of its own has written, and the logger."""
    written, logger = io.StringIO(), logging.getLogger("tests.quiet")
    handler, once = logging.StreamHandler(written), quiet.OnceAMinute()
    logger.addHandler(handler)
    logger.addFilter(once)
    yield logger, written
    logger.removeHandler(handler)
    logger.removeFilter(once)


def test_without_descriptors_a_minute_has_one_line(log, monkeypatch):
    logger, written = log
    now = [1000.0]
    monkeypatch.setattr(quiet.time, "monotonic", lambda: now[0])
    full = OSError(errno.EMFILE, "Too many open files")
    for minute in range(3):
        now[0] = 1000.0 + 61.0 * minute
        for _try in range(2000):
            logger.error("socket.accept() out of system resource\nsocket: <6>", exc_info=full)
    assert len(written.getvalue().splitlines()) == 3
    assert "Too many open files" in written.getvalue()


def test_other_errors_keep_their_traceback_and_messages_their_number(log):
    logger, written = log
    for _try in range(2):
        logger.error("Task failed", exc_info=ValueError("once"))
        logger.warning("slow")
    assert written.getvalue().count("ValueError: once") == 1
    assert written.getvalue().count("slow") == 2


def test_what_fails_when_it_is_let_go_of_is_told_once():
    def failed(error):
        return SimpleNamespace(exc_type=type(error), exc_value=error)

    told = []
    hook = quiet.OnceAMinute().around(told.append)
    for _connection in range(3):
        hook(failed(AttributeError("_ssock")))
    hook(failed(AttributeError("_state")))
    assert [str(one.exc_value) for one in told] == ["_ssock", "_state"]


def test_the_event_loop_is_kept_quiet_from_the_first_page_on(open_app):
    open_app()
    logger = logging.getLogger(asyncio.__name__)
    assert any(isinstance(one, quiet.OnceAMinute) for one in logger.filters)
