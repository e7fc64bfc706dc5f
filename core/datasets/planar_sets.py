"""Gates and planar sets: the law by which the points of each class are placed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

RADIUS = 5.0
"""Planar sets reach this far from the origin, in units of x1 and x2, before noise."""

CORNERS = ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0))
"""The inputs of a gate, in the order of the truth table."""


@dataclass(frozen=True)
class Gate:
    """A logic gate of two inputs: four points, taken as they are."""

    key: str
    name: str
    truth: tuple[int, int, int, int]
    classes: int = 2


@dataclass(frozen=True)
class PlanarSet:
    """A law by which points of each class are drawn within the unit circle or square.

    `draw(labels, generator)` takes labels of shape (n,) and returns points of shape (n, 2).
    """

    key: str
    name: str
    draw: Callable[[np.ndarray, np.random.Generator], np.ndarray]
    classes: int = 2


def _polar(radius: np.ndarray, angle: np.ndarray) -> np.ndarray:
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _circle(labels: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    # Uniform over the area: the square of the radius is uniform. Inside is class 1.
    inner, outer = np.where(labels == 1, [[0.0], [0.5]], [[0.7], [1.0]])
    squared = generator.uniform(inner**2, outer**2)
    return _polar(np.sqrt(squared), generator.uniform(0, 2 * np.pi, len(labels)))


def _clouds(labels: np.ndarray, generator: np.random.Generator, centres: np.ndarray) -> np.ndarray:
    return centres[labels] + generator.normal(0, 0.2, (len(labels), 2))


def _gaussians(labels: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    return _clouds(labels, generator, np.array([[-0.4, -0.4], [0.4, 0.4]]))


def _three_gaussians(labels: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    angles = np.pi / 2 + 2 * np.pi / 3 * np.arange(3)
    return _clouds(labels, generator, _polar(np.full(3, 0.6), angles))


def _moons(labels: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    # Two half circles of radius 1 that reach into one another, centred and made to fit.
    angle = generator.uniform(0, np.pi, len(labels)) + np.pi * labels
    centre = np.where(labels[:, None] == 0, [0.0, 0.0], [1.0, 0.5])
    return (_polar(np.ones(len(labels)), angle) + centre - [0.5, 0.25]) / 1.5


def _spiral(labels: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    # Two Archimedean arms of 1.75 turns; they start apart, for at the origin they would meet.
    radius = generator.uniform(0.1, 1, len(labels))
    return _polar(radius, 2 * np.pi * 1.75 * radius + np.pi * labels)


def _checkerboard(labels: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    row = generator.integers(0, 4, len(labels))
    column = 2 * generator.integers(0, 2, len(labels)) + (row + labels) % 2
    corner = np.stack([column, row], axis=1)
    return (corner + generator.uniform(0, 1, corner.shape)) / 2 - 1


GATES: MappingProxyType[str, Gate] = MappingProxyType(
    {
        gate.key: gate
        for gate in (
            Gate("and", "AND", (0, 0, 0, 1)),
            Gate("or", "OR", (0, 1, 1, 1)),
            Gate("nand", "NAND", (1, 1, 1, 0)),
            Gate("nor", "NOR", (1, 0, 0, 0)),
            Gate("xor", "XOR", (0, 1, 1, 0)),
            Gate("xnor", "XNOR", (1, 0, 0, 1)),
        )
    }
)

PLANAR_SETS: MappingProxyType[str, PlanarSet] = MappingProxyType(
    {
        planar.key: planar
        for planar in (
            PlanarSet("circle", "Circle", _circle),
            PlanarSet("gaussians", "Two Gaussians", _gaussians),
            PlanarSet("moons", "Moons", _moons),
            PlanarSet("spiral", "Spiral", _spiral),
            PlanarSet("checkerboard", "Checkerboard", _checkerboard),
            PlanarSet("three_gaussians", "Three Gaussians", _three_gaussians, classes=3),
        )
    }
)
