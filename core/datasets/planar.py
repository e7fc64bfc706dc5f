"""Points of a plane with a class each: gates, planar sets, a visitor's own points."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

import numpy as np

from core.datasets.planar_sets import CORNERS, GATES, PLANAR_SETS, RADIUS
from core.datasets.random_streams import FLIPS, NOISE, POSITIONS, SPLIT, generator
from core.problems import Problem


class PointSettings(Protocol):
    """What the settings of labelled points say; see `core.experiments.Experiment`."""

    data: str
    size: int
    noise: float
    flips: float
    data_seed: int
    points: tuple[float, ...]
    features: tuple[str, ...]

    @property
    def held_examples(self) -> int:
        """How many are held out."""

    @property
    def outputs(self) -> int:
        """Outputs of the network that learns from them."""

    @property
    def classes(self) -> int:
        """How many classes they have."""


OWN_POINTS = "points"
"""Key of a visitor's own points."""

OWN_CLASSES = 3
"""Own points have one of the labels 0, 1, 2."""


@dataclass(frozen=True)
class Feature:
    """A number that a network is given for a point; `of(x1, x2)` works on arrays of one shape."""

    key: str
    symbol: str
    of: Callable[[np.ndarray, np.ndarray], np.ndarray]


FEATURES: MappingProxyType[str, Feature] = MappingProxyType(
    {
        feature.key: feature
        for feature in (
            Feature("x1", "x_1", lambda x1, x2: x1),
            Feature("x2", "x_2", lambda x1, x2: x2),
            Feature("x1_squared", "x_1^2", lambda x1, x2: x1**2),
            Feature("x2_squared", "x_2^2", lambda x1, x2: x2**2),
            Feature("x1_x2", "x_1 x_2", lambda x1, x2: x1 * x2),
            Feature("sin_x1", r"\sin x_1", lambda x1, x2: np.sin(x1)),
            Feature("sin_x2", r"\sin x_2", lambda x1, x2: np.sin(x2)),
        )
    }
)


@dataclass(frozen=True, eq=False)
class Dataset:
    """What a network learns from, and what is kept back to judge it by.

    Attributes:
        train_inputs: Features of the training examples, shape (n, features), float32.
        train_targets: 0 or 1 for each output, shape (n, outputs), float32. One output holds
            the class itself, several hold it one-hot.
        held_inputs: As `train_inputs`, of the examples held out; shape (0, features) if none.
        held_targets: As `train_targets`, of the examples held out.
        train_points: The points behind the features, shape (n, 2), float64.
        held_points: Likewise of those held out.
        classes: Number of classes.
        bounds: The part of the plane worth drawing: x1 from, to, x2 from, to. Every point lies
            within.
    """

    train_inputs: np.ndarray
    train_targets: np.ndarray
    held_inputs: np.ndarray
    held_targets: np.ndarray
    train_points: np.ndarray
    held_points: np.ndarray
    classes: int
    bounds: tuple[float, float, float, float]

    loss_scale = 1.0

    @property
    def train_labels(self) -> np.ndarray:
        """Class of each training example, shape (n,), whole numbers from 0."""
        return labels_of(self.train_targets)

    @property
    def held_labels(self) -> np.ndarray:
        """Class of each example held out, shape (n,), whole numbers from 0."""
        return labels_of(self.held_targets)


def load_points(experiment: PointSettings) -> Dataset:
    """The examples of an experiment; the same experiment gives the same numbers.

    Gates are their four corners, and neither size, noise, flips nor held_out touches them.
    Own points are taken as they are, but some may be held out. For planar sets, `noise` is
    the standard deviation that is added to both coordinates, as a share of `RADIUS`; `flips`
    is the share of points, training and held-out, whose label is another than the law's.

    Returns:
        The data set, in the experiment's features and with one column for each output.
    """
    points, labels = labelled_points(experiment)
    held = _held_out(labels, experiment.held_examples, generator(experiment.data_seed, SPLIT))
    inputs = features(points, experiment.features)
    targets = targets_of(labels, experiment.outputs)
    return Dataset(
        train_inputs=inputs[~held],
        train_targets=targets[~held],
        held_inputs=inputs[held],
        held_targets=targets[held],
        train_points=points[~held],
        held_points=points[held],
        classes=experiment.classes,
        bounds=bounds_of(experiment, points),
    )


def features(points: np.ndarray, names: Iterable[str]) -> np.ndarray:
    """The columns that a network is given for points of the plane.

    Args:
        points: Shape (n, 2), any real type.
        names: Keys of `FEATURES`.

    Returns:
        Shape (n, number of names), float32.

    Raises:
        Problem: If there is no such feature.
    """
    points = np.asarray(points, dtype=np.float64)
    columns = []
    for name in names:
        if name not in FEATURES:
            raise Problem("There is no feature “{name}”.", name=name)
        columns.append(FEATURES[name].of(points[:, 0], points[:, 1]))
    return np.stack(columns, axis=1).astype(np.float32)


def axes(
    bounds: tuple[float, float, float, float], resolution: int
) -> tuple[np.ndarray, np.ndarray]:
    """Coordinates of a picture's columns (x1, rising) and rows (x2, falling), ends included."""
    left, right, bottom, top = bounds
    return np.linspace(left, right, resolution), np.linspace(top, bottom, resolution)


def grid(bounds: tuple[float, float, float, float], resolution: int) -> np.ndarray:
    """Points of a picture of the plane, row by row from the top left, shape (resolution², 2)."""
    x1, x2 = np.meshgrid(*axes(bounds, resolution))
    return np.stack([x1.ravel(), x2.ravel()], axis=1)


def plane(experiment: PointSettings, resolution: int = 101) -> np.ndarray:
    """Features of every point of `grid` within the experiment's bounds.

    Returns:
        Shape (resolution², features), float32. A network's output for these rows, reshaped to
        (resolution, resolution), is a picture whose first row is its top.
    """
    points, _labels = labelled_points(experiment)
    return features(grid(bounds_of(experiment, points), resolution), experiment.features)


def targets_of(labels: np.ndarray, outputs: int) -> np.ndarray:
    """Classes (n,) as targets of shape (n, outputs): the class itself, or one-hot; float32."""
    if outputs == 1:
        return labels[:, None].astype(np.float32)
    return np.eye(outputs, dtype=np.float32)[labels]


def labels_of(targets: np.ndarray) -> np.ndarray:
    """The inverse of `targets_of`: shape (n,), whole numbers."""
    if targets.shape[1] == 1:
        return targets[:, 0].astype(np.int64)
    return targets.argmax(axis=1)


def labelled_points(experiment: PointSettings) -> tuple[np.ndarray, np.ndarray]:
    """All points and their labels, noise and flips included.

    Args:
        experiment: Of a planar set, only `data`, `size`, `noise`, `flips` and `data_seed` count.

    Returns:
        Points of shape (n, 2), float64, and labels of shape (n,), int64.
    """
    if experiment.data in GATES:
        return np.array(CORNERS), np.array(GATES[experiment.data].truth)
    if experiment.data == OWN_POINTS:
        rows = np.reshape(experiment.points, (-1, 3))
        return rows[:, :2].copy(), rows[:, 2].astype(np.int64)
    planar = PLANAR_SETS[experiment.data]
    labels = np.arange(experiment.size) % planar.classes
    points = planar.draw(labels, generator(experiment.data_seed, POSITIONS))
    noise = generator(experiment.data_seed, NOISE).standard_normal(points.shape)
    points = RADIUS * (points + experiment.noise * noise)
    return points, _flip(
        labels, planar.classes, experiment.flips, generator(experiment.data_seed, FLIPS)
    )


def _flip(
    labels: np.ndarray, classes: int, share: float, generator: np.random.Generator
) -> np.ndarray:
    """Give exactly this share of the labels another class, each other class being as likely."""
    shift = generator.integers(1, classes, len(labels))
    # A larger share flips these and more: the picture changes as little as it may.
    shift[generator.permutation(len(labels))[round(share * len(labels)) :]] = 0
    return (labels + shift) % classes


def _held_out(labels: np.ndarray, count: int, generator: np.random.Generator) -> np.ndarray:
    """Which examples are held out, shape (n,), bool; each class gives its share.

    Systematic sampling: every n/count-th of the examples, in random order within each class.
    As at most half are held out, no class of two or more loses all of its examples.
    """
    order = np.lexsort((generator.random(len(labels)), labels))
    held = np.zeros(len(labels), dtype=bool)
    if count:
        held[order[((np.arange(count) + 0.5) * len(labels) / count).astype(int)]] = True
    return held


def bounds_of(experiment: PointSettings, points: np.ndarray) -> tuple[float, float, float, float]:
    """The part of the plane worth drawing for these points, as `Dataset.bounds`."""
    if experiment.data in GATES:
        return 0.0, 1.0, 0.0, 1.0
    if experiment.data == OWN_POINTS:
        low, high = points.min(axis=0), points.max(axis=0)
        # A square, so that both axes have one scale; points that coincide still get room.
        half = max(0.55 * float((high - low).max()), 0.5)
        x1, x2 = (float(middle) for middle in (low + high) / 2)
        return x1 - half, x1 + half, x2 - half, x2 + half
    half = max(1.2 * RADIUS, 1.02 * float(np.abs(points).max()))
    return -half, half, -half, half
