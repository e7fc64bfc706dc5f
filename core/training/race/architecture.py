"""What a compiled program of a race depends on, and the numbers that are its inputs."""

from __future__ import annotations

from typing import NamedTuple

import tensorflow as tf

from core.experiments.variant import Variant

MOST_JOINED = 20_000
"""Parameters up to which all variables are one vector: short operations cost their number."""


class Structure(NamedTuple):
    """All that a program depends on; variants that differ in strengths alone share one.

    Attributes:
        features: Number of inputs.
        hidden: Units of the hidden layers.
        activations: Keys of their functions.
        normalization: "none", "batch" or "layer".
        outputs: Units of the last layer.
        output: Its function.
        loss: Key of the loss, one that takes targets of the shape of the outputs.
        optimizer: Key in `core.training.optimizers.OPTIMIZERS`.
        dropout: For each hidden layer, whether it has some.
        noise: Whether there is Gaussian noise on the inputs.
        penalties: Whether there are L1, L2, activity L1 and activity L2.
        constraint: "none", "max_norm", "unit_norm" or "non_neg".
        decays: Whether there is decoupled weight decay.
    """

    features: int
    hidden: tuple[int, ...]
    activations: tuple[str, ...]
    normalization: str
    outputs: int
    output: str
    loss: str
    optimizer: str
    dropout: tuple[bool, ...]
    noise: bool
    penalties: tuple[bool, bool, bool, bool]
    constraint: str
    decays: bool

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """Of the trained variables, in Keras' order: kernel, bias, then scale and centre of the
        normalization."""
        shapes: list[tuple[int, ...]] = []
        incoming = self.features
        for units in self.hidden:
            shapes += [(incoming, units), (units,)]
            if self.normalization != "none":
                shapes += [(units,), (units,)]
            incoming = units
        return *shapes, (incoming, self.outputs), (self.outputs,)

    @property
    def kernels(self) -> tuple[int, ...]:
        """Where the kernels stand in `shapes`."""
        return tuple(i for i, shape in enumerate(self.shapes) if len(shape) == 2)

    @property
    def braked(self) -> tuple[int, ...]:
        """Kernels that penalties and constraint hold for: hidden ones, or the output's alone."""
        return self.kernels[:-1] or self.kernels

    @property
    def joined(self) -> bool:
        """Whether all variables are one vector."""
        size = sum(shape[0] * (shape[1] if len(shape) == 2 else 1) for shape in self.shapes)
        return size <= MOST_JOINED


class Strengths(NamedTuple):
    """Numbers of a variant that a program takes as inputs; the rates of the optimizers under the
    names of `core.training.optimizers.Rates`, what is left of 1 taken before rounding."""

    learning_rate: tf.Tensor
    l1: tf.Tensor
    l2: tf.Tensor
    activity_l1: tf.Tensor
    activity_l2: tf.Tensor
    max_norm: tf.Tensor
    input_noise: tf.Tensor
    weight_decay: tf.Tensor
    momentum: tf.Tensor
    rho: tf.Tensor
    rho_rest: tf.Tensor
    beta_1: tf.Tensor
    beta_1_rest: tf.Tensor
    beta_2: tf.Tensor
    beta_2_rest: tf.Tensor
    dropout_1: tf.Tensor
    dropout_2: tf.Tensor
    dropout_3: tf.Tensor

    @property
    def dropout(self) -> tuple[tf.Tensor, ...]:
        """Rate of each hidden layer."""
        return self.dropout_1, self.dropout_2, self.dropout_3


def structure_of(variant: Variant, features: int, classes: int) -> Structure:
    """What the program of a variant depends on.

    Args:
        variant: Which.
        features: Number of inputs.
        classes: Number of classes; 0 for a number to predict.
    """
    loss = variant.loss
    strengths = (variant.l1, variant.l2, variant.activity_l1, variant.activity_l2)
    return Structure(
        features=features,
        hidden=variant.hidden,
        activations=variant.activations,
        normalization=variant.normalization,
        outputs=variant.outputs(classes),
        output=variant.output(classes),
        loss="categorical_crossentropy" if loss == "sparse_categorical_crossentropy" else loss,
        # AdamW is Adam whose weights decay, which here goes with any rule.
        optimizer="adam" if variant.optimizer == "adamw" else variant.optimizer,
        dropout=tuple(rate > 0 for rate in variant.dropout) or (False,) * len(variant.hidden),
        noise=variant.input_noise > 0,
        penalties=tuple(strength > 0 for strength in strengths),
        constraint=variant.constraint,
        decays=variant.weight_decay > 0,
    )


def strengths_of(variant: Variant) -> Strengths:
    """The numbers of a variant; `learning_rate` is that of the constant schedule."""
    rates = (*variant.dropout, 0.0, 0.0, 0.0)
    return Strengths(
        learning_rate=variant.learning_rate,
        l1=variant.l1,
        l2=variant.l2,
        activity_l1=variant.activity_l1,
        activity_l2=variant.activity_l2,
        max_norm=variant.max_norm,
        input_noise=variant.input_noise,
        weight_decay=variant.weight_decay,
        momentum=variant.momentum,
        rho=variant.rho,
        rho_rest=1 - variant.rho,
        beta_1=variant.beta_1,
        beta_1_rest=1 - variant.beta_1,
        beta_2=variant.beta_2,
        beta_2_rest=1 - variant.beta_2,
        dropout_1=rates[0],
        dropout_2=rates[1],
        dropout_3=rates[2],
    )
