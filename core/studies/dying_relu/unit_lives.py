"""The lives of hidden units in a training: when each learns, when it dies, what brings it back."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

from core.networks.backward import gradients, incoming
from core.networks.forward import Signals, blocks, signals
from core.networks.slopes import dead, slope_of, slopes
from core.networks.weights import variables

if TYPE_CHECKING:
    from core.datasets import CurveData
    from core.experiments import CurveFit
    from core.networks.layers import Layer

ALIVE, CUT_OFF, BELOW, DEAD = range(4)
"""What a unit is at one moment.

`DEAD`: no slope on any example. `BELOW`: its sum is not above 0 for any example; its function has
a slope there, as leaky ReLU's has, but far below 0 less than far above. `CUT_OFF`: it has a slope,
but no gradient reaches it, since all units after it are dead or the weights to them are 0. `ALIVE`:
none of these.
"""


@dataclasses.dataclass(frozen=True, eq=False)
class Lives:
    """Every hidden unit at every frame of a training.

    Attributes:
        names: Layer and number of each unit, both from 1, such as "2.3"; layer by layer.
        epochs: Number of epochs behind each frame, shape (frames,).
        states: `ALIVE`, `CUT_OFF`, `BELOW` or `DEAD`, shape (frames, units).
        gradients: Length of the gradient of the loss with respect to a unit's own weights, bias and
            learned parameter, shape (frames, units).
    """

    names: tuple[str, ...]
    epochs: np.ndarray
    states: np.ndarray
    gradients: np.ndarray

    @property
    def dead(self) -> np.ndarray:
        """Which units are dead, shape (frames, units), bool."""
        return self.states == DEAD

    @property
    def always_dead(self) -> np.ndarray:
        """Which were dead before the training and stayed so, shape (units,), bool."""
        return self.dead.all(axis=0)

    @property
    def died(self) -> np.ndarray:
        """Which are dead at the end, but were not always, shape (units,), bool."""
        return self.dead[-1] & ~self.always_dead

    @property
    def came_back(self) -> np.ndarray:
        """Which are not dead at the end, but were once, shape (units,), bool."""
        return self.dead.any(axis=0) & ~self.dead[-1]

    @property
    def deaths(self) -> np.ndarray:
        """The frame from which on each unit is dead to the end, shape (units,); −1 if it is not.

        A unit that was dead before the training has 0.
        """
        alive = ~self.dead
        # Counted from the end: the first frame in which it lives.
        last_alive = len(alive) - 1 - alive[::-1].argmax(axis=0)
        found = np.where(alive.any(axis=0), last_alive + 1, 0)
        return np.where(self.dead[-1], found, -1)

    @property
    def worth_seeing(self) -> int:
        """Number of a unit that lived for long and was dead for long, or else of a dead one."""
        alive = (~self.dead).sum(axis=0)
        since = len(self.epochs) - self.deaths
        if self.died.any():
            return int(np.where(self.died, np.minimum(alive, since), 0).argmax())
        return int(self.dead[-1].argmax())

    def followed_by(self, other: Lives, frame: int) -> Lives:
        """This life until a frame, and from there on another one with the same units.

        Args:
            other: Its first frame is that moment, and is shown in place of this life's.
            frame: Of this life.
        """
        return Lives(
            self.names,
            np.concatenate([self.epochs[:frame], self.epochs[frame] + other.epochs]),
            np.concatenate([self.states[:frame], other.states]),
            np.concatenate([self.gradients[:frame], other.gradients]),
        )


def lives(fit: CurveFit, data: CurveData, weights: np.ndarray, epochs: np.ndarray) -> Lives:
    """The lives of a network's hidden units.

    Args:
        fit: Which network.
        data: Its examples.
        weights: Those of each frame, shape (frames, parameters).
        epochs: Number of epochs behind each frame, shape (frames,).

    Returns:
        All that is to be known of them.
    """
    lengths = _gradients(fit, data, weights)
    states = np.where(lengths == 0, CUT_OFF, ALIVE)
    states[_below(fit, data, weights)] = BELOW
    states[dead(fit, weights, data.train_inputs)] = DEAD
    return Lives(unit_names(fit), np.asarray(epochs), states, lengths)


def unit_names(fit: CurveFit) -> tuple[str, ...]:
    """Layer and number of each hidden unit, both from 1, layer by layer."""
    return tuple(
        f"{layer}.{unit}"
        for layer, units in enumerate(fit.hidden, start=1)
        for unit in range(1, units + 1)
    )


def place_of(fit: CurveFit, number: int) -> tuple[int, int]:
    """The layer of a hidden unit and its number within it, both from 0.

    Args:
        fit: Which network.
        number: The unit's number among all hidden units, from 0.
    """
    ends = np.cumsum(fit.hidden)
    layer = int(np.searchsorted(ends, number, side="right"))
    return layer, number - int(ends[layer] - fit.hidden[layer])


def unit_sums(fit: CurveFit, weights: np.ndarray, inputs: np.ndarray, number: int) -> np.ndarray:
    """The weighted sum of one hidden unit: what its function is applied to.

    Args:
        fit: Which network.
        weights: Shape (frames, parameters).
        inputs: Shape (n, 1), as the network takes them.
        number: The unit's number among all hidden units, from 0.

    Returns:
        Shape (frames, n); of a maxout unit the largest of its sums.
    """
    layer, unit = place_of(fit, number)
    pieces = fit.layers[layer].pieces
    own = slice(unit * pieces, (unit + 1) * pieces)
    found = [
        signals(fit, weights[block], inputs)[layer].sums[..., own].max(axis=-1)
        for block in blocks(fit, len(weights), len(inputs))
    ]
    return np.concatenate(found)


def switched_on(fit: CurveFit, weights: np.ndarray, inputs: np.ndarray, number: int) -> np.ndarray:
    """On which examples the function of one hidden unit has a slope other than 0.

    Args:
        fit: Which network.
        weights: Shape (frames, parameters).
        inputs: Shape (n, 1), as the network takes them.
        number: The unit's number among all hidden units, from 0.

    Returns:
        Shape (frames, n), bool.
    """
    layer, unit = place_of(fit, number)
    found = [
        slopes(fit, weights[block], inputs)[layer][..., unit] != 0
        for block in blocks(fit, len(weights), len(inputs))
    ]
    return np.concatenate(found)


def _gradients(fit: CurveFit, data: CurveData, weights: np.ndarray) -> np.ndarray:
    """The length of the gradient of each hidden unit, shape (frames, units)."""
    places = [incoming(fit, *place_of(fit, number)) for number in range(sum(fit.hidden))]
    found = []
    for block in blocks(fit, len(weights), len(data.train_inputs)):
        # Of weights that are about to diverge the gradient may be too large for a number.
        with np.errstate(over="ignore", invalid="ignore"):
            whole = gradients(fit, weights[block], data.train_inputs, data.train_targets)
        found.append(np.stack([np.linalg.norm(whole[:, own], axis=1) for own in places], axis=1))
    return np.concatenate(found)


def _below(fit: CurveFit, data: CurveData, weights: np.ndarray) -> np.ndarray:
    """Which units are on the weaker side of their function for every example, shape (frames,
    units), bool."""
    found = []
    for block in blocks(fit, len(weights), len(data.train_inputs)):
        parts = iter(variables(fit, weights[block]))
        made = signals(fit, weights[block], data.train_inputs)
        layers = []
        for layer, signal in zip(fit.layers[:-1], made, strict=False):
            next(parts), next(parts)
            learned = [next(parts) for _parameter in layer.learned]
            sums = signal.sums.reshape(*signal.outputs.shape, layer.pieces).max(axis=-1)
            weaker = _weaker_below(layer, sums, learned)
            layers.append(weaker & (sums <= 0).all(axis=1))
        found.append(np.concatenate(layers, axis=1))
    return np.concatenate(found)


def _weaker_below(layer: Layer, sums: np.ndarray, learned: list[np.ndarray]) -> np.ndarray:
    """Which units' functions are less steep far below 0 than far above, shape (frames, units)."""
    ends = np.array([-np.inf, np.inf], np.float32)[None, :, None]
    ends = np.broadcast_to(ends, (len(sums), 2, layer.units))
    below, above = slope_of(layer, Signals(ends, ends), learned).swapaxes(0, 1)
    return below < above
