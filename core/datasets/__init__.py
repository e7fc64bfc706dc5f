"""What networks learn from: points of a plane with a class each, and curves y over x."""

from __future__ import annotations

from core.datasets.curves import CURVES, OWN_CURVE, Curve, CurveData, load_curve
from core.datasets.planar import (
    FEATURES,
    OWN_CLASSES,
    OWN_POINTS,
    Dataset,
    Feature,
    axes,
    features,
    grid,
    labels_of,
    load_points,
    plane,
    targets_of,
)
from core.datasets.planar_sets import CORNERS, GATES, PLANAR_SETS, RADIUS, Gate, PlanarSet

__all__ = [
    "CORNERS",
    "CURVES",
    "FEATURES",
    "GATES",
    "OWN_CLASSES",
    "OWN_CURVE",
    "OWN_POINTS",
    "PLANAR_SETS",
    "RADIUS",
    "Curve",
    "CurveData",
    "Dataset",
    "Feature",
    "Gate",
    "PlanarSet",
    "axes",
    "features",
    "grid",
    "labels_of",
    "load_curve",
    "load_points",
    "plane",
    "targets_of",
]
