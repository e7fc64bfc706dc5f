"""Which seed each part of a network draws from: the same in a training and in exported code."""

from __future__ import annotations

SEEDS_PER_RUN = 20
"""Distance between the seeds of one experiment and those of the next."""

NOISE = 19
"""Place of the input noise of a race among the seeds of a run."""


def kernel_seed(seed: int, layer: int) -> int:
    """Seed of the initializer of a kernel; the next number is that of what else the layer draws.

    Args:
        seed: Seed of the experiment.
        layer: Number of the layer, from 0.

    Returns:
        A whole number that no other layer of any experiment has. That of the bias, or in a race
        of the dropout behind the layer, is the next number.
    """
    return SEEDS_PER_RUN * seed + 2 * layer
