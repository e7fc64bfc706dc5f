"""What the experiments and studies of curves have in common: data, start and training."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np

from core.datasets import CURVES, OWN_CURVE, CurveData, load_curve
from core.networks.options import BIAS_INITIALIZERS, CONSTANT, INITIALIZERS, OPTIMIZERS
from core.problems import Problem
from core.settings import Choice, Number, Span, Switch, Whole, setting
from core.settings.functions import FunctionStudy
from core.settings.list_fields import EMPTY, Numbers

CURVE_DATA = (*CURVES, OWN_CURVE)
"""Keys of the data, in menu order."""

MOST_LINKED_POINTS = 200
"""More of one's own points than this are not part of a link."""

MOST_CURVE_POINTS = 5_000
"""Most points of a curve, one's own or not."""

LARGEST = 1e6
"""Largest absolute value of a coordinate of one's own points."""

GRID_POINTS = 401
"""Points at which a fit is drawn, evenly spread from the smallest to the largest x."""

_DIGITS = 7
"""Significant digits of own coordinates: as many as the numbers of a network have."""


def _check_table(numbers: Sequence[Any]) -> None:
    """Say of points what is wrong with them in words of a table, not of a list of numbers."""
    if len(numbers) > 2 * MOST_CURVE_POINTS:
        raise Problem(
            "A curve may have at most {most} points, not {count}: leave some out.",
            most=f"{MOST_CURVE_POINTS:,}",
            count=f"{len(numbers) // 2:,}",
        )
    for place, number in enumerate(numbers):
        # What is no number is for the kind itself to say.
        if isinstance(number, float) and abs(number) > LARGEST:
            raise Problem(
                "x and y of your points must lie between {minimum} and {maximum}; point {number} "
                "has {value}.",
                number=place // 2 + 1,
                minimum=f"{-LARGEST:,.0f}",
                maximum=f"{LARGEST:,.0f}",
                value=f"{number:,.12g}",
            )


class _Checked(tuple):
    """Points that need not be checked again."""

    __slots__ = ()


@dataclasses.dataclass(frozen=True)
class _Points(Numbers):
    """x, y, x, y, …; an address carries them only if they are few."""

    def check(self, name: str, value: Any) -> tuple[float, ...]:
        # Thousands of numbers, looked at whenever another setting changes.
        if type(value) is _Checked:
            return value
        if isinstance(value, (list, tuple)):
            _check_table(value)
        return _Checked(float(f"{number:.{_DIGITS}g}") for number in super().check(name, value))

    def to_text(self, value: tuple[float, ...]) -> str:
        return super().to_text(value) if len(value) <= 2 * MOST_LINKED_POINTS else ""


@dataclasses.dataclass(frozen=True)
class CurveTask(FunctionStudy):
    """A curve to be learned, how weights start, and how they are trained.

    Data: `data` is a law of `core.datasets.CURVES` or the visitor's own `points` (x, y, x, …), for
    which `interval`, `size` and `noise` mean nothing; see `core.datasets.load_curve`.

    Start: with the bias initializer "constant" every bias starts from `bias`.

    Training: the loss is the mean squared error. `batch` 0 is the full batch.

    Raises:
        Problem: If a field is out of bounds, or own points are missing or cannot be a curve.
    """

    data: str = setting(Choice(CURVE_DATA), "square")
    interval: tuple[float, float] = setting(Span(-20, 20, step=0.5), (-10.0, 10.0))
    size: int = setting(Whole(10, MOST_CURVE_POINTS), 2001)
    noise: float = setting(Number(0, 1000, 0.1), 10.0)
    data_seed: int = setting(Whole(0, 9999), 0)
    held_out: float = setting(Number(0, 0.5, 0.05), 0.0)
    points: tuple[float, ...] = setting(_Points(-LARGEST, LARGEST, 0, 2 * MOST_CURVE_POINTS), ())
    standardised: bool = setting(Switch(), False)
    initializer: str = setting(Choice(INITIALIZERS), "glorot_uniform")
    bias_initializer: str = setting(Choice((*BIAS_INITIALIZERS, CONSTANT)), "zeros")
    bias: float = setting(Number(-10, 10, 0.05), 0.0)
    optimizer: str = setting(Choice(OPTIMIZERS), "adam")
    learning_rate: float = setting(Number(1e-5, 10, 0.001), 0.005)
    batch: int = setting(Whole(0, MOST_CURVE_POINTS), 32)
    epochs: int = setting(Whole(1, 2000), 100)
    seed: int = setting(Whole(0, 9999), 0)

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_points(self)

    def completed(self, query: Mapping[str, str]) -> dict[str, str]:
        """Points that were too many for the address are those of these settings."""
        if not self.points or not _lacks_points(query):
            return dict(query)
        return {**query, "points": ",".join(f"{number:.{_DIGITS}g}" for number in self.points)}

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> tuple[Self, list[Problem]]:
        """As for all settings; but where own points are missing, only the data get their default.

        A link leaves out points that are many, and a page that is opened anew has lost them.
        """
        if not _lacks_points(query):
            return super().from_query(query)
        rest = {name: text for name, text in query.items() if name not in ("data", "points")}
        settings, problems = super().from_query(rest)
        return settings, [*problems, _missing_points()]

    def load(self) -> CurveData:
        """The examples; the same settings give the same numbers."""
        return load_curve(self)

    @property
    def held_examples(self) -> int:
        """Number of examples held out of the training."""
        return min(round(self.held_out * self._all_examples), self._all_examples // 2)

    @property
    def examples(self) -> int:
        """Number of training examples."""
        return self._all_examples - self.held_examples

    @property
    def _all_examples(self) -> int:
        return len(self.points) // 2 if self.data == OWN_CURVE else self.size

    @property
    def span(self) -> tuple[float, float]:
        """The smallest and the largest x."""
        if self.data == OWN_CURVE:
            return min(self.points[::2]), max(self.points[::2])
        return self.interval

    @property
    def grid(self) -> np.ndarray:
        """Where fits are drawn: shape (401,), float64, evenly spread over `span`."""
        return np.linspace(*self.span, GRID_POINTS)

    def law(self, x: np.ndarray) -> np.ndarray | None:
        """y without noise, shape (n,), for x of shape (n,); None for own points."""
        return None if self.data == OWN_CURVE else CURVES[self.data].law(np.asarray(x, np.float64))


def _check_points(task: CurveTask) -> None:
    if len(task.points) % 2:
        raise Problem(
            "Each point needs x and y: {count} numbers are no whole number of points.",
            count=len(task.points),
        )
    if task.data != OWN_CURVE:
        return
    if not task.points:
        raise _missing_points()
    if math.isclose(min(task.points[::2]), max(task.points[::2])):
        raise Problem("Your points need at least two different values of x. Add a point.")


def _lacks_points(query: Mapping[str, str]) -> bool:
    return query.get("data") == OWN_CURVE and query.get("points", EMPTY) == EMPTY


def _missing_points() -> Problem:
    return Problem(
        "Your own points are missing; a link carries at most {most} of them. Open your file "
        "again, or choose another curve.",
        most=MOST_LINKED_POINTS,
    )
