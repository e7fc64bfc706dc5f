"""Descriptors of files: as many as the system allows, some of them kept for the next worker.

Each connection of a visitor takes a few. Without a reserve, a crowd would take those that a worker
needs, and nobody in it would get anything trained.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

try:
    import resource
except ImportError:  # Windows knows no such limit.
    resource = None

RESERVED = 24
"""What a worker takes of the server while it starts (16), and somewhat more."""

_MOST = 65_536


def claim() -> None:
    """Let this process open as many files as it may, but for the reserve."""
    with contextlib.suppress(AttributeError, OSError, ValueError):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (_most(soft, hard) - RESERVED, hard))


@contextlib.contextmanager
def reserve() -> Iterator[None]:
    """Let files be opened out of the reserve; only one thread at a time."""
    before = None
    with contextlib.suppress(AttributeError, OSError, ValueError):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (_most(soft, hard), hard))
        before = soft, hard
    try:
        yield
    finally:
        if before is not None:
            # What was opened beyond it stays open.
            resource.setrlimit(resource.RLIMIT_NOFILE, before)


def _most(soft: int, hard: int) -> int:
    """How many may be open. Not without limit: who closes them all before a process starts would
    count for minutes."""
    return max(soft, _MOST) if hard == resource.RLIM_INFINITY else max(soft, min(hard, _MOST))
