"""Keeping the collection of garbage from looking at what stays."""

from __future__ import annotations

import gc
import time
from functools import cache

LOOK_AT_ALL_EVERY = 60.0
"""Seconds between two collections that look at every object."""


@cache
def collect_rarely() -> None:
    """Let full collections look only at what is new, and once a minute at everything.

    Streamlit calls for a full collection after every run of a page, of its smallest part too. With
    the objects of the libraries and of some visitors' pages that takes 0.1 s and more, several
    times as long as such a run, and holds up everybody. What has survived one is therefore set
    aside. It is given back when its last reference goes, as ever; only what refers to itself in a
    circle waits for the next look at everything.
    """
    looked_at = time.monotonic()

    def heed(phase: str, info: dict[str, int]) -> None:
        nonlocal looked_at
        if info["generation"] < 2:
            return
        if phase == "stop":
            gc.freeze()
        elif time.monotonic() - looked_at > LOOK_AT_ALL_EVERY:
            looked_at = time.monotonic()
            gc.unfreeze()

    gc.callbacks.append(heed)
