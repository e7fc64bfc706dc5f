"""Curves: numbers y over numbers x, with noise, as given or standardised."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

import numpy as np

from core.datasets.random_streams import NOISE, SPLIT, generator


class CurveSettings(Protocol):
    """What the settings of a curve say; see `core.experiments.CurveTask`."""

    data: str
    size: int
    noise: float
    data_seed: int
    standardised: bool
    interval: tuple[float, float]
    points: tuple[float, ...]

    @property
    def held_examples(self) -> int:
        """How many are held out."""


OWN_CURVE = "points"
"""Key of a visitor's own points."""

_ROUNDING = 1e-12
"""Numbers that differ by less than this share of the largest are the same."""


@dataclass(frozen=True)
class Curve:
    """A law y = f(x).

    Attributes:
        key: Names it in settings.
        name: English display name.
        formula: LaTeX of the law, a function of x.
        law: x, shape (n,), float64, to y of the same shape.
        interval: A range of x, from and to, that shows it well.
        noise: A standard deviation of the noise that leaves it recognisable, in units of y.
    """

    key: str
    name: str
    formula: str
    law: Callable[[np.ndarray], np.ndarray]
    interval: tuple[float, float]
    noise: float


def _square(x: np.ndarray) -> np.ndarray:
    return x**2


def _fifth_power(x: np.ndarray) -> np.ndarray:
    return x**5


def _sine(x: np.ndarray) -> np.ndarray:
    return np.sin(x)


def _absolute(x: np.ndarray) -> np.ndarray:
    return np.abs(x)


def _step(x: np.ndarray) -> np.ndarray:
    return np.where(x >= 0, 1.0, 0.0)


def _sawtooth(x: np.ndarray) -> np.ndarray:
    # Rises from -1 to 1 within each period of 4, and is 0 at 0.
    return 2 * (x / 4 - np.floor(x / 4 + 0.5))


def _x_sine(x: np.ndarray) -> np.ndarray:
    return x * np.sin(x)


def _sines(x: np.ndarray) -> np.ndarray:
    return np.sin(x) + np.sin(2 * x) / 2 + np.sin(3 * x) / 3


CURVES: MappingProxyType[str, Curve] = MappingProxyType(
    {
        curve.key: curve
        for curve in (
            Curve("square", "x²", "x^2", _square, (-10.0, 10.0), 10.0),
            Curve("fifth_power", "x⁵", "x^5", _fifth_power, (-2.0, 2.0), 1.0),
            Curve("sine", "sin x", r"\sin x", _sine, (-6.5, 6.5), 0.1),
            Curve("absolute", "|x|", "|x|", _absolute, (-10.0, 10.0), 0.5),
            Curve(
                "step",
                "Step",
                r"\begin{cases} 1 & x \ge 0 \\ 0 & x < 0 \end{cases}",
                _step,
                (-5.0, 5.0),
                0.1,
            ),
            Curve(
                "sawtooth",
                "Sawtooth",
                r"2 \left( \tfrac{x}{4} - \left\lfloor \tfrac{x}{4} + \tfrac12 \right\rfloor "
                r"\right)",
                _sawtooth,
                (-6.0, 6.0),
                0.1,
            ),
            Curve("x_sine", "x sin x", r"x \sin x", _x_sine, (-10.0, 10.0), 0.5),
            Curve(
                "sines",
                "Sum of sines",
                r"\sin x + \tfrac12 \sin 2x + \tfrac13 \sin 3x",
                _sines,
                (-6.5, 6.5),
                0.1,
            ),
        )
    }
)
"""Laws by key, in menu order; the first is that of the course notes."""


@dataclass(frozen=True, eq=False)
class CurveData:
    """What a network learns a curve from, and what is kept back to judge it by.

    A network takes and gives what `train_inputs` and `train_targets` hold: x and y as they are, or
    standardised. `to_inputs` and `to_y` lead there and back.

    Attributes:
        train_inputs: Shape (n, 1), float32.
        train_targets: Shape (n, 1), float32.
        held_inputs: As `train_inputs`, of the examples held out; shape (0, 1) if none.
        held_targets: As `train_targets`, of the examples held out.
        train_x, train_y: The training examples as they are, shape (n,), float64, x ascending.
        held_x, held_y: Likewise those held out.
        train_noise: What was added to the law at each training example, shape (n,), in units of
            y; None for own points, whose law nobody knows.
        centre: What standardising takes from x and from y: the means of the training examples;
            0 and 0 if they are taken as they are.
        scale: What it then divides them by: their standard deviations (1 for one that is 0, but
            for rounding); 1 and 1 if they are taken as they are.
    """

    train_inputs: np.ndarray
    train_targets: np.ndarray
    held_inputs: np.ndarray
    held_targets: np.ndarray
    train_x: np.ndarray
    train_y: np.ndarray
    held_x: np.ndarray
    held_y: np.ndarray
    train_noise: np.ndarray | None
    centre: tuple[float, float]
    scale: tuple[float, float]

    @property
    def loss_scale(self) -> float:
        """What turns a squared error of the network into one in units of y squared."""
        return self.scale[1] ** 2

    @property
    def noise_floor(self) -> float | None:
        """Mean square of the very noise of the training examples: the law's own MSE on them.

        A network with many parameters may fall below it, by learning the noise. None for own
        points.
        """
        return None if self.train_noise is None else float(np.mean(self.train_noise**2))

    def to_inputs(self, x: np.ndarray) -> np.ndarray:
        """Numbers x, shape (n,), as the network takes them: shape (n, 1), float32."""
        return _columns(x, self.centre[0], self.scale[0])

    def to_y(self, outputs: np.ndarray) -> np.ndarray:
        """Outputs of the network, any shape, in units of y; float64."""
        return np.asarray(outputs, np.float64) * self.scale[1] + self.centre[1]


def load_curve(task: CurveSettings) -> CurveData:
    """The examples of a curve; the same settings give the same numbers.

    x is evenly spread over `interval`, both ends included; y is the law and `noise` times standard
    normal numbers, drawn with the data seed. Own points are taken as they are, sorted by x. Which
    are held out is drawn with the data seed too, each being as likely. `standardised` takes from x
    and from y the mean of the training examples and divides by their standard deviation.

    Args:
        task: Which curve.

    Returns:
        The data set.
    """
    x, y, noise = _examples(task)
    held = np.zeros(len(x), dtype=bool)
    held[generator(task.data_seed, SPLIT).permutation(len(x))[: task.held_examples]] = True
    train = ~held
    centre, scale = (0.0, 0.0), (1.0, 1.0)
    if task.standardised:
        centre = float(x[train].mean()), float(y[train].mean())
        scale = _deviation(x, train), _deviation(y, train)
    return CurveData(
        train_inputs=_columns(x[train], centre[0], scale[0]),
        train_targets=_columns(y[train], centre[1], scale[1]),
        held_inputs=_columns(x[held], centre[0], scale[0]),
        held_targets=_columns(y[held], centre[1], scale[1]),
        train_x=x[train],
        train_y=y[train],
        held_x=x[held],
        held_y=y[held],
        train_noise=None if noise is None else noise[train],
        centre=centre,
        scale=scale,
    )


def _examples(task: CurveSettings) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """All x, y and noise, shape (n,) each."""
    if task.data == OWN_CURVE:
        pairs = np.reshape(task.points, (-1, 2))
        x, y = pairs[np.argsort(pairs[:, 0], kind="stable")].T
        return x.copy(), y.copy(), None
    x = np.linspace(*task.interval, task.size)
    noise = task.noise * generator(task.data_seed, NOISE).standard_normal(task.size)
    return x, CURVES[task.data].law(x) + noise, noise


def _columns(numbers: np.ndarray, centre: float, scale: float) -> np.ndarray:
    return ((np.asarray(numbers, np.float64) - centre) / scale).astype(np.float32)[:, None]


def _deviation(numbers: np.ndarray, train: np.ndarray) -> float:
    """Standard deviation of the training examples; 1 if they are all the same, but for rounding.

    Else those held out, which may differ, would be divided by next to nothing.
    """
    deviation = float(numbers[train].std())
    return deviation if deviation > _ROUNDING * np.abs(numbers).max() else 1.0
