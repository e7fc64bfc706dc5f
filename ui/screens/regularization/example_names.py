"""Names that a visitor reads for sets of examples, their classes and their inputs."""

from __future__ import annotations

from core.datasets.example_sets import OWN, SETS
from ui.i18n.language import N_, _


def set_name(key: str) -> str:
    """Display name of a set of examples."""
    return _(SETS[key].name)


def class_name(data: str, name: str) -> str:
    """Display name of a class.

    Args:
        data: `Examples.name`; the classes of an own table stay as the visitor wrote them.
        name: One of `Examples.classes`.
    """
    return name if data == OWN else _(name)


def feature_name(data: str, name: str) -> str:
    """Display name of an input or of a column; as `class_name`."""
    return name if data == OWN else _(name)


# What another language writes differently.
_TRANSLATED = (
    N_("Handwritten digits"),
    N_("Moons"),
    N_("Breast cancer"),
    N_("Your own table (CSV)"),
    N_("T-shirt/top"),
    N_("Trouser"),
    N_("Pullover"),
    N_("Dress"),
    N_("Coat"),
    N_("Sandal"),
    N_("Shirt"),
    N_("Sneaker"),
    N_("Bag"),
    N_("Ankle boot"),
    N_("malignant"),
    N_("benign"),
    N_("mean radius"),
    N_("mean texture"),
    N_("mean perimeter"),
    N_("mean area"),
    N_("mean smoothness"),
    N_("mean compactness"),
    N_("mean concavity"),
    N_("mean concave points"),
    N_("mean symmetry"),
    N_("mean fractal dimension"),
    N_("radius error"),
    N_("texture error"),
    N_("perimeter error"),
    N_("area error"),
    N_("smoothness error"),
    N_("compactness error"),
    N_("concavity error"),
    N_("concave points error"),
    N_("symmetry error"),
    N_("fractal dimension error"),
    N_("worst radius"),
    N_("worst texture"),
    N_("worst perimeter"),
    N_("worst area"),
    N_("worst smoothness"),
    N_("worst compactness"),
    N_("worst concavity"),
    N_("worst concave points"),
    N_("worst symmetry"),
    N_("worst fractal dimension"),
)
