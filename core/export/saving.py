"""The model file of a trained network, made in a worker."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import keras
import numpy as np

from core.models import compiled
from core.networks.weights import split
from core.training.race import keras_fit

if TYPE_CHECKING:
    from core.experiments import NetworkExperiment
    from core.experiments.variant import Variant


def save_job(
    report: Callable[[int, int], None], experiment: NetworkExperiment, weights: np.ndarray
) -> bytes:
    """A `.keras` file that Keras alone loads, in its safe mode.

    Args:
        report: Called at the end with one piece of work done, of one.
        experiment: Which network, loss and optimizer.
        weights: Its weights, such as `Run.weights[-1]`, shape (parameters,).

    Returns:
        The content of the file.
    """
    content = _saved(compiled(experiment), split(weights, experiment.shapes))
    report(1, 1)
    return content


def save_variant_job(
    report: Callable[[int, int], None],
    variant: Variant,
    features: int,
    classes: int,
    weights: Sequence[np.ndarray],
) -> bytes:
    """A `.keras` file of a variant that has run in a race; the rest as `save_job`.

    Args:
        report: As there.
        variant: Which network, loss and optimizer.
        features: Number of inputs.
        classes: Number of classes; 0 for a number to predict.
        weights: Such as `core.experiments.race_results.Findings.trained`.

    Returns:
        The content of the file.
    """
    content = _saved(keras_fit.compiled(variant, features, classes)[0], weights)
    report(1, 1)
    return content


def _saved(model: keras.Model, weights: Sequence[np.ndarray]) -> bytes:
    model = _portable(model)
    model.set_weights(weights)
    # Else the file has less of it than the model that is loaded, and Keras warns of that.
    model.optimizer.build(model.trainable_variables)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.keras"
        model.save(path)
        return path.read_bytes()


def _portable(model: keras.Sequential) -> keras.Model:
    """The same network without functions of ours, which no other program could load.

    Such a function is written in Keras' operations: applied to the symbol of a value, it leaves
    these operations in the model in its own place.
    """
    if not any(_is_ours(layer) for layer in model.layers):
        return model
    value = model.inputs[0]
    for layer in model.layers:
        if _is_ours(layer):
            function, layer.activation = layer.activation, keras.activations.linear
            value = function(layer(value))
        else:
            value = layer(value)
    portable = keras.Model(model.inputs[0], value, name=model.name)
    portable.compile_from_config(model.get_compile_config())
    return portable


def _is_ours(layer: keras.Layer) -> bool:
    return getattr(getattr(layer, "activation", None), "__name__", "") == "<lambda>"
