"""An experiment as a value: data, network, training and seed, checked and bounded."""

from __future__ import annotations

import dataclasses
import json
import math

from core.activations import ELEMENTWISE
from core.datasets import CORNERS, FEATURES, GATES, OWN_POINTS, PLANAR_SETS
from core.experiments.consistency import check_network, check_own_points, check_rule, check_work
from core.experiments.layers import MAXOUT, Architecture, Layer
from core.problems import Problem
from core.settings import (
    Choice,
    ChoiceList,
    Choices,
    Number,
    Numbers,
    Switch,
    Whole,
    Wholes,
    setting,
    shorten,
)
from core.studies import FunctionStudy

DATA = (*GATES, *PLANAR_SETS, OWN_POINTS)
"""Keys of the data, in menu order."""

HIDDEN_ACTIVATIONS = (*ELEMENTWISE, MAXOUT)
INITIALIZERS = (
    "glorot_uniform",
    "glorot_normal",
    "he_uniform",
    "he_normal",
    "lecun_uniform",
    "lecun_normal",
    "random_uniform",
    "random_normal",
    "truncated_normal",
    "orthogonal",
    "zeros",
    "ones",
)
# A bias is a vector: nothing in it could be orthogonal.
BIAS_INITIALIZERS = ("zeros", "ones", "random_uniform", "random_normal", "truncated_normal")
OUTPUTS = ("linear", "sigmoid", "softmax", "step")
LOSSES = (
    "mse",
    "mae",
    "msle",
    "mape",
    "binary_crossentropy",
    "categorical_crossentropy",
    "poisson",
)
OPTIMIZERS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw", "nadam")

MOST_POINTS = 200
MOST_HAND_SET_WEIGHTS = 200
COORDINATE_DIGITS = 4
"""Decimals of own coordinates: far more than a picture shows, and little for a link to carry."""

# What a step costs beside the arithmetic on its examples, in multiplications (measured under XLA
# on networks of 9 to 1,500 weights): a constant, and for each weight as much as these examples.
_STEP_COST = 3_000
_WEIGHT_COST = 12


@dataclasses.dataclass(frozen=True)
class Experiment(FunctionStudy):
    """Data, network, training and seed of one run; nothing about a run lives anywhere else.

    Data: `data` is a gate, a planar set or the visitor's own `points` (x1, x2, label, x1, …).
    What `size`, `noise`, `flips` and `held_out` mean for each: see `core.datasets.load`.

    Network: one entry of `activations` for each entry of `hidden`. `weights`, if not empty,
    are set by hand and take the place of the drawn start: all variables of the network one
    after the other, each row by row, in the order of `shapes`.

    Training: `rule` "rosenblatt" trains a single neuron with output "step" by
    `core.perceptron`; it uses learning_rate, epochs, seed, threshold and stop_when_solved, and
    no other setting of the training. `batch` 0 is the full batch. `threshold` tells the two
    classes of a single output apart: class 1 above it, as Keras counts.

    Raises:
        Problem: If a field is out of bounds, or fields do not go together.
    """

    data: str = setting(Choice(DATA), "xor")
    size: int = setting(Whole(10, 1000, 10), 200)
    noise: float = setting(Number(0, 0.5, 0.01), 0.0)
    flips: float = setting(Number(0, 0.5, 0.01), 0.0)
    data_seed: int = setting(Whole(0, 9999), 0)
    held_out: float = setting(Number(0, 0.5, 0.05), 0.0)
    points: tuple[float, ...] = setting(Numbers(-10, 10, 0, 3 * MOST_POINTS), ())
    features: tuple[str, ...] = setting(Choices(tuple(FEATURES), most=len(FEATURES)), ("x1", "x2"))
    hidden: tuple[int, ...] = setting(Wholes(1, 16, 0, 6), (2,))
    activations: tuple[str, ...] = setting(ChoiceList(HIDDEN_ACTIVATIONS, 0, 6), ("sigmoid",))
    initializer: str = setting(Choice(INITIALIZERS), "glorot_uniform")
    bias_initializer: str = setting(Choice(BIAS_INITIALIZERS), "zeros")
    weights: tuple[float, ...] = setting(Numbers(-1000, 1000, 0, MOST_HAND_SET_WEIGHTS), ())
    output: str = setting(Choice(OUTPUTS), "linear")
    loss: str = setting(Choice(LOSSES), "mse")
    threshold: float = setting(Number(-10, 10, 0.05), 0.5)
    rule: str = setting(Choice(("gradient", "rosenblatt")), "gradient")
    stop_when_solved: bool = setting(Switch(), False)
    optimizer: str = setting(Choice(OPTIMIZERS), "adam")
    learning_rate: float = setting(Number(1e-5, 10, 0.001), 0.01)
    l1: float = setting(Number(0, 1, 0.001), 0.0)
    l2: float = setting(Number(0, 1, 0.001), 0.0)
    weight_decay: float = setting(Number(0, 1, 0.001), 0.004)
    batch: int = setting(Whole(0, 1000), 0)
    epochs: int = setting(Whole(1, 20_000), 1000)
    seed: int = setting(Whole(0, 9999), 1)

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "features", tuple(f for f in FEATURES if f in self.features))
        object.__setattr__(self, "points", _rounded_points(self.points))
        check_own_points(self)
        check_network(self)
        check_rule(self)
        check_work(self)

    def shown(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.activations))

    @property
    def classes(self) -> int:
        """Number of classes of the data, at least 2."""
        if self.data == OWN_POINTS:
            return int(max(self.points[2::3])) + 1
        return (GATES | PLANAR_SETS)[self.data].classes

    @property
    def held_examples(self) -> int:
        """Number of examples held out of the training; a gate holds none out."""
        if self.data in GATES:
            return 0
        return min(round(self.held_out * self._all_examples), self._all_examples // 2)

    @property
    def examples(self) -> int:
        """Number of training examples."""
        return self._all_examples - self.held_examples

    @property
    def _all_examples(self) -> int:
        if self.data in GATES:
            return len(CORNERS)
        return len(self.points) // 3 if self.data == OWN_POINTS else self.size

    @property
    def outputs(self) -> int:
        """Units of the last layer: one for each class, but a single one can tell two apart."""
        return 1 if self.classes == 2 and self.output != "softmax" else self.classes

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The hidden layers and the output layer."""
        hidden = (
            Layer(units, key, tuple(self.parameters_of(key).items()))
            for units, key in zip(self.hidden, self.activations, strict=True)
        )
        if self.output == "step":
            return *hidden, Layer(1, "binary_step", (("threshold", self.threshold),))
        temperature = (("temperature", 1.0),) if self.output == "softmax" else ()
        return *hidden, Layer(self.outputs, self.output, temperature)

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """Shapes of all variables of the network, layer by layer, in Keras' order."""
        inputs = (len(self.features), *self.hidden)
        return tuple(
            shape
            for layer, incoming in zip(self.layers, inputs, strict=True)
            for shape in layer.shapes(incoming)
        )

    @property
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

    @property
    def architecture(self) -> Architecture:
        """What decides the compiled program that trains this experiment."""
        return Architecture(
            inputs=len(self.features),
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
    def from_json(cls, text: str) -> Experiment:
        """Read what `to_json` wrote; fields left out have their default.

        Raises:
            Problem: If the text is no experiment; the message says what is wrong with it.
        """
        try:
            values = json.loads(text)
        except (TypeError, ValueError, RecursionError):
            values = None
        if not isinstance(values, dict):
            raise Problem(
                "An experiment is a JSON object with named settings, not “{text}”.",
                text=shorten(text),
            )
        for name in values:
            if name not in cls.kinds:
                raise Problem("An experiment has no setting “{name}”.", name=shorten(name))
        return cls(**values)


def _rounded_points(points: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(round(number, COORDINATE_DIGITS) for number in points)
