"""How a computation that nobody wants to go on is told to end."""

from __future__ import annotations


class Cancelled(Exception):
    """Raised inside a computation to end it; what was done so far is given back, if it can be.

    Args:
        why: What the result says about its end: "cancelled", or "limit" if its time was over.
    """

    def __init__(self, why: str = "cancelled") -> None:
        super().__init__(why)
        self.why = why


class Replaced(Exception):
    """A newer request took the place of this one: nobody waits for what was done so far."""
