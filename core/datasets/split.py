"""Examples divided into those to train, to validate and to test with."""

from __future__ import annotations

import numpy as np

from core.datasets.random_streams import SPLIT, generator


def split(
    labels: np.ndarray, train: float, validation: float, test: float, data_seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Divide examples so that each part holds each class in its share.

    Test examples are chosen first, then those to validate with, and training examples from the
    other end: with another share for training, the other two stay the same. What is left over
    belongs to no part.

    Args:
        labels: Class of each example, shape (n,); all of one class if the label is a number.
        train: Share of the examples to train with, above 0.
        validation: Share to validate with, above 0.
        test: Share to test with, above 0, or 0: none. The three add up to at most 1.
        data_seed: Decides which examples.

    Returns:
        Indices of the examples of each part: to train with in random order, the other two rising.
        No class with at least three examples is missing in a part that is not empty.
    """
    random = generator(data_seed, SPLIT)
    order = random.permutation(len(labels))
    classes, members = np.unique(labels[order], return_inverse=True)
    groups = [order[members == number] for number in range(len(classes))]
    left = np.array([len(group) for group in groups])
    counts = []
    for share, to_come in ((test, 2), (validation, 1), (train, 0)):
        # Room is kept for one example of each class in each part to come.
        room = np.maximum(left - to_come, 0)
        total = int(share * len(labels) + 1e-9)
        counts.append(_parts(total, left, room) if share else np.zeros_like(left))
        left = left - counts[-1]
    for_test, to_validate, to_train = (
        [slice(0, count) for count in counts[0]],
        [slice(first, first + count) for first, count in zip(counts[0], counts[1], strict=True)],
        [slice(len(group) - count, None) for group, count in zip(groups, counts[2], strict=True)],
    )
    chosen = [
        np.concatenate([group[part] for group, part in zip(groups, parts, strict=True)])
        for parts in (to_train, to_validate, for_test)
    ]
    return random.permutation(chosen[0]), np.sort(chosen[1]), np.sort(chosen[2])


def _parts(total: int, sizes: np.ndarray, room: np.ndarray) -> np.ndarray:
    """Share out `total` in proportion to `sizes`, by largest remainders; where there is room, at
    least 1, even if more than `total` come together."""
    quotas = np.minimum(np.maximum(total * sizes / sizes.sum(), 1), room)
    counts = np.floor(quotas).astype(int)
    for number in np.argsort(counts - quotas, kind="stable"):
        if counts.sum() >= total:
            break
        counts[number] += counts[number] < room[number]
    return counts
