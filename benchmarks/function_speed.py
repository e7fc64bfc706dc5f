"""How long a photograph takes through each element-wise function, against one bare np.exp.

Run `python -m benchmarks.function_speed`; it prints a Markdown table.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Mapping
from functools import partial

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


def ratios(
    works: Mapping[str, Callable[[], object]], reference: Callable[[], object]
) -> dict[str, float]:
    """Median ratio of each work's time to that of the reference, measured just before it.

    Round by round, so that a slow moment of the machine falls on one measurement of each, and not
    on all of one.

    Args:
        works: What is measured, by name.
        reference: What it is measured against.

    Returns:
        How many times as long as the reference each takes, by name.
    """
    found: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(REPEATS + 1):
        for name, work in works.items():
            floor = seconds(reference)
            if turn:  # the first is for warming up
                found[name].append(seconds(work) / floor)
            else:
                work()
    return {name: statistics.median(each) for name, each in found.items()}


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
    values = ratios({f.name: partial(f, image) for f in ELEMENTWISE.values()}, bare_exp)
    slopes = ratios({f.name: partial(f.derivative, image) for f in ELEMENTWISE.values()}, bare_exp)
    print("| function | value | derivative |\n|---|---|---|")
    for name, value in values.items():
        print(f"| {name} | {value:.2f} | {slopes[name]:.2f} |")
    worst = max(values, key=values.get)
    print(f"| **worst: {worst}** | **{values[worst]:.2f}** | **{slopes[worst]:.2f}** |")
    part = image[:LOOP_PIXELS]
    loop = ratios({"loop": partial(pixel_loop, part)}, partial(ELEMENTWISE["sigmoid"], image))[
        "loop"
    ]
    print(f"\nThe notes' loop takes {loop * PIXELS / LOOP_PIXELS:,.0f} times as long (sigmoid).")


if __name__ == "__main__":
    main()
