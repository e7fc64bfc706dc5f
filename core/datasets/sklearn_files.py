"""Files of data that scikit-learn carries in its wheel: read without importing it."""

from __future__ import annotations

import functools
import gzip
import importlib.util
import io
from pathlib import Path

import numpy as np

DIGIT_SIDE = 8
"""Height and width of a digit, in pixels."""

DIGIT_INK = 16
"""What the darkest pixel of a digit holds; blank paper holds 0."""

_MEASURES = (
    "radius",
    "texture",
    "perimeter",
    "area",
    "smoothness",
    "compactness",
    "concavity",
    "concave points",
    "symmetry",
    "fractal dimension",
)
BREAST_CANCER_FEATURES = tuple(
    pattern.format(measure)
    for pattern in ("mean {}", "{} error", "worst {}")
    for measure in _MEASURES
)
"""Columns of `breast_cancer`, as scikit-learn names them: its file does not."""


def bundled(*parts: str) -> Path:
    """Path of a file below `sklearn/datasets`."""
    # Found, not imported: importing it takes 1.1 s and 60 to 130 MB.
    package = importlib.util.find_spec("sklearn").submodule_search_locations[0]
    return Path(package, "datasets", *parts)


@functools.cache
def digits() -> tuple[np.ndarray, np.ndarray]:
    """1,797 handwritten digits of 8 × 8 pixels.

    Returns:
        Pixels of shape (1797, 64), float32, from 0 to `DIGIT_INK`; labels of shape (1797,),
        int64, from 0 to 9. Both are read-only.

    Source: Alpaydin and Kaynak (1998), Optical Recognition of Handwritten Digits, UCI; test part.
    """
    with gzip.open(bundled("data", "digits.csv.gz"), "rt", encoding="ascii") as file:
        table = np.loadtxt(file, np.float32, delimiter=",")
    return _read_only(table[:, :-1].copy(), table[:, -1].astype(np.int64))


@functools.cache
def breast_cancer() -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    """569 tumours, each described by 30 measures of the nuclei of its cells.

    Returns:
        Measures of shape (569, 30), float64; labels of shape (569,), int64; the names of the
        classes 0 and 1. The arrays are read-only.

    Source: Wolberg, Street and Mangasarian (1995), Breast Cancer Wisconsin (Diagnostic), UCI.
    """
    text = bundled("data", "breast_cancer.csv").read_text(encoding="ascii")
    heading, rows = text.split("\n", 1)
    table = np.loadtxt(io.StringIO(rows), delimiter=",")
    arrays = _read_only(table[:, :-1].copy(), table[:, -1].astype(np.int64))
    return *arrays, tuple(heading.split(",")[2:])


def _read_only(*arrays: np.ndarray) -> tuple[np.ndarray, ...]:
    for array in arrays:
        array.flags.writeable = False
    return arrays
