"""The network of an experiment, layer by layer, and what its compiled program depends on."""

from __future__ import annotations

from typing import NamedTuple, Protocol

MAXOUT = "maxout"
"""The hidden function that takes several affine pieces for each unit."""

LEARNED = "prelu"
"""The hidden function with a parameter that is learned: one for each unit, from the same start."""


class Layer(NamedTuple):
    """One dense layer: an affine map, then a function.

    Attributes:
        units: Number of outputs of the layer, after its function.
        activation: Key of `core.activations.ACTIVATIONS`.
        parameters: Keyword arguments of the function, as pairs; a learned one is its start.
    """

    units: int
    activation: str
    parameters: tuple[tuple[str, float], ...] = ()

    @property
    def pieces(self) -> int:
        """Affine maps for each unit: k of maxout, else 1."""
        return int(dict(self.parameters)["k"]) if self.activation == MAXOUT else 1

    @property
    def learned(self) -> tuple[tuple[str, float], ...]:
        """Parameters of the function that are trained too, one for each unit."""
        return self.parameters if self.activation == LEARNED else ()

    def shapes(self, inputs: int) -> tuple[tuple[int, ...], ...]:
        """Shapes of the layer's variables, in Keras' order: kernel, bias, learned parameters."""
        affine = self.units * self.pieces
        return (inputs, affine), (affine,), *((self.units,) for _ in self.learned)


class Network(Protocol):
    """What the mathematics of a network asks of it; every experiment with a network is one."""

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Hidden layers and output."""

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """Shapes of all variables, in Keras' order."""

    @property
    def hidden(self) -> tuple[int, ...]:
        """Units of the hidden layers."""

    @property
    def output(self) -> str:
        """Key of the function of the output."""


class Architecture(NamedTuple):
    """All that a compiled training program depends on; two experiments may share one.

    Attributes:
        inputs: Number of features.
        layers: Hidden layers and output, without the starts of learned parameters.
        loss: Key of the loss.
        optimizer: Key of the optimizer.
        penalties: Whether there is an L1, and whether there is an L2 penalty.
        batch: Examples of a full step.
        examples: Training examples.
        held_examples: Examples held out.
    """

    inputs: int
    layers: tuple[Layer, ...]
    loss: str
    optimizer: str
    penalties: tuple[bool, bool]
    batch: int
    examples: int
    held_examples: int
