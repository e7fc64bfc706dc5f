"""What the controls of the numerical derivative say."""

from __future__ import annotations

import dataclasses
from typing import Self

import numpy as np

from core.activations import ELEMENTWISE
from core.settings import Choice, Number, Span, setting
from core.settings.functions import FUNCTIONS, FunctionStudy


@dataclasses.dataclass(frozen=True)
class DerivativeStudy(FunctionStudy):
    """A numerical derivative beside the analytic one."""

    activation: str = setting(Choice(FUNCTIONS), "sigmoid")
    scheme: str = setting(Choice(("forward", "central")), "forward")
    precision: str = setting(Choice(("float32", "float64")), "float64")
    exponent: float = setting(Number(-17, 0, 0.05), -15.0)
    place: str = setting(Choice(("range", "point")), "range")
    interval: tuple[float, float] = setting(Span(-10, 10, step=0.5), (-5.0, 5.0))
    x: float = setting(Number(-10, 10, 0.1), 1.0)

    def shown(self) -> tuple[str, ...]:
        return (self.activation,)

    @property
    def h(self) -> float:
        """The step of the difference quotient, in units of x."""
        return 10.0**self.exponent

    @property
    def points(self) -> np.ndarray:
        """Where the derivative is taken: 1,001 points of the range (as in A3), or one x."""
        return np.linspace(*self.interval, 1001) if self.place == "range" else np.array([self.x])

    @property
    def arguments(self) -> dict[str, float]:
        """The function's parameters as keyword arguments."""
        return self.parameters_of(self.activation)

    def f(self, x: np.ndarray) -> np.ndarray:
        """The function, with its parameters, in the floating-point type of x."""
        return ELEMENTWISE[self.activation](x, **self.arguments)

    def derivative(self, x: np.ndarray) -> np.ndarray:
        """Its analytic derivative likewise."""
        return ELEMENTWISE[self.activation].derivative(x, **self.arguments)

    def apart_from_step(self) -> Self:
        """The same study, with the default for all that the error of *every* step ignores."""
        default = type(self)()
        ignored = ("exponent", "x" if self.place == "range" else "interval")
        own = tuple(
            (name, value)
            for name, value in self.parameters
            if name.partition(".")[0] == self.activation
        )
        return dataclasses.replace(
            self, parameters=own, **{name: getattr(default, name) for name in ignored}
        )
