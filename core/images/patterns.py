"""Test patterns: pictures whose grey values are known, so that one sees what a function does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

_WEDGE_STEPS = 11
_SQUARES_PER_SIDE = 8


def ramp(size: int) -> np.ndarray:
    """Grey from black at the left to white at the right, linear in the value.

    Args:
        size: Length of a side in pixels, at least 1; so in all patterns.

    Returns:
        Grey values from 0 to 255, uint8, shape (size, size); so in all patterns.
    """
    return _picture(np.tile(np.linspace(0, 1, size), (size, 1)))


def step_wedge(size: int) -> np.ndarray:
    """Vertical bars from black to white in equal steps of a tenth."""
    bar = np.arange(size) * _WEDGE_STEPS // size
    return _picture(np.tile(bar / (_WEDGE_STEPS - 1), (size, 1)))


def radial_gradient(size: int) -> np.ndarray:
    """White in the middle, falling linearly to black in the corners."""
    radius = _radius(size)
    return _picture(1 - radius / max(radius.max(), 1))


def checkerboard(size: int) -> np.ndarray:
    """Black and white squares, eight along a side: only the two extreme values."""
    square = np.arange(size) * _SQUARES_PER_SIDE // size
    return _picture((square[:, None] + square) % 2)


def zone_plate(size: int) -> np.ndarray:
    """Rings whose frequency grows from the middle to half a cycle per pixel in the corners.

    Source: the zone plate of optics with a sinusoidal profile, 1/2 + cos(c r^2)/2. The local
    frequency is c r / pi; more than half a cycle per pixel would not be resolved (Nyquist).
    """
    radius = _radius(size)
    curvature = np.pi / (2 * max(radius.max(), 1))
    return _picture((1 + np.cos(curvature * radius**2)) / 2)


def _radius(size: int) -> np.ndarray:
    """Distance of each pixel's centre from the picture's centre, in pixels."""
    offset = np.arange(size) - (size - 1) / 2
    return np.hypot(offset[:, None], offset)


def _picture(values: np.ndarray) -> np.ndarray:
    return np.rint(255 * values).astype(np.uint8)


PATTERNS: Mapping[str, tuple[str, Callable[[int], np.ndarray]]] = MappingProxyType(
    {
        "ramp": ("Grey ramp", ramp),
        "step_wedge": ("Step wedge", step_wedge),
        "radial_gradient": ("Radial gradient", radial_gradient),
        "checkerboard": ("Checkerboard", checkerboard),
        "zone_plate": ("Zone plate", zone_plate),
    }
)
"""Name and function by key, in menu order."""
