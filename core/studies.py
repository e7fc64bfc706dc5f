"""What each function screen shows, as frozen values: the settings of one study."""

from __future__ import annotations

import dataclasses
from typing import Self

import numpy as np

from core.activations import ACTIVATIONS, ELEMENTWISE
from core.images import Treatment
from core.images.patterns import PATTERNS
from core.problems import Problem
from core.settings import (
    Choice,
    Choices,
    NamedNumbers,
    Number,
    Numbers,
    Settings,
    Span,
    Switch,
    Whole,
    setting,
)
from core.stacks import AffineStack

NOTES_FUNCTIONS = (
    "binary_step",
    "linear",
    "sigmoid",
    "tanh",
    "relu",
    "leaky_relu",
    "prelu",
    "elu",
)
"""The functions of the course notes, in their order; compared on one chart at the end."""

AFFINE = "affine"
"""Key of wx + b, which is no activation but is tested for linearity beside them."""

PHOTOGRAPHS = ("china", "flower")
"""Sample photographs that scikit-learn ships."""

_ELEMENTWISE = tuple(ELEMENTWISE)
_PARAMETERS = NamedNumbers(
    {
        f"{f.key}.{p.key}": (Whole if p.whole else Number)(p.minimum, p.maximum, p.step)
        for f in ACTIVATIONS.values()
        for p in f.parameters
    }
)
_SEED = Whole(0, 9999)


def _default(name: str) -> float:
    function, _dot, parameter = name.partition(".")
    return ACTIVATIONS[function].defaults[parameter]


@dataclasses.dataclass(frozen=True)
class FunctionStudy(Settings):
    """Base of the studies whose functions have parameters.

    `parameters` holds values by dotted name ("elu.alpha"); those at their default are
    left out, so that equal studies compare equal.
    """

    parameters: tuple[tuple[str, float], ...] = setting(_PARAMETERS, ())

    def __post_init__(self) -> None:
        super().__post_init__()
        kept = tuple((name, value) for name, value in self.parameters if value != _default(name))
        object.__setattr__(self, "parameters", kept)

    def shown(self) -> tuple[str, ...]:
        """Keys of the functions that the study shows."""
        raise NotImplementedError

    def parameters_of(self, key: str) -> dict[str, float]:
        """Keyword arguments of the function `key`: its defaults, and what was set."""
        chosen = dict(self.parameters)
        return {p.key: chosen.get(f"{key}.{p.key}", p.default) for p in ACTIVATIONS[key].parameters}

    def to_query(self) -> dict[str, str]:
        """As `Settings.to_query`, with all parameters of the functions shown in full."""
        query = super().to_query()
        pairs = {
            f"{key}.{name}": value
            for key in self.shown()
            for name, value in self.parameters_of(key).items()
        }
        if query and pairs:
            full = _PARAMETERS.check("parameters", pairs | dict(self.parameters))
            query["parameters"] = _PARAMETERS.to_text(full)
        return query


@dataclasses.dataclass(frozen=True)
class GalleryStudy(FunctionStudy):
    """Functions side by side, and six views of the one in focus."""

    functions: tuple[str, ...] = setting(
        Choices(_ELEMENTWISE, least=1, most=8), ("sigmoid", "tanh", "relu", "gelu")
    )
    interval: tuple[float, float] = setting(Span(-50, 50, step=0.5), (-6.0, 6.0))
    guides: bool = setting(Switch(), True)
    focus: str = setting(Choice(_ELEMENTWISE), "tanh")
    distribution: str = setting(Choice(("uniform", "normal")), "uniform")
    number: int = setting(Whole(10, 100_000, 10), 1000)
    spread: float = setting(Number(0.1, 20, 0.1), 8.0)
    gain: float = setting(Number(0.1, 50, 0.1), 8.0)
    seed: int = setting(_SEED, 0)
    stretch: float = setting(Number(0.1, 4, 0.1), 1.0)
    height: float = setting(Number(0.1, 4, 0.1), 2.0)
    shift: float = setting(Number(-2, 2, 0.1), -1.0)

    def shown(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.functions, self.focus)))


@dataclasses.dataclass(frozen=True)
class ImageStudy(FunctionStudy):
    """A picture through one function. The visitor's own photograph is never part of it."""

    sample: str = setting(Choice((*PHOTOGRAPHS, *PATTERNS)), "china")
    mode: str = setting(Choice(("luminance", "channels")), "luminance")
    centre: str = setting(Choice(("median", "mean", "none")), "median")
    gain: float = setting(Number(0.1, 20, 0.1), 2.0)
    activation: str = setting(Choice(_ELEMENTWISE), "relu")
    white: float = setting(Number(0.5, 50, 0.5), 1.0)
    everything: bool = setting(Switch(), False)

    def shown(self) -> tuple[str, ...]:
        return (self.activation,)

    def compared(self) -> tuple[str, ...]:
        """Keys of the functions that the picture is sent through side by side."""
        return _ELEMENTWISE if self.everything else NOTES_FUNCTIONS

    def treatment(self, key: str | None = None) -> Treatment:
        """What is done to the picture, or the same with another function."""
        key = key or self.activation
        return Treatment(self.mode, self.centre, self.gain, key, self.parameters_of(key))


@dataclasses.dataclass(frozen=True)
class DerivativeStudy(FunctionStudy):
    """A numerical derivative beside the analytic one."""

    activation: str = setting(Choice(_ELEMENTWISE), "sigmoid")
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


@dataclasses.dataclass(frozen=True)
class LinearityStudy(FunctionStudy):
    """Is a function linear, and what does a stack of layers make of it?"""

    function: str = setting(Choice((AFFINE, *_ELEMENTWISE)), "relu")
    u: float = setting(Number(-10, 10, 0.1), 2.0)
    v: float = setting(Number(-10, 10, 0.1), -3.0)
    c: float = setting(Number(-10, 10, 0.1), -2.0)
    slope: float = setting(Number(-5, 5, 0.1), 2.0)
    intercept: float = setting(Number(-5, 5, 0.1), 1.0)
    activation: str = setting(Choice(_ELEMENTWISE), "relu")
    layers: int = setting(Whole(1, 20), 4)
    width: int = setting(Whole(1, 32), 8)
    seed: int = setting(_SEED, 6)
    draws: int = setting(_SEED, 0)
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


@dataclasses.dataclass(frozen=True)
class VectorStudy(Settings):
    """Several logits through softmax and its relatives; lines under a maxout."""

    logits: tuple[float, ...] = setting(Numbers(-5, 5, 2, 8), (2.0, 1.5, 0.5, -1.0))
    temperature: float = setting(Number(0.05, 20, 0.05), 1.0)
    shift: float = setting(Number(-100, 100, 1), 0.0)
    jacobian: str = setting(Choice(("softmax", "log_softmax", "sparsemax")), "softmax")
    second: tuple[float, float] = setting(Span(-10, 10, step=0.5), (-5.0, 2.0))
    spacing: str = setting(Choice(("0.05", "0.1", "0.25", "0.5")), "0.1")
    point: float = setting(Number(-5, 4.5, 0.5), 2.0)
    slopes: tuple[float, ...] = setting(Numbers(-3, 3, 1, 5), (-1.0, 0.0, 1.0))
    intercepts: tuple[float, ...] = setting(Numbers(-5, 5, 1, 5), (-1.0, 0.5, -1.0))

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self.slopes) != len(self.intercepts):
            raise Problem(
                "Each line needs a slope and an intercept: {slopes} slopes and {intercepts} "
                "intercepts do not match.",
                slopes=len(self.slopes),
                intercepts=len(self.intercepts),
            )
