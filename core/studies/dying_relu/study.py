"""When units die: a small network whose settings make them, and what brings them back."""

from __future__ import annotations

import dataclasses
from types import MappingProxyType

import numpy as np

from core.experiments import CONSTANT, HIDDEN_ACTIVATIONS, CurveFit, CurveTask
from core.settings import Choice, Number, Whole, setting

RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
"""Learning rates of the comparison."""

LOWER = 0.1
"""The remedy "lower rate" takes this share of the rate."""

KIND_BIAS = 1.0
"""The remedy "kinder biases" starts every bias here, so that few sums are below 0."""


@dataclasses.dataclass(frozen=True)
class DyingStudy(CurveTask):
    """A small network on a curve: `layers` hidden layers of `units` with one function."""

    size: int = setting(Whole(10, 2001), 201)
    bias_initializer: str = setting(CurveTask.kinds["bias_initializer"], CONSTANT)
    bias: float = setting(Number(-2, 2, 0.05), 0.0)
    learning_rate: float = setting(CurveTask.kinds["learning_rate"], 0.3)
    epochs: int = setting(Whole(1, 200), 50)
    seed: int = setting(CurveTask.kinds["seed"], 1)
    layers: int = setting(Whole(1, 3), 2)
    units: int = setting(Whole(1, 16), 8)
    activation: str = setting(Choice(HIDDEN_ACTIVATIONS), "relu")

    def __post_init__(self) -> None:
        super().__post_init__()
        # The network must be possible.
        self.fit  # noqa: B018

    def shown(self) -> tuple[str, ...]:
        return (self.activation,)

    @property
    def fit(self) -> CurveFit:
        """The network as an experiment."""
        common = {name: getattr(self, name) for name in CurveTask.kinds}
        common["parameters"] = tuple(
            pair for pair in self.parameters if pair[0].partition(".")[0] == self.activation
        )
        return CurveFit(
            **common,
            hidden=(self.units,) * self.layers,
            activations=(self.activation,) * self.layers,
        )

    def remedies(self) -> dict[str, CurveFit]:
        """What may help, each alone, with the seed of the study and so from the same start.

        Returns:
            Experiments by key: "none" (the study itself), then those of `REMEDIES`.
        """
        return {
            "none": self.fit,
            **{
                key: dataclasses.replace(self, **change(self)).fit
                for key, change in REMEDIES.items()
            },
        }

    def revived(
        self, weights: np.ndarray, activation: str = "leaky_relu", **parameters: float
    ) -> CurveFit:
        """The training that goes on from given weights with another function, optimizer afresh.

        Args:
            weights: Those of the dead network, such as `Run.weights[-1]`, shape (parameters,).
            activation: A function without learned parameter.
            **parameters: Values of its parameters; the study's own for those left out.

        Returns:
            The experiment; its epochs are those of the study.

        Raises:
            Problem: If the networks of both functions differ in their number of weights, as those
                of PReLU and maxout do from all others.
        """
        given = {f"{activation}.{key}": value for key, value in parameters.items()}
        chosen = tuple({**dict(self.parameters), **given}.items())
        fit = dataclasses.replace(self, activation=activation, parameters=chosen).fit
        return dataclasses.replace(fit, weights=tuple(float(w) for w in weights))


REMEDIES = MappingProxyType(
    {
        "lower_rate": lambda study: {"learning_rate": max(LOWER * study.learning_rate, 1e-5)},
        "leaky_relu": lambda study: {"activation": "leaky_relu"},
        "prelu": lambda study: {"activation": "prelu"},
        "elu": lambda study: {"activation": "elu"},
        "he_start": lambda study: {"initializer": "he_normal"},
        "kinder_biases": lambda study: {"bias_initializer": CONSTANT, "bias": KIND_BIAS},
    }
)
"""By key, in menu order: the study to the settings that the remedy changes."""
