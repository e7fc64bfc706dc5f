"""The sets of examples that a classifier can learn from, by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

OWN = "own"
"""Key of a visitor's own table."""

FASHION_MNIST = "fashion_mnist"

FASHION_CLASSES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
"""Classes of Fashion-MNIST, as its authors name them (Xiao, Rasul and Vollgraf 2017)."""


@dataclass(frozen=True)
class ExampleSet:
    """A set of examples.

    Attributes:
        key: Stands in an address.
        name: In English; the ui translates it.
        kind: "image", "plane" (two inputs, points of a plane) or "table".
    """

    key: str
    name: str
    kind: str


SETS: Mapping[str, ExampleSet] = MappingProxyType(
    {
        one.key: one
        for one in (
            ExampleSet("digits", "Handwritten digits", "image"),
            ExampleSet("moons", "Moons", "plane"),
            ExampleSet(FASHION_MNIST, "Fashion-MNIST", "image"),
            ExampleSet("breast_cancer", "Breast cancer", "table"),
            ExampleSet(OWN, "Your own table (CSV)", "table"),
        )
    }
)
"""Sets of examples by key, in menu order."""
