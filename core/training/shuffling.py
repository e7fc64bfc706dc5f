"""How examples are shuffled: written down, so that an exported script can replay it."""

from __future__ import annotations

import numpy as np


def shuffled(seed: int, epoch: int, examples: int) -> np.ndarray:
    """The order in which one epoch goes through the examples.

    With mini-batches, epoch e (from 0) of the run with seed s takes the examples in the order

        numpy.random.Generator(numpy.random.PCG64([s, e])).permutation(examples)

    and cuts it into batches from its beginning; the last one may be smaller. With the full batch
    the order is that of the data.

    Args:
        seed: Seed of the experiment.
        epoch: Number of the epoch, from 0.
        examples: Number of training examples.

    Returns:
        Each number from 0 to examples - 1 once, shape (examples,), int64.
    """
    return np.random.Generator(np.random.PCG64([seed, epoch])).permutation(examples)
