"""Keeping the collection of garbage from looking at what stays."""

from __future__ import annotations

import gc
from functools import cache


@cache
def set_aside(screen: str) -> None:
    """Exempt all that is loaded when a screen has first been drawn from collections to come.

    Streamlit collects garbage after every run of a page, of its smallest part too. Looking at all
    objects of the libraries takes 0.1 s, several times as long as such a run, and holds up all
    visitors. What is set aside is still given back when its last reference goes.

    Args:
        screen: Its key: each loads libraries of its own.
    """
    gc.collect()
    gc.freeze()
