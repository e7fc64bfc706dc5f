"""What trained weights do: outputs over the plane, maps of the hidden units, loss and accuracy."""

from __future__ import annotations

import functools
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core.analysis.fits import predictions
from core.datasets import CurveData, Dataset, features, grid
from core.experiments import CurveFit, Experiment
from core.experiments.results import MAP_RESOLUTION, PLANE_RESOLUTION, Figures
from core.networks.forward import blocks, classes, outputs, signals
from core.networks.losses import loss
from core.workers.pauses import without_pause

if TYPE_CHECKING:
    from core.experiments import NetworkExperiment


class Observed(NamedTuple):
    """Pictures of a network at several moments, as `core.training.Run` has them."""

    planes: np.ndarray | None = None
    maps: tuple[np.ndarray, ...] = ()
    predictions: np.ndarray | None = None


@functools.singledispatch
def observe(
    experiment: NetworkExperiment, data: Dataset | CurveData, weights: np.ndarray
) -> Generator[None, None, Observed]:
    """What a network with given weights says wherever its kind of experiment is pictured.

    Pauses between short pieces of the work: all frames of a large network take seconds.

    Args:
        experiment: Which network.
        data: Its examples.
        weights: Shape (frames, parameters).

    Returns:
        Pictures, one for each frame.
    """
    raise TypeError(f"nothing observes {type(experiment).__name__}")


@observe.register
def _observe_curve(
    experiment: CurveFit, data: CurveData, weights: np.ndarray
) -> Generator[None, None, Observed]:
    yield
    return Observed(predictions=predictions(experiment, data, weights))


@observe.register
def _observe_plane(
    experiment: Experiment, data: Dataset, weights: np.ndarray
) -> Generator[None, None, Observed]:
    fine = _rows(data.bounds, experiment.features, PLANE_RESOLUTION)
    coarse = _rows(data.bounds, experiment.features, MAP_RESOLUTION)
    planes = yield from _in_blocks(experiment, outputs, weights, fine)
    planes = planes.reshape(len(weights), PLANE_RESOLUTION, PLANE_RESOLUTION, -1)
    if not experiment.hidden:
        return Observed(planes)
    maps = yield from _in_blocks(experiment, _units, weights, coarse)
    maps = maps.reshape(len(weights), -1, MAP_RESOLUTION, MAP_RESOLUTION)
    return Observed(planes, tuple(np.split(maps, np.cumsum(experiment.hidden)[:-1], axis=1)))


def _units(experiment: NetworkExperiment, weights: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Outputs of all hidden units, shape (frames, units, n)."""
    hidden = [layer.outputs for layer in signals(experiment, weights, rows)[:-1]]
    return np.concatenate(hidden, axis=-1).swapaxes(1, 2)


@functools.lru_cache(maxsize=8)
def _rows(
    bounds: tuple[float, float, float, float], names: tuple[str, ...], resolution: int
) -> np.ndarray:
    return features(grid(bounds, resolution), names)


def figures(
    experiment: NetworkExperiment, data: Dataset | CurveData, weights: np.ndarray
) -> Figures:
    """How well the network does with given weights.

    Args:
        experiment: Which network, loss and penalties.
        data: Its examples.
        weights: Shape (frames, parameters).

    Returns:
        One row for each set of weights.
    """

    def judged(inputs: np.ndarray, targets: np.ndarray) -> np.ndarray:
        def judge(*network: object) -> np.ndarray:
            said = outputs(*network)
            losses = loss(experiment.loss, targets, said).mean(axis=-1)
            return np.stack([losses, _accuracy(experiment, targets, said)], axis=-1)

        return without_pause(_in_blocks(experiment, judge, weights, inputs))

    scale = np.float32(data.loss_scale)
    losses, right = judged(data.train_inputs, data.train_targets).T
    held_loss = held_right = None
    if len(data.held_inputs):
        held_loss, held_right = judged(data.held_inputs, data.held_targets).T
        held_loss = held_loss * scale
    if not experiment.classifies:
        right = held_right = None
    return Figures(losses * scale, penalty(experiment, weights), right, held_loss, held_right)


def penalty(experiment: NetworkExperiment, weights: np.ndarray) -> np.ndarray:
    """What L1 and L2 add to the loss.

    Args:
        experiment: Whose penalties.
        weights: Shape (frames, parameters).

    Returns:
        Shape (frames,), float32.
    """
    is_kernel = np.concatenate(
        [np.full(np.prod(shape, dtype=int), len(shape) == 2) for shape in experiment.shapes]
    )
    kernels = weights[:, is_kernel]
    # Weights that diverged are huge or not finite, and so is what they cost.
    with np.errstate(over="ignore", invalid="ignore"):
        absolute, square = np.abs(kernels).sum(axis=1), np.square(kernels).sum(axis=1)
        return np.float32(experiment.l1) * absolute + np.float32(experiment.l2) * square


def _accuracy(experiment: NetworkExperiment, targets: np.ndarray, said: np.ndarray) -> np.ndarray:
    """Share of examples told right, shape (frames,), as the compiled training counts them."""
    told = classes(experiment, said, experiment.threshold)
    wanted = targets.argmax(axis=-1) if targets.shape[-1] > 1 else targets[:, 0] > 0.5
    return (told == wanted).mean(axis=-1, dtype=np.float32)


def _in_blocks(
    experiment: NetworkExperiment,
    function: Callable[[NetworkExperiment, np.ndarray, np.ndarray], np.ndarray],
    weights: np.ndarray,
    rows: np.ndarray,
) -> Generator[None, None, np.ndarray]:
    """A function of networks with given weights and of rows, a few frames at a time."""
    found = []
    for block in blocks(experiment, len(weights), len(rows)):
        found.append(function(experiment, weights[block], rows))
        yield
    return np.concatenate(found)
