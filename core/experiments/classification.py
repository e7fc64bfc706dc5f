"""Points of a plane, told apart by a network: one experiment as a value."""

from __future__ import annotations

import dataclasses

from core.datasets import (
    CORNERS,
    FEATURES,
    GATES,
    OWN_CLASSES,
    OWN_POINTS,
    PLANAR_SETS,
    Dataset,
    load_points,
)
from core.experiments.base import NetworkExperiment
from core.experiments.checks import check_network, check_work
from core.networks.layers import Layer
from core.networks.options import BIAS_INITIALIZERS, HIDDEN_ACTIVATIONS, INITIALIZERS, OPTIMIZERS
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
)

DATA = (*GATES, *PLANAR_SETS, OWN_POINTS)
"""Keys of the data, in menu order."""

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

MOST_POINTS = 200
MOST_HAND_SET_WEIGHTS = 200
COORDINATE_DIGITS = 4
"""Decimals of own coordinates: far more than a picture shows, and little for a link to carry."""


@dataclasses.dataclass(frozen=True)
class Experiment(NetworkExperiment):
    """Data, network, training and seed of one run; nothing about a run lives anywhere else.

    Data: `data` is a gate, a planar set or the visitor's own `points` (x1, x2, label, x1, …).
    What `size`, `noise`, `flips` and `held_out` mean for each: see `Experiment.load`.

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
        _check_own_points(self)
        check_network(self)
        _check_rule(self)
        check_work(self)

    def load(self) -> Dataset:
        return load_points(self)

    @property
    def inputs(self) -> int:
        return len(self.features)

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
    def output_layer(self) -> Layer:
        """The last layer, whose function may have a parameter."""
        if self.output == "step":
            return Layer(1, "binary_step", (("threshold", self.threshold),))
        temperature = (("temperature", 1.0),) if self.output == "softmax" else ()
        return Layer(self.outputs, self.output, temperature)


def _rounded_points(points: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(round(number, COORDINATE_DIGITS) for number in points)


_PROBABILISTIC = ("binary_crossentropy", "categorical_crossentropy", "poisson")


def _check_own_points(experiment: Experiment) -> None:
    """Points of one's own come in threes, with known labels, and enough of each to split.

    Raises:
        Problem: If they do not; it names what to change.
    """
    labels = experiment.points[2::3]
    if len(experiment.points) % 3:
        raise Problem(
            "Each point needs x1, x2 and a label: {count} numbers are no whole number of points.",
            count=len(experiment.points),
        )
    for number, label in enumerate(labels, start=1):
        if label not in range(OWN_CLASSES):
            raise Problem(
                "The label of point {number} must be one of 0 to {largest}, not {label}.",
                number=number,
                largest=OWN_CLASSES - 1,
                label=f"{label:g}",
            )
    if experiment.data != OWN_POINTS:
        return
    if len(set(labels)) < 2:
        raise Problem("Your points need at least two different labels. Add points, or a label.")
    for label in sorted(set(labels)):
        if experiment.held_out and labels.count(label) < 2:
            raise Problem(
                "Only one point has the label {label}. Hold none out, or add another such point.",
                label=f"{label:g}",
            )


def _check_rule(experiment: Experiment) -> None:
    """Output, loss and rule of learning have to go together.

    Raises:
        Problem: If they do not; it names what to change.
    """
    if (experiment.rule == "rosenblatt") != (experiment.output == "step"):
        raise Problem(
            "The output “step” and the rule “rosenblatt” go together: a step has no slope for a "
            "gradient to follow. Choose both, or neither."
        )
    if experiment.rule == "rosenblatt":
        if experiment.hidden:
            raise Problem(
                "Rosenblatt's rule trains a single neuron. Take the {layers} hidden layers away.",
                layers=len(experiment.hidden),
            )
        if experiment.classes > 2 and experiment.data == OWN_POINTS:
            raise Problem(
                "A single neuron with a step tells two classes apart: give your points the labels "
                "0 and 1 alone."
            )
        if experiment.classes > 2:
            raise Problem(
                "A single neuron with a step tells two classes apart, not {classes}.",
                classes=experiment.classes,
            )
        return
    if experiment.output == "softmax" and experiment.loss != "categorical_crossentropy":
        raise Problem(
            "A softmax output is trained with the loss “categorical_crossentropy”, not “{loss}”.",
            loss=experiment.loss,
        )
    if experiment.output == "linear" and experiment.loss in _PROBABILISTIC:
        raise Problem(
            "The loss “{loss}” compares probabilities, and a linear output gives none. Choose "
            "another output, or another loss.",
            loss=experiment.loss,
        )
