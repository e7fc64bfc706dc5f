"""Variants with each brake, and Keras' own training of them."""

from __future__ import annotations

import numpy as np

from core.datasets.examples import load
from core.experiments.race import Race
from core.experiments.variant import Variant
from core.training.race.data import Material
from core.training.race.keras_fit import compiled
from core.training.race.trainer import Running
from core.workers.pauses import without_pause

DEEP = {"hidden": (16, 12), "activations": ("relu", "tanh")}
WITHOUT_CHANCE = {
    "plain": Variant(),
    "no hidden layer": Variant(hidden=(), activations=(), l1=0.001, activity_l2=0.01),
    "l1": Variant(l1=0.001),
    "l2": Variant(**DEEP, l2=0.01),
    "l1 and l2": Variant(l1=0.001, l2=0.01),
    "activity": Variant(**DEEP, activity_l1=0.01, activity_l2=0.002),
    "max norm": Variant(**DEEP, constraint="max_norm", max_norm=0.8),
    "unit norm": Variant(constraint="unit_norm"),
    "non-negative": Variant(constraint="non_neg"),
    "batch normalization": Variant(**DEEP, normalization="batch"),
    "layer normalization": Variant(**DEEP, normalization="layer", activity_l2=0.01),
    "label smoothing": Variant(label_smoothing=0.2),
    "weight decay": Variant(optimizer="adamw", weight_decay=0.02),
    "weight decay of momentum": Variant(optimizer="momentum", weight_decay=0.02, momentum=0.8),
    "sgd": Variant(optimizer="sgd", learning_rate=0.1),
    "nesterov": Variant(optimizer="nesterov", momentum=0.7, learning_rate=0.02),
    "adagrad": Variant(optimizer="adagrad", learning_rate=0.02),
    "rmsprop": Variant(optimizer="rmsprop", rho=0.8),
    "adam": Variant(beta_1=0.89, beta_2=0.99),
    "nadam": Variant(optimizer="nadam", beta_1=0.8),
    "exponential": Variant(schedule="exponential", decay_steps=20, decay_rate=0.8),
    "cosine": Variant(schedule="cosine", decay_steps=100, alpha=0.1),
    "cosine after warm-up": Variant(schedule="cosine", decay_steps=100, warmup_steps=15),
    "cosine restarts": Variant(schedule="cosine_restarts", first_decay_steps=30, alpha=0.05),
    "plateau": Variant(
        learning_rate=0.1, schedule="plateau", plateau_patience=1, plateau_factor=0.3
    ),
    "early stopping": Variant(learning_rate=0.05, early_stopping=True, patience=1),
    "last weights": Variant(
        learning_rate=0.05, early_stopping=True, patience=1, restore_best=False, min_delta=0.01
    ),
    "wide": Variant(hidden=(300,), activations=("relu",), l2=0.001, constraint="max_norm"),
}
"""Variants in whose training nothing is drawn at random after its start."""

TWO_CLASSES = {
    loss: Variant(hidden=(12,), activations=("tanh",), loss=loss, label_smoothing=smoothing)
    for loss, smoothing in (
        ("sparse_categorical_crossentropy", 0.0),
        ("binary_crossentropy", 0.1),
        ("categorical_crossentropy", 0.0),
        ("mse", 0.0),
        ("mae", 0.0),
        ("mape", 0.0),
        ("msle", 0.0),
        ("poisson", 0.0),
    )
}
"""Every loss, for two classes."""

WITH_CHANCE = {
    "dropout": Variant(**DEEP, dropout=(0.5,)),
    "dropout of one layer": Variant(**DEEP, dropout=(0.0, 0.3)),
    "noise": Variant(input_noise=0.3),
    # Adam would make whole steps of what is only rounding: biases below batch normalization.
    "everything": Variant(
        **DEEP,
        optimizer="momentum",
        learning_rate=0.05,
        dropout=(0.2,),
        input_noise=0.1,
        normalization="batch",
        l2=0.001,
        activity_l1=0.001,
        constraint="max_norm",
        label_smoothing=0.1,
        weight_decay=0.001,
        schedule="cosine",
    ),
}
"""Variants with layers that draw at random in each step."""


def in_order(_seed: int, _epoch: int, examples: int) -> np.ndarray:
    """The order of `fit(shuffle=False)`."""
    return np.arange(examples)


def raced(race: Race, variant: Variant, order=in_order) -> Running:
    """A variant, trained as a race trains it."""
    running = Running(race, variant, Material(load(race)), order=order)
    while not running.ended:
        without_pause(running.epoch())
    return running


def fitted(race: Race, variant: Variant, running: Running) -> tuple[dict, list[np.ndarray]]:
    """The history of Keras' own `fit` of the same, and the trained variables that it ends with."""
    material = running.material
    model, callbacks = compiled(variant, material.features, material.classes, race.seed)
    # Without XLA, which rounds otherwise.
    model.jit_compile = False
    data = [
        (material.inputs[part].numpy(), material.targets(plain(variant), part).numpy())
        for part in ("train", "validation")
    ]
    history = model.fit(
        *data[0],
        validation_data=data[1],
        batch_size=running.batch,
        epochs=race.epochs,
        shuffle=False,
        verbose=0,
        callbacks=callbacks,
    )
    return history.history, [np.asarray(variable) for variable in model.trainable_variables]


def plain(variant: Variant) -> Variant:
    """The same targets, which Keras smooths itself."""
    return Variant(loss=variant.loss)
