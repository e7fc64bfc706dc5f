"""What every experiment with a network has, whatever it learns from."""

from __future__ import annotations

import dataclasses
import functools
import json
import math
from typing import TYPE_CHECKING, Any, Self

from core.networks.layers import Architecture, Layer
from core.networks.options import WITHOUT_CHANCE
from core.problems import Problem
from core.settings import shorten
from core.settings.functions import FunctionStudy

if TYPE_CHECKING:
    from core.datasets import CurveData, Dataset

# What a step costs beside the arithmetic on its examples, in multiplications (measured under XLA
# on networks of 9 to 1,500 weights): a constant, and for each weight as much as these examples.
_STEP_COST = 3_000
_WEIGHT_COST = 12


@dataclasses.dataclass(frozen=True)
class NetworkExperiment(FunctionStudy):
    """Data, a network of dense layers, training and seed: what the trainer takes.

    A kind of experiment declares the fields `hidden`, `activations`, `weights`, `initializer`,
    `bias_initializer`, `optimizer`, `learning_rate`, `batch`, `epochs` and `seed`, and says what
    it learns from. What follows are the settings that a kind may do without.
    """

    output = "linear"
    loss = "mse"
    rule = "gradient"
    threshold = 0.5
    stop_when_solved = False
    l1 = 0.0
    l2 = 0.0
    weight_decay = 0.004
    bias = 0.0
    standardised = False
    classifies = True

    def load(self) -> Dataset | CurveData:
        """The examples; the same experiment gives the same numbers."""
        raise NotImplementedError

    @property
    def inputs(self) -> int:
        """Number of features of an example."""
        raise NotImplementedError

    @property
    def outputs(self) -> int:
        """Units of the last layer."""
        raise NotImplementedError

    @property
    def examples(self) -> int:
        """Number of training examples."""
        raise NotImplementedError

    @property
    def held_examples(self) -> int:
        """Number of examples held out of the training."""
        raise NotImplementedError

    def shown(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.activations))

    @property
    def output_layer(self) -> Layer:
        """The last layer."""
        return Layer(self.outputs, self.output)

    @functools.cached_property
    def layers(self) -> tuple[Layer, ...]:
        """The hidden layers and the output layer."""
        hidden = (
            Layer(units, key, tuple(self.parameters_of(key).items()))
            for units, key in zip(self.hidden, self.activations, strict=True)
        )
        return *hidden, self.output_layer

    @property
    def random_start(self) -> bool:
        """Whether another seed gives other first weights."""
        if self.rule == "rosenblatt":
            return not self.weights
        constant = {self.initializer, self.bias_initializer} <= WITHOUT_CHANCE
        return not (self.weights or constant)

    @functools.cached_property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """Shapes of all variables of the network, layer by layer, in Keras' order."""
        inputs = (self.inputs, *self.hidden)
        return tuple(
            shape
            for layer, incoming in zip(self.layers, inputs, strict=True)
            for shape in layer.shapes(incoming)
        )

    @functools.cached_property
    def parameter_count(self) -> int:
        """Number of weights, biases and learned parameters."""
        return sum(math.prod(shape) for shape in self.shapes)

    @property
    def batch_examples(self) -> int:
        """Examples of a full step; the last step of an epoch may have fewer."""
        if self.rule == "rosenblatt":
            return 1
        return min(self.batch or self.examples, self.examples)

    @property
    def steps(self) -> int:
        """Steps of one epoch."""
        return math.ceil(self.examples / self.batch_examples)

    @property
    def work(self) -> int:
        """What the training costs, in multiplications: epochs × (steps + arithmetic of an epoch).

        One unit takes about 0.4 ns on one core, within a factor of two or three.
        """
        steps = self.steps * (_STEP_COST + _WEIGHT_COST * self.parameter_count)
        return self.epochs * (steps + self.examples * self.parameter_count)

    @functools.cached_property
    def architecture(self) -> Architecture:
        """What decides the compiled program that trains this experiment."""
        return Architecture(
            inputs=self.inputs,
            layers=tuple(
                layer._replace(parameters=()) if layer.learned else layer for layer in self.layers
            ),
            loss=self.loss,
            optimizer=self.optimizer,
            penalties=(self.l1 > 0, self.l2 > 0),
            batch=self.batch_examples,
            examples=self.examples,
            held_examples=self.held_examples,
        )

    def to_json(self) -> str:
        """The experiment as a JSON object, every field in full."""
        values = {name: getattr(self, name) for name in self.kinds}
        shown = {
            f"{key}.{name}": value
            for key in self.shown()
            for name, value in self.parameters_of(key).items()
        }
        return json.dumps(values | {"parameters": shown | dict(self.parameters)})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote; fields left out have their default.

        Raises:
            Problem: If the text is no experiment; the message says what is wrong with it.
        """
        values = _object(text)
        for name in values:
            if name not in cls.kinds:
                raise Problem("An experiment has no setting “{name}”.", name=shorten(name))
        return cls(**values)


def _object(text: str) -> dict[str, Any]:
    try:
        values = json.loads(text)
    except (TypeError, ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        raise Problem(
            "An experiment is a JSON object with named settings, not “{text}”.",
            text=shorten(text),
        )
    return values
