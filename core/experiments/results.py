"""What a training leaves behind: plain arrays, without TensorFlow."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from core.networks.weights import split

if TYPE_CHECKING:
    from core.experiments import NetworkExperiment

PLANE_RESOLUTION = 101
"""Points along each side of the picture of the network's output."""

MAP_RESOLUTION = 31
"""Points along each side of the picture of a hidden unit."""


@dataclasses.dataclass(frozen=True, eq=False)
class Figures:
    """How well a network did, each of shape (n,): one row for each epoch, frame or seed.

    Attributes:
        loss: The loss on the training examples, without the penalty.
        penalty: What L1 and L2 add to it.
        accuracy: Share of the training examples told right; None where there are no classes.
        held_loss: The loss on the examples held out; None if there are none.
        held_accuracy: Likewise their accuracy.
    """

    loss: np.ndarray
    penalty: np.ndarray
    accuracy: np.ndarray | None
    held_loss: np.ndarray | None = None
    held_accuracy: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.loss)

    def row(self, number: int) -> dict[str, float]:
        """The figures of one row by their names; those that do not exist are left out."""
        return {
            field.name: float(getattr(self, field.name)[number])
            for field in dataclasses.fields(self)
            if getattr(self, field.name) is not None
        }


@dataclasses.dataclass(frozen=True, eq=False)
class Frame:
    """The network at one moment of its training.

    Attributes:
        epoch: Number of epochs behind it.
        weights: Its variables in Keras' order.
        figures: `Figures` of these weights by name.
        plane: Its output over the plane, shape (101, 101, outputs), first row at the top; None
            for a curve.
        maps: For each hidden layer its units over the plane, shape (units, 31, 31).
    """

    epoch: int
    weights: list[np.ndarray]
    figures: dict[str, float]
    plane: np.ndarray | None
    maps: tuple[np.ndarray, ...]


@dataclasses.dataclass(frozen=True, eq=False)
class Run:
    """One training, from start to end.

    Attributes:
        experiment: What was trained.
        history: As Keras' `fit` reports it, one row for each epoch: figures of the training
            examples are means over the course of the epoch, those of the examples held out are
            taken at its end.
        epochs: Number of epochs behind each frame, shape (frames,), ascending.
        weights: All weights of each frame, shape (frames, parameters), in the order of
            `Experiment.shapes`.
        figures: How well each frame does, after its epochs.
        planes: Output over the plane, shape (frames, 101, 101, outputs), float32, rows from the
            top of the plane, columns from its left; None for a curve.
        maps: For each hidden layer, its units over the plane, shape (frames, units, 31, 31);
            float32, but float16 once it has travelled: they are painted, no more.
        why: "" if all epochs were trained, else why not: "diverged" (a loss that was not finite),
            "cancelled", "limit", "solved" (by Rosenblatt's rule) or "callback" (of Keras).
        stopped_at: The epoch, from 1, in which it ended before its time, else None.
        seconds: Time of the whole training.
        predictions: The fit of a curve at `CurveFit.grid`, in units of y, shape (frames, 401);
            None for points of a plane.
    """

    experiment: NetworkExperiment
    history: Figures
    epochs: np.ndarray
    weights: np.ndarray
    figures: Figures
    planes: np.ndarray | None
    maps: tuple[np.ndarray, ...]
    why: str
    stopped_at: int | None
    seconds: float
    predictions: np.ndarray | None = None

    def __len__(self) -> int:
        """Number of frames."""
        return len(self.epochs)

    def frame(self, number: int) -> Frame:
        """One frame; negative numbers count from the end."""
        return Frame(
            epoch=int(self.epochs[number]),
            weights=split(self.weights[number], self.experiment.shapes),
            figures=self.figures.row(number),
            plane=None if self.planes is None else self.planes[number],
            maps=tuple(layer[number] for layer in self.maps),
        )

    @property
    def frames(self) -> Iterator[Frame]:
        """All frames, one after the other."""
        return (self.frame(number) for number in range(len(self)))

    @property
    def final_weights(self) -> list[np.ndarray]:
        """The variables of the last frame, in Keras' order."""
        return split(self.weights[-1], self.experiment.shapes)


@dataclasses.dataclass(frozen=True, eq=False)
class Many:
    """One experiment, trained from many seeds.

    Attributes:
        experiment: What was trained; its own seed does not count.
        seeds: The seeds that were trained, shape (n,). Each gives what `train` gives with it.
        figures: How well each does at the end; not finite where it diverged.
        initial_weights: Shape (n, parameters), in the order of `Experiment.shapes`.
        final_weights: As `initial_weights`.
        best: Which row has the smallest loss.
        worst: Which row has the largest loss; a diverged one is worse than any other.
        planes: Output of the best and of the worst over the plane, shape (2, 101, 101, outputs);
            None for a curve.
        why: "" if all seeds were trained, else "cancelled" or "limit".
        seconds: Time of the whole training.
        predictions: The fits of the best and of the worst of a curve, shape (2, 401), as in `Run`;
            None for points of a plane.
    """

    experiment: NetworkExperiment
    seeds: np.ndarray
    figures: Figures
    initial_weights: np.ndarray
    final_weights: np.ndarray
    best: int
    worst: int
    planes: np.ndarray | None
    why: str
    seconds: float
    predictions: np.ndarray | None = None

    @property
    def solved(self) -> np.ndarray:
        """Which seeds tell all training examples right, shape (n,), bool."""
        return (self.figures.accuracy == 1) & np.isfinite(self.figures.loss)
