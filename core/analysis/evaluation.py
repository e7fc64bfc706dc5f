"""What trained weights do: outputs for the examples and over the plane, loss and accuracy."""

from __future__ import annotations

import functools
from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core.analysis.fits import predictions
from core.datasets import GATES, CurveData, Dataset, features, grid
from core.experiments import CurveFit, Experiment
from core.experiments.results import MAP_RESOLUTION, PLANE_RESOLUTION, Figures, Run
from core.networks.forward import Signals, blocks, classes, outputs, signals
from core.networks.losses import loss
from core.networks.slopes import steepest
from core.workers.pauses import without_pause

if TYPE_CHECKING:
    from core.experiments import NetworkExperiment


class Observed(NamedTuple):
    """Pictures of a network at several moments, as `core.training.Run` has them."""

    answers: np.ndarray
    steepest: np.ndarray
    planes: np.ndarray | None = None
    maps: tuple[np.ndarray, ...] = ()
    predictions: np.ndarray | None = None
    plane_sums: np.ndarray | None = None
    corners: tuple[Signals, ...] = ()


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
    answers = yield from _in_blocks(experiment, outputs, weights, _all_inputs(data))
    steep = yield from _in_blocks(experiment, steepest, weights, data.train_inputs)
    seen = yield from _observe(experiment, data, weights, Observed(answers, steep))
    return seen


@functools.singledispatch
def _observe(
    experiment: NetworkExperiment,
    data: Dataset | CurveData,
    weights: np.ndarray,
    seen: Observed,
) -> Generator[None, None, Observed]:
    raise TypeError(f"nothing observes {type(experiment).__name__}")


@_observe.register
def _observe_curve(
    experiment: CurveFit, data: CurveData, weights: np.ndarray, seen: Observed
) -> Generator[None, None, Observed]:
    yield
    return seen._replace(predictions=predictions(experiment, data, weights))


@_observe.register
def _observe_plane(
    experiment: Experiment, data: Dataset, weights: np.ndarray, seen: Observed
) -> Generator[None, None, Observed]:
    fine = _rows(data.bounds, experiment.features, PLANE_RESOLUTION)
    coarse = _rows(data.bounds, experiment.features, MAP_RESOLUTION)
    planes = yield from _in_blocks(experiment, outputs, weights, fine)
    sides = len(weights), PLANE_RESOLUTION, PLANE_RESOLUTION
    seen = seen._replace(planes=planes.reshape(*sides, -1))
    if experiment.output == "step":
        sums = yield from _in_blocks(experiment, _last_sums, weights, fine)
        seen = seen._replace(plane_sums=sums.reshape(sides))
    if experiment.data in GATES:
        seen = seen._replace(corners=tuple(signals(experiment, weights[-1:], data.train_inputs)))
    if not experiment.hidden:
        return seen
    maps = yield from _in_blocks(experiment, _units, weights, coarse)
    maps = maps.reshape(len(weights), -1, MAP_RESOLUTION, MAP_RESOLUTION)
    return seen._replace(maps=tuple(np.split(maps, np.cumsum(experiment.hidden)[:-1], axis=1)))


def as_run(
    experiment: NetworkExperiment,
    weights: np.ndarray,
    epochs: Sequence[int] = (0,),
    reached: Figures | None = None,
) -> Run:
    """Networks with given weights as the frames of a run, without pictures of their units.

    Args:
        experiment: Which network.
        weights: Shape (frames, parameters), or (parameters,) of a single frame.
        epochs: Number of epochs behind each frame.
        reached: How well each does; found out if left out.
    """
    data, rows = experiment.load(), np.atleast_2d(np.asarray(weights, np.float32))
    seen = without_pause(observe(experiment, data, rows))
    reached = figures(experiment, data, rows, seen.answers) if reached is None else reached
    return Run(
        experiment=experiment,
        history=reached,
        epochs=np.asarray(epochs),
        weights=rows,
        figures=reached,
        why="",
        stopped_at=None,
        seconds=0.0,
        **seen._replace(maps=())._asdict(),
    )


def _all_inputs(data: Dataset | CurveData) -> np.ndarray:
    """Of the training examples, then of those held out."""
    return np.concatenate([data.train_inputs, data.held_inputs])


def _last_sums(experiment: NetworkExperiment, weights: np.ndarray, rows: np.ndarray) -> np.ndarray:
    return signals(experiment, weights, rows)[-1].sums


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
    experiment: NetworkExperiment,
    data: Dataset | CurveData,
    weights: np.ndarray,
    answers: np.ndarray | None = None,
) -> Figures:
    """How well the network does with given weights.

    Args:
        experiment: Which network, loss and penalties.
        data: Its examples.
        weights: Shape (frames, parameters).
        answers: What it says of the examples, as `Run.answers`; found out if left out.

    Returns:
        One row for each set of weights.
    """
    if answers is None:
        rows = _all_inputs(data)
        answers = without_pause(_in_blocks(experiment, outputs, weights, rows))
    scale = np.float32(data.loss_scale)

    def judged(said: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
        losses = loss(experiment.loss, targets, said).mean(axis=-1) * scale
        right = _accuracy(experiment, targets, said) if experiment.classifies else None
        return losses, right

    count = len(data.train_inputs)
    losses, right = judged(answers[:, :count], data.train_targets)
    held_loss = held_right = None
    if len(data.held_inputs):
        held_loss, held_right = judged(answers[:, count:], data.held_targets)
    return Figures(losses, penalty(experiment, weights), right, held_loss, held_right)


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
