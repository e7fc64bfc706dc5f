"""What every unit of a network sees of the plane, painted: one strip for each layer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.activations import ACTIVATIONS
from core.datasets import plane
from core.experiments import Experiment
from core.experiments.results import MAP_RESOLUTION, Run
from ui.charts import sprites

# Browsers do not draw pictures that are much higher.
_MOST_ROWS = 32_000


@dataclass(frozen=True)
class Column:
    """The units of one layer, above one another.

    Attributes:
        across: Middle of the column, as a share of the width.
        tile: Side of a unit's picture, as a share of the height.
        middles: Where each unit's middle is, as a share of the height from the top.
    """

    across: float
    tile: float
    middles: tuple[float, ...]


def strip(column: Column, levels: np.ndarray) -> np.ndarray:
    """The pictures of one column for every frame, below one another.

    Args:
        column: Where its units stand.
        levels: Of `sprites`, shape (frames, units, n, n).

    Returns:
        Levels, shape (frames × rows, side), nothing between the units.
    """
    count = len(levels)
    side = min(MAP_RESOLUTION + 2, int(_MOST_ROWS * column.tile / count))
    rows = round(side / column.tile)
    chosen = np.linspace(0, levels.shape[-1] - 1, side - 2).round().astype(int)
    painted = np.full((count, rows, side), sprites.NEUTRAL, np.uint8)
    for unit, middle in enumerate(column.middles):
        first = round((middle - column.tile / 2) * side / column.tile)
        tile = painted[:, first : first + side]
        tile[:] = sprites.UNKNOWN  # its frame
        tile[:, 1:-1, 1:-1] = levels[:, unit][:, chosen][:, :, chosen]
    return painted.reshape(-1, side)


def inputs(experiment: Experiment) -> np.ndarray:
    """Levels of what is fed in, shape (features, n, n); 0 is in the middle."""
    rows = plane(experiment, MAP_RESOLUTION).T.reshape(-1, MAP_RESOLUTION, MAP_RESOLUTION)
    return sprites.two_sided(rows, 0, _farthest(rows))


def hidden(run: Run) -> list[np.ndarray]:
    """Levels of each hidden layer, shape (frames, units, n, n).

    A function with bounds is painted between them; else 0 is in the middle, and a unit's colours
    reach as far as it ever gets.
    """
    layers = []
    for layer, halves in zip(run.experiment.layers, run.maps, strict=False):
        maps = np.asarray(halves, np.float32)
        low = high = np.inf
        if layer.activation in ACTIVATIONS and hasattr(ACTIVATIONS[layer.activation], "range"):
            bounds = ACTIVATIONS[layer.activation].range(**dict(layer.parameters))
            low, high = getattr(bounds, "low", np.inf), getattr(bounds, "high", np.inf)
        if np.isfinite(low) and np.isfinite(high):
            layers.append(sprites.two_sided(maps, (low + high) / 2, (high - low) / 2))
        else:
            layers.append(sprites.two_sided(maps, 0, _farthest(maps, (0, 2, 3))))
    return layers


def outputs(run: Run) -> np.ndarray:
    """Levels of the outputs, shape (frames, outputs, n, n); the threshold is in the middle."""
    experiment = run.experiment
    chosen = np.linspace(0, run.planes.shape[1] - 1, MAP_RESOLUTION).round().astype(int)
    values = np.moveaxis(run.planes[:, chosen][:, :, chosen], -1, 1)
    if experiment.outputs > 1 or experiment.output == "step":
        return sprites.two_sided(values, 0.5, 0.5)
    threshold = experiment.threshold
    return sprites.two_sided(values, threshold, max(abs(threshold), abs(1 - threshold)))


def _farthest(values: np.ndarray, axes: tuple[int, ...] = (1, 2)) -> np.ndarray:
    """The largest distance from 0 of each unit; 1 where there is none to be seen."""
    sizes = np.abs(np.where(np.isfinite(values), values, 0)).max(axis=axes, keepdims=True)
    return np.where(sizes > 0, sizes, 1)
