"""How long each function takes compared with ReLU, measured here and now."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable

import numpy as np

from core.activations import ELEMENTWISE, Activation
from core.settings import Choice, Whole

REFERENCE = "relu"

# Two measurements at once would disturb each other.
_one_at_a_time = threading.Lock()


def relative_cost(
    keys: Iterable[str] | None = None,
    size: int = 1_000_000,
    repeats: int = 7,
    on_progress: Callable[[float], None] | None = None,
) -> dict[str, float]:
    """Time of each function divided by ReLU's, on standard normal float32 numbers.

    In each repeat every function runs once, in turn, so that a slow moment of the machine
    strikes all of them; the ratio is taken within the repeat, and the median over the
    repeats. A call waits while another one measures.

    Args:
        keys: Keys of element-wise activations; all of them by default.
        size: How many numbers.
        repeats: How many times each function is measured.
        on_progress: Called with the share done, up to 1.

    Returns:
        Ratios by key, in the order of `keys`; ReLU's own is 1.

    Raises:
        Problem: If a key is unknown, or a number out of bounds.
    """
    known = Choice(tuple(ELEMENTWISE))
    keys = [known.check("keys", key) for key in (ELEMENTWISE if keys is None else keys)]
    Whole(1, 10_000_000).check("size", size)
    Whole(1, 100).check("repeats", repeats)
    measured = list(dict.fromkeys((REFERENCE, *keys)))
    x = np.random.default_rng(0).standard_normal(size, dtype=np.float32)
    seconds = np.empty((repeats, len(measured)))
    with _one_at_a_time:
        for key in measured:
            ELEMENTWISE[key](x[:1000])  # the first call may build tables
        for done in range(seconds.size):
            repeat, column = divmod(done, len(measured))
            seconds[repeat, column] = _duration(ELEMENTWISE[measured[column]], x)
            if on_progress:
                on_progress((done + 1) / seconds.size)
    ratios = dict(zip(measured, np.median(seconds / seconds[:, :1], axis=0), strict=True))
    return {key: float(ratios[key]) for key in keys}


def _duration(f: Activation, x: np.ndarray) -> float:
    start = time.perf_counter_ns()
    f(x)
    # Never 0, whatever the clock's resolution.
    return max(time.perf_counter_ns() - start, 1) / 1e9
