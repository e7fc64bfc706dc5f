"""Streams of random numbers: changing one setting must not redraw what belongs to another."""

from __future__ import annotations

import numpy as np

POSITIONS, NOISE, FLIPS, SPLIT = range(4)
"""What the numbers of a stream decide."""


def generator(data_seed: int, stream: int) -> np.random.Generator:
    """A generator at the beginning of one stream.

    Args:
        data_seed: Seed of the data.
        stream: One of `POSITIONS`, `NOISE`, `FLIPS`, `SPLIT`.
    """
    return np.random.default_rng([data_seed, stream])
