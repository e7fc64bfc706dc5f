"""What the controls of the test for linearity and of the stack of layers say."""

from __future__ import annotations

import dataclasses

import numpy as np

from core.activations import ELEMENTWISE
from core.settings import Choice, Number, Numbers, Whole, setting
from core.settings.functions import AFFINE, FUNCTIONS, SEED, FunctionStudy
from core.studies.why_nonlinear.affine_stack import AffineStack


@dataclasses.dataclass(frozen=True)
class LinearityStudy(FunctionStudy):
    """Is a function linear, and what does a stack of layers make of it?"""

    function: str = setting(Choice((AFFINE, *FUNCTIONS)), "relu")
    u: float = setting(Number(-10, 10, 0.1), 2.0)
    v: float = setting(Number(-10, 10, 0.1), -3.0)
    c: float = setting(Number(-10, 10, 0.1), -2.0)
    slope: float = setting(Number(-5, 5, 0.1), 2.0)
    intercept: float = setting(Number(-5, 5, 0.1), 1.0)
    activation: str = setting(Choice(FUNCTIONS), "relu")
    layers: int = setting(Whole(1, 20), 4)
    width: int = setting(Whole(1, 32), 8)
    seed: int = setting(SEED, 6)
    draws: int = setting(SEED, 0)
    inputs: tuple[float, ...] = setting(Numbers(-2, 2, 3, 3), (1.0, 0.0, 1.0))
    weights: tuple[float, ...] = setting(Numbers(-2, 2, 3, 3), (0.6, 0.9, 0.6))
    threshold: float = setting(Number(-4, 4, 0.1), 1.0)

    def shown(self) -> tuple[str, ...]:
        return tuple({key: None for key in (self.function, self.activation) if key != AFFINE})

    def stack(self, layers: int | None = None) -> AffineStack:
        """The stack of layers, or the same one with another number of them."""
        return AffineStack(
            layers=layers or self.layers,
            width=self.width,
            activation=self.activation,
            parameters=self.parameters_of(self.activation),
            seed=self.seed,
            # Wide enough that the folds are spread over −3 … 3.
            bias_spread=1.0,
        )

    def tested(self, x: np.ndarray) -> np.ndarray:
        """The function that is tested for linearity, on a float64 array."""
        if self.function == AFFINE:
            return self.slope * x + self.intercept
        return ELEMENTWISE[self.function](x, **self.parameters_of(self.function))
