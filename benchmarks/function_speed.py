"""How long a photograph takes through each element-wise function, against one bare np.exp.

Run `python -m benchmarks.function_speed`; it prints a Markdown table.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable

import numpy as np

from core.activations import ELEMENTWISE

PIXELS = 12_000_000
LOOP_PIXELS = 200_000
REPEATS = 15


def seconds(work: Callable[[], object]) -> float:
    """Time of one call, the release of its result not included.

    Args:
        work: What to call.

    Returns:
        Seconds.
    """
    start = time.perf_counter()
    result = work()
    end = time.perf_counter()
    del result
    return end - start


def ratio(work: Callable[[], object], reference: Callable[[], object]) -> float:
    """Median ratio of two times, both taken in turn.

    Args:
        work: What is measured.
        reference: What it is measured against.

    Returns:
        How many times as long as the reference it takes.
    """
    work()
    reference()
    return statistics.median(seconds(work) / seconds(reference) for _ in range(REPEATS))


def pixel_loop(image: np.ndarray) -> np.ndarray:
    """Sigmoid of an image as the course notes do it: a scalar function, pixel by pixel.

    Args:
        image: Grey values, shape (pixels,).

    Returns:
        Array of the same shape.
    """
    result = np.zeros(image.shape)
    for i in range(image.shape[0]):
        result[i] = 1 / (1 + math.exp(-image[i]))
    return result


def main() -> None:
    """Print the table."""
    image = np.random.default_rng(0).normal(0, 3, PIXELS).astype(np.float32)

    def bare_exp() -> np.ndarray:
        return np.exp(image)

    print(f"{PIXELS:,} float32 values; 1 = one bare np.exp; median of {REPEATS}.\n")
    print("| function | value | derivative |\n|---|---|---|")
    rows = {}
    for f in ELEMENTWISE.values():
        rows[f.name] = (
            ratio(lambda f=f: f(image), bare_exp),
            ratio(lambda f=f: f.derivative(image), bare_exp),
        )
        print(f"| {f.name} | {rows[f.name][0]:.2f} | {rows[f.name][1]:.2f} |")
    worst = max(rows, key=lambda name: max(rows[name]))
    print(f"| **worst: {worst}** | **{rows[worst][0]:.2f}** | **{rows[worst][1]:.2f}** |")
    part = image[:LOOP_PIXELS]
    times = ratio(lambda: pixel_loop(part), lambda: ELEMENTWISE["sigmoid"](image))
    print(f"\nThe notes' loop takes {times * PIXELS / LOOP_PIXELS:,.0f} times as long (sigmoid).")


if __name__ == "__main__":
    main()
