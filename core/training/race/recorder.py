"""What is seen of a variant between its epochs: the plane, the distributions into its layers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import tensorflow as tf

from core.datasets import grid
from core.experiments.race_results import PLANE_RESOLUTION, QUANTILES

if TYPE_CHECKING:
    from core.datasets.examples import Examples

Outputs = Callable[[np.ndarray], np.ndarray]
Layers = Callable[[], tuple[Sequence[tf.Tensor], Sequence[tf.Tensor]]]

FRAMES = 60
"""Epochs after which the plane is pictured, at most, beside the start."""


class Seen(NamedTuple):
    """The fields of `core.experiments.race_results.Lane` of these names."""

    frames: np.ndarray | None
    planes: np.ndarray | None
    sums: np.ndarray | None
    normalized: np.ndarray | None


class Watching:
    """Pictures of one variant.

    Args:
        epochs: How many there will be.
        examples: Whose plane is pictured, if they are points of one.
        sums: Whether distributions into the layers are noted.
    """

    def __init__(self, epochs: int, examples: Examples, sums: bool) -> None:
        self._examples, self._sums = examples, sums
        self._moments = set(np.linspace(0, epochs, FRAMES + 1).round().astype(int).tolist())
        self._planes: dict[int, np.ndarray] = {}
        self._observed: list[tuple[np.ndarray, np.ndarray]] = []

    def look(self, epochs: int, outputs: Outputs, layers: Layers) -> None:
        """Note what is to be seen now.

        Args:
            epochs: How many are done.
            outputs: What the variant makes of points.
            layers: What goes into its layers for the first training examples, before and after
                their normalization.
        """
        if self._examples.bounds is not None and epochs in self._moments:
            self._planes[epochs] = self._plane(outputs)
        if self._sums and epochs:
            sums, normalized = (np.stack([_quantiles(each) for each in side]) for side in layers())
            self._observed.append((sums, normalized))

    def seen(self, live: bool) -> Seen:
        """All that was noted; of the planes only the last, if `live`."""
        frames = sorted(self._planes)[-1 if live else 0 :]
        sums, normalized = zip(*self._observed, strict=True) if self._observed else (None, None)
        return Seen(
            np.array(frames) if frames else None,
            np.stack([self._planes[frame] for frame in frames]) if frames else None,
            None if sums is None else np.stack(sums),
            None if normalized is None else np.stack(normalized),
        )

    def _plane(self, outputs: Outputs) -> np.ndarray:
        """Probability of class 1 over the plane, in percent."""
        points = self._examples.scaled(grid(self._examples.bounds, PLANE_RESOLUTION))
        share = outputs(points)[:, -1].reshape(PLANE_RESOLUTION, PLANE_RESOLUTION)
        return np.rint(100 * np.clip(np.nan_to_num(share), 0, 1)).astype(np.uint8)


def _quantiles(layer: tf.Tensor) -> np.ndarray:
    """`QUANTILES` of all numbers, each the nearest of them: interpolating takes four times as
    long."""
    numbers = np.sort(layer.numpy(), axis=None)
    return numbers[np.rint(np.multiply(QUANTILES, len(numbers) - 1)).astype(int)]
