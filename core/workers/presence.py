"""Who is still there: a run that nobody looks at any more is not worth computing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable


def everybody(visitor: str) -> bool:
    """Nobody ever leaves: what holds where nothing is known of connections."""
    return True


class Presence:
    """Tells a visitor who has left from one whose connection is interrupted for a moment.

    Whether a page is connected counts, not how often it looks: browsers slow down the timers of a
    page in the background to one a minute.

    Args:
        present: Whether the page of a visitor is connected.
        absence: Seconds without connection after which a visitor has left.
    """

    def __init__(self, present: Callable[[str], bool], absence: float) -> None:
        self._present = present
        self._absence = absence
        self._seen: dict[str, float] = {}

    def gone(self, visitors: Iterable[str]) -> set[str]:
        """Those of some visitors who have left; all that counts is since they were first asked
        for. Of others nothing is remembered."""
        now = time.monotonic()
        before, self._seen = self._seen, {}
        for visitor in visitors:
            seen = now if self._present(visitor) else before.get(visitor, now)
            self._seen[visitor] = seen
        return {visitor for visitor, seen in self._seen.items() if now - seen >= self._absence}
