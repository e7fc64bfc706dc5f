"""A variant as a compiled Keras model: to save, and for `fit`, which a race is measured against."""

from __future__ import annotations

from typing import TYPE_CHECKING

import keras

from core.training.race.keras_models import model

if TYPE_CHECKING:
    from core.experiments.variant import Variant


def compiled(
    variant: Variant, features: int, classes: int, seed: int = 0
) -> tuple[keras.Sequential, list[keras.callbacks.Callback]]:
    """A variant as a compiled model, and its callbacks.

    Args:
        variant: Which.
        features: As in `model`.
        classes: As in `model`.
        seed: As in `model`.

    Returns:
        The model, compiled for targets of the shape of its outputs, and the callbacks of the
        variant.
    """
    network = model(variant, features, classes, seed)
    network.compile(_optimizer(variant), _loss(variant), metrics=_metrics(variant, classes))
    monitored = {"monitor": "val_loss", "mode": "min"}
    callbacks: list[keras.callbacks.Callback] = []
    if variant.schedule == "plateau":
        callbacks.append(
            keras.callbacks.ReduceLROnPlateau(
                factor=variant.plateau_factor, patience=variant.plateau_patience, **monitored
            )
        )
    if variant.early_stopping:
        callbacks.append(
            keras.callbacks.EarlyStopping(
                patience=variant.patience,
                min_delta=variant.min_delta,
                restore_best_weights=variant.restore_best,
                **monitored,
            )
        )
    return network, callbacks


def _loss(variant: Variant) -> keras.losses.Loss | str:
    smoothing = {"label_smoothing": variant.label_smoothing}
    if variant.loss == "binary_crossentropy":
        return keras.losses.BinaryCrossentropy(**smoothing)
    if variant.loss in ("categorical_crossentropy", "sparse_categorical_crossentropy"):
        return keras.losses.CategoricalCrossentropy(**smoothing)
    return variant.loss


def _metrics(variant: Variant, classes: int) -> list[keras.Metric]:
    if not classes:
        return []
    if variant.outputs(classes) == 1:
        return [keras.metrics.BinaryAccuracy("accuracy")]
    return [keras.metrics.CategoricalAccuracy("accuracy")]


def _optimizer(variant: Variant) -> keras.optimizers.Optimizer:
    settings = {"learning_rate": _schedule(variant)}
    if variant.weight_decay or variant.optimizer == "adamw":
        settings["weight_decay"] = variant.weight_decay
    if variant.optimizer in ("adam", "adamw", "nadam"):
        kind = {"adam": "Adam", "adamw": "AdamW", "nadam": "Nadam"}[variant.optimizer]
        settings |= {"beta_1": variant.beta_1, "beta_2": variant.beta_2}
    elif variant.optimizer in ("momentum", "nesterov"):
        kind = "SGD"
        settings |= {"momentum": variant.momentum, "nesterov": variant.optimizer == "nesterov"}
    elif variant.optimizer == "rmsprop":
        kind, settings = "RMSprop", settings | {"rho": variant.rho}
    else:
        kind = {"sgd": "SGD", "adagrad": "Adagrad"}[variant.optimizer]
    return getattr(keras.optimizers, kind)(**settings)


def _schedule(variant: Variant) -> float | keras.optimizers.schedules.LearningRateSchedule:
    """Keras' own; it knows a warm-up with the cosine alone."""
    schedules = keras.optimizers.schedules
    if variant.schedule == "exponential":
        return schedules.ExponentialDecay(
            variant.learning_rate, variant.decay_steps, variant.decay_rate
        )
    if variant.schedule == "cosine" and variant.warmup_steps:
        return schedules.CosineDecay(
            0.0,
            variant.decay_steps,
            variant.alpha,
            warmup_target=variant.learning_rate,
            warmup_steps=variant.warmup_steps,
        )
    if variant.schedule == "cosine":
        return schedules.CosineDecay(variant.learning_rate, variant.decay_steps, variant.alpha)
    if variant.schedule == "cosine_restarts":
        return schedules.CosineDecayRestarts(
            variant.learning_rate, variant.first_decay_steps, alpha=variant.alpha
        )
    return variant.learning_rate
