"""What a classifier learns from: examples to train, to validate and to test with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from core.datasets.example_sets import OWN
from core.datasets.planar import bounds_of, labelled_points
from core.datasets.sklearn_files import (
    BREAST_CANCER_FEATURES,
    DIGIT_INK,
    DIGIT_SIDE,
    breast_cancer,
    digits,
)
from core.datasets.split import split
from core.problems import Problem

if TYPE_CHECKING:
    from core.datasets.tables import Table, Way


class ExampleSettings(Protocol):
    """What `load` needs to know.

    Attributes:
        data: Key of `core.datasets.example_sets.SETS`.
        train_share, validation_share, test_share: Shares of all examples, each above 0, together
            at most 1. Fashion-MNIST has 10,000 test examples of its own: there the test share
            does not count, and the others are shares of the 60,000.
        noise, flips, size: Of the moons, as in an `Experiment`.
        data_seed: Decides the split, and the moons' points.
        table: The digest of the own table that is meant; empty: any.
    """

    data: str
    train_share: float
    validation_share: float
    test_share: float
    noise: float
    flips: float
    size: int
    data_seed: int
    table: str


@dataclass(frozen=True, eq=False)
class Examples:
    """Examples, split and brought to a common scale.

    Attributes:
        train_x, validation_x, test_x: Inputs, shape (n, features), float32: raw values less
            `centre`, over `scale`.
        train_y, validation_y, test_y: Classes from 0, shape (n,), int64; or, where there are no
            classes, the number to predict in its own unit, shape (n,), float32.
        features: Name of each input.
        classes: Name of each class; empty where a number is to be predicted.
        centre, scale: Shape (features,), float64. Images: 0 and the highest value of a pixel.
            Others: mean and standard deviation of the training examples.
        image: Height and width, or None.
        name: Key of `core.datasets.example_sets.SETS` of what was really used.
        instead: Why this was used instead of what was asked for, or None.
        bounds: Of points of a plane, the part worth drawing, in raw values: x1 from, to, x2 from,
            to. None for others.
        label: Name of what is to be predicted, where a table has one; else empty.
        origins: Name of the column that each input of an own table comes from.
        way: How the file of an own table was read; None for others.
    """

    train_x: np.ndarray
    train_y: np.ndarray
    validation_x: np.ndarray
    validation_y: np.ndarray
    test_x: np.ndarray
    test_y: np.ndarray
    features: tuple[str, ...]
    classes: tuple[str, ...]
    centre: np.ndarray
    scale: np.ndarray
    image: tuple[int, int] | None = None
    name: str = "digits"
    instead: Problem | None = None
    bounds: tuple[float, float, float, float] | None = None
    label: str = ""
    origins: tuple[str, ...] = ()
    way: Way | None = None

    @property
    def columns(self) -> dict[str, list[int]]:
        """The inputs of each column of a table by its name; a category has several."""
        columns: dict[str, list[int]] = {}
        for place, name in enumerate(self.origins or self.features):
            columns.setdefault(name, []).append(place)
        return columns

    @property
    def label_centre(self) -> float:
        """Mean of the numbers to predict in training; 0 where there are classes."""
        return 0.0 if self.classes else float(self.train_y.mean(dtype=np.float64))

    @property
    def label_scale(self) -> float:
        """Their standard deviation, or 1 if that is 0; 1 where there are classes."""
        return 1.0 if self.classes else float(self.train_y.std(dtype=np.float64)) or 1.0

    def scaled(self, raw: np.ndarray) -> np.ndarray:
        """Raw values (…, features) as a network is given them, float32."""
        return ((raw - self.centre) / self.scale).astype(np.float32)

    def raw(self, inputs: np.ndarray) -> np.ndarray:
        """The inverse of `scaled`, float64."""
        return inputs * self.scale + self.centre


def load(settings: ExampleSettings, table: Table | None = None) -> Examples:
    """The examples of some settings; the same settings give the same examples.

    Fashion-MNIST is not loaded here: `core.training.fashion_mnist` does that, in a worker.

    Args:
        settings: What is asked for.
        table: The visitor's own, if that is asked for.

    Returns:
        The examples.

    Raises:
        Problem: If the own table is missing, or is another than the settings mean.
    """
    if settings.data == "digits":
        return _digits(settings)
    if settings.data == "moons":
        return _moons(settings)
    if settings.data == "breast_cancer":
        return _breast_cancer(settings)
    if settings.data == OWN:
        return _own(settings, table)
    raise ValueError(f"{settings.data} is not loaded here")


def digits_instead(settings: ExampleSettings, why: Problem) -> Examples:
    """The digits, for whoever asked for something that cannot be had.

    Args:
        settings: What was asked for; its shares and its seed count.
        why: The reason, to stand beside every figure.

    Returns:
        The examples, with `why` as their `instead`.
    """
    return _digits(settings, why)


def images(
    parts: tuple[tuple[np.ndarray, np.ndarray], ...],
    *,
    brightest: int,
    side: int,
    **others: object,
) -> Examples:
    """Examples of square images.

    Args:
        parts: Pixels (n, side²) or (n, side, side) and classes (n,) of the examples to train, to
            validate and to test with.
        brightest: The highest value of a pixel.
        side: Height and width.
        **others: `classes`, `name` and `instead` of the examples.
    """
    count = side * side
    scaled = []
    for pixels, labels in parts:
        flat = pixels.reshape(len(pixels), count)
        inputs = np.divide(flat, np.float32(brightest), dtype=np.float32)
        scaled += [inputs, labels.astype(np.int64)]
    return Examples(
        *scaled,
        features=tuple(f"{row},{column}" for row in range(side) for column in range(side)),
        centre=np.zeros(count),
        scale=np.full(count, float(brightest)),
        image=(side, side),
        **others,
    )


def _digits(settings: ExampleSettings, instead: Problem | None = None) -> Examples:
    pixels, labels = digits()
    return images(
        tuple((pixels[part], labels[part]) for part in _split(settings, labels)),
        brightest=DIGIT_INK,
        side=DIGIT_SIDE,
        classes=tuple(str(digit) for digit in range(10)),
        instead=instead,
    )


def _moons(settings: ExampleSettings) -> Examples:
    points, labels = labelled_points(settings)
    return _standardised(
        settings,
        points,
        labels,
        features=("x1", "x2"),
        classes=("0", "1"),
        name="moons",
        bounds=bounds_of(settings, points),
    )


def _breast_cancer(settings: ExampleSettings) -> Examples:
    measures, labels, classes = breast_cancer()
    return _standardised(
        settings,
        measures,
        labels,
        features=BREAST_CANCER_FEATURES,
        classes=classes,
        name="breast_cancer",
    )


def _own(settings: ExampleSettings, table: Table | None) -> Examples:
    if table is None or settings.table not in ("", table.digest):
        raise Problem(
            "These settings were made with a table of a visitor's own ({digest}). A link never "
            "carries it: upload the same file, or choose other data.",
            digest=settings.table or "–",
        )
    return _standardised(
        settings,
        table.inputs,
        table.labels,
        features=table.columns,
        classes=table.classes,
        name=OWN,
        label=table.label,
        origins=table.origins,
        way=table.way,
    )


def _split(
    settings: ExampleSettings, labels: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return split(
        labels,
        settings.train_share,
        settings.validation_share,
        settings.test_share,
        settings.data_seed,
    )


def _standardised(
    settings: ExampleSettings, raw: np.ndarray, labels: np.ndarray, **others: object
) -> Examples:
    """Examples whose inputs have mean 0 and standard deviation 1 in training."""
    classified = bool(others["classes"])
    parts = _split(settings, labels if classified else np.zeros(len(labels), np.int64))
    known = raw[parts[0]]
    centre = known.mean(axis=0, dtype=np.float64)
    scale = known.std(axis=0, dtype=np.float64)
    # A column that is the same throughout training says nothing there: it is left as it is.
    scale[scale <= 1e-9 * np.abs(centre)] = 1.0
    scale[scale == 0] = 1.0
    arrays = []
    for part in parts:
        arrays += [((raw[part] - centre) / scale).astype(np.float32)]
        arrays += [labels[part].astype(np.int64 if classified else np.float32)]
    return Examples(*arrays, centre=centre, scale=scale, **others)
