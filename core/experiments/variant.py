"""One entry of a race: a network with its brakes, as a value."""

from __future__ import annotations

import dataclasses
import itertools
import math
from typing import Any, Self

from core.activations import ELEMENTWISE
from core.experiments.checks import check_layers
from core.networks.layers import LEARNED
from core.networks.options import OPTIMIZERS
from core.problems import Problem
from core.settings import (
    Choice,
    ChoiceList,
    Number,
    Numbers,
    Settings,
    Switch,
    Whole,
    Wholes,
    setting,
    shorten,
)

NORMALIZATIONS = ("none", "batch", "layer")
CONSTRAINTS = ("none", "max_norm", "unit_norm", "non_neg")
SCHEDULES = ("constant", "exponential", "cosine", "cosine_restarts", "plateau")
CLASS_LOSSES = (
    "sparse_categorical_crossentropy",
    "binary_crossentropy",
    "categorical_crossentropy",
    "mse",
    "mae",
    "mape",
    "msle",
    "poisson",
)
"""Losses where there are classes, in menu order."""

NUMBER_LOSSES = ("mse", "mae", "mape", "msle", "poisson")
"""Losses for a number to predict."""

STANDARDISED = ("mse", "mae")
"""Losses under which a number to predict is standardised; the others need its sign and size."""

SMOOTHED = CLASS_LOSSES[:3]
"""Losses that know label smoothing."""

FUNCTIONS = tuple(key for key in ELEMENTWISE if key != LEARNED)
"""Functions of hidden layers, in menu order; parameters at their defaults."""

MOST_HIDDEN_LAYERS = 3
MOST_HIDDEN_UNITS = 512

MOST_INPUT_NOISE = 1.0
"""What `keras.layers.GaussianNoise` takes at most."""

OF_OPTIMIZER = {
    "momentum": ("momentum",),
    "nesterov": ("momentum",),
    "rmsprop": ("rho",),
    "adam": ("beta_1", "beta_2"),
    "adamw": ("beta_1", "beta_2"),
    "nadam": ("beta_1", "beta_2"),
}
"""What each optimizer has of its own, beside the learning rate."""

_PARAMETERS_OF_SCHEDULE = {
    "constant": ("warmup_steps",),
    "exponential": ("decay_steps", "decay_rate", "warmup_steps"),
    "cosine": ("decay_steps", "alpha", "warmup_steps"),
    "cosine_restarts": ("first_decay_steps", "alpha", "warmup_steps"),
    "plateau": ("plateau_factor", "plateau_patience"),
}
_ALWAYS = ("hidden", "loss", "optimizer", "learning_rate")
_STRENGTHS = ("input_noise", "l1", "l2", "activity_l1", "activity_l2", "weight_decay")


@dataclasses.dataclass(frozen=True)
class Variant(Settings):
    """A network of dense layers, its brakes and its optimizer.

    Network: one entry of `activations` for each entry of `hidden`. Each hidden layer is an affine
    map, then `normalization`, then its function, then dropout; Gaussian noise stands before the
    first. What the data say decides the output: softmax over the classes with the loss
    "sparse_categorical_crossentropy" or more than two classes, one sigmoid unit for two classes
    with another loss, one linear unit for a number.

    Brakes: `dropout` is one rate for every hidden layer, or one for each; () is none. `l1`, `l2`
    and `constraint` hold for the kernels of the hidden layers, or for that of the output if there
    are none; `activity_l1` and `activity_l2` for the outputs of the hidden layers, likewise.
    `weight_decay` is decoupled, as in AdamW, with any optimizer, and moves biases too, as in Keras.

    Rate: `schedule` goes by steps, but "plateau", which looks at the validation loss after each
    epoch. For the first `warmup_steps` the rate rises from 0 in a straight line; then the schedule
    begins. `alpha` is the floor of a cosine, as a share of `learning_rate`.

    A setting that has no effect beside the others takes its default, so that variants which train
    alike compare equal.

    Raises:
        Problem: If a field is out of bounds, or fields do not go together.
    """

    hidden: tuple[int, ...] = setting(Wholes(1, MOST_HIDDEN_UNITS, 0, MOST_HIDDEN_LAYERS), (64,))
    activations: tuple[str, ...] = setting(ChoiceList(FUNCTIONS, 0, MOST_HIDDEN_LAYERS), ("relu",))
    loss: str = setting(Choice(CLASS_LOSSES), "sparse_categorical_crossentropy")
    label_smoothing: float = setting(Number(0, 0.9, 0.05), 0.0)
    dropout: tuple[float, ...] = setting(Numbers(0, 0.95, 0, MOST_HIDDEN_LAYERS, 0.05), ())
    input_noise: float = setting(Number(0, MOST_INPUT_NOISE, 0.05), 0.0)
    normalization: str = setting(Choice(NORMALIZATIONS), "none")
    l1: float = setting(Number(0, 1, 0.0001), 0.0)
    l2: float = setting(Number(0, 1, 0.001), 0.0)
    activity_l1: float = setting(Number(0, 1, 0.001), 0.0)
    activity_l2: float = setting(Number(0, 1, 0.001), 0.0)
    constraint: str = setting(Choice(CONSTRAINTS), "none")
    max_norm: float = setting(Number(0.01, 20, 0.1), 2.0)
    optimizer: str = setting(Choice(OPTIMIZERS), "adam")
    momentum: float = setting(Number(0, 0.999, 0.01), 0.9)
    rho: float = setting(Number(0, 0.9999, 0.01), 0.9)
    beta_1: float = setting(Number(0, 0.9999, 0.01), 0.9)
    beta_2: float = setting(Number(0, 0.99999, 0.001), 0.999)
    weight_decay: float = setting(Number(0, 10, 0.001), 0.0)
    learning_rate: float = setting(Number(1e-5, 10, 0.001), 0.001)
    schedule: str = setting(Choice(SCHEDULES), "constant")
    decay_steps: int = setting(Whole(1, 1_000_000, 100), 1000)
    decay_rate: float = setting(Number(0.01, 1, 0.01), 0.9)
    alpha: float = setting(Number(0, 1, 0.01), 0.0)
    first_decay_steps: int = setting(Whole(1, 1_000_000, 100), 1000)
    plateau_factor: float = setting(Number(0.01, 0.99, 0.05), 0.5)
    plateau_patience: int = setting(Whole(1, 100), 5)
    warmup_steps: int = setting(Whole(0, 100_000, 10), 0)
    early_stopping: bool = setting(Switch(), False)
    patience: int = setting(Whole(0, 200), 10)
    min_delta: float = setting(Number(0, 1, 0.001), 0.0)
    restore_best: bool = setting(Switch(), True)

    def __post_init__(self) -> None:
        super().__post_init__()
        check_layers(self.hidden, self.activations)
        object.__setattr__(self, "dropout", self._rate_of_each_layer())
        for field in dataclasses.fields(self):
            if field.name not in self._fields_with_effect():
                object.__setattr__(self, field.name, field.default)

    def _rate_of_each_layer(self) -> tuple[float, ...]:
        if not self.hidden or not any(self.dropout):
            return ()
        rates = self.dropout * len(self.hidden) if len(self.dropout) == 1 else self.dropout
        if len(rates) != len(self.hidden):
            raise Problem(
                "Dropout takes one rate, or one for each of the {layers} hidden layers, not "
                "{count}.",
                layers=len(self.hidden),
                count=len(rates),
            )
        return rates

    def _fields_with_effect(self) -> set[str]:
        used = {"activations", *_ALWAYS, *_STRENGTHS, "dropout", "constraint", "schedule"}
        used |= {"early_stopping"}
        used |= {*OF_OPTIMIZER.get(self.optimizer, ())}
        used |= {*_PARAMETERS_OF_SCHEDULE[self.schedule]}
        if self.hidden:
            used.add("normalization")
        if self.loss in SMOOTHED:
            used.add("label_smoothing")
        if self.constraint == "max_norm":
            used.add("max_norm")
        if self.early_stopping:
            used |= {"patience", "min_delta", "restore_best"}
        return used

    def brakes(self) -> tuple[tuple[str, Any], ...]:
        """What holds this variant back: pairs of field and value, in the order of the fields.

        Returns:
            Only what is on. Early stopping has its patience for a value, a schedule its key, the
            constraint "max_norm" its bound, other constraints True.
        """
        on: dict[str, Any] = {}
        for name in ("label_smoothing", "dropout", "input_noise"):
            on[name] = getattr(self, name)
        on["normalization"] = self.normalization if self.normalization != "none" else ""
        for name in ("l1", "l2", "activity_l1", "activity_l2"):
            on[name] = getattr(self, name)
        if self.constraint != "none":
            on[self.constraint] = self.max_norm if self.constraint == "max_norm" else True
        on["weight_decay"] = self.weight_decay
        on["schedule"] = self.schedule if self.schedule != "constant" else ""
        on["warmup_steps"] = self.warmup_steps
        pairs = [(name, value) for name, value in on.items() if value]
        if self.early_stopping:
            pairs.append(("early_stopping", self.patience))
        return tuple(pairs)

    def outputs(self, classes: int) -> int:
        """Units of the last layer.

        Args:
            classes: Number of classes of the data; 0 for a number to predict.
        """
        if classes == 0:
            return 1
        return 1 if classes == 2 and self.loss != CLASS_LOSSES[0] else classes

    def output(self, classes: int) -> str:
        """Function of the last layer; the argument as in `outputs`."""
        if classes == 0:
            return "linear"
        return "softmax" if self.outputs(classes) > 1 else "sigmoid"

    def parameter_count(self, features: int, classes: int) -> int:
        """Weights, biases and what normalization has, moving averages too, as Keras counts them.

        Args:
            features: Number of inputs.
            classes: As in `outputs`.
        """
        widths = (features, *self.hidden, self.outputs(classes))
        dense = sum(math.prod(pair) + pair[1] for pair in itertools.pairwise(widths))
        return dense + {"none": 0, "batch": 4, "layer": 2}[self.normalization] * sum(self.hidden)

    def to_text(self) -> str:
        """The variant as it stands in an address: `hidden:64~l2:0.01`.

        Network, loss, optimizer and rate are always there; of the rest what differs from the
        default, which for a brake is "off".
        """
        parts = []
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            of_use = field.name in self._written()
            if of_use or value != field.default:
                parts.append(f"{field.name}:{self.kinds[field.name].to_text(value)}")
        return "~".join(parts)

    def _written(self) -> set[str]:
        # What has an effect is written even at its default, where a later version might change it.
        optional = {*_STRENGTHS, "dropout", "normalization", "label_smoothing", "constraint"}
        optional |= {"schedule", "early_stopping", "warmup_steps"}
        return self._fields_with_effect() - optional

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read what `to_text` wrote.

        Raises:
            Problem: If the text is no variant; it says what is wrong with it.
        """
        values = {}
        for part in text.split("~") if text else []:
            name, _colon, value = part.partition(":")
            if name not in cls.kinds:
                raise Problem("A variant has no setting “{name}”.", name=shorten(name))
            if name in values:
                raise Problem("“{name}” is given twice. Leave one of them out.", name=name)
            values[name] = cls.kinds[name].from_text(name, value)
        return cls(**values)
