"""The network of a variant as a Keras model, and the weights from which its training starts."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import keras
import numpy as np

from core.activations import ACTIVATIONS
from core.models import activation_of
from core.networks.layers import Layer
from core.networks.seeds import NOISE, kernel_seed

if TYPE_CHECKING:
    from core.experiments.variant import Variant
    from core.training.race.architecture import Structure


@functools.lru_cache(maxsize=8)
def initial_weights(structure: Structure, seed: int) -> tuple[np.ndarray, ...]:
    """The start of a network: those of `model`, without building one.

    Args:
        structure: Which network.
        seed: Of the race.

    Returns:
        Arrays of `Structure.shapes`, float32.
    """
    arrays, layer = [], 0
    for place, shape in enumerate(structure.shapes):
        after = structure.shapes[place - 1] if place else ()
        if len(shape) == 2:
            start = keras.initializers.GlorotUniform(seed=kernel_seed(seed, layer))
            arrays.append(np.asarray(start(shape)))
            layer += 1
        elif len(after) == 1 and len(structure.shapes[place - 2]) == 2:
            arrays.append(np.ones(shape, np.float32))  # the scale of a normalization
        else:
            arrays.append(np.zeros(shape, np.float32))
    return tuple(arrays)


def model(variant: Variant, features: int, classes: int, seed: int = 0) -> keras.Sequential:
    """The network of a variant, built but not compiled, with the weights it starts from.

    Args:
        variant: Which.
        features: Number of inputs.
        classes: Number of classes; 0 for a number to predict.
        seed: Of the race; also decides what dropout and noise draw.
    """
    first = kernel_seed(seed, 0)
    braked = {
        "kernel_regularizer": _penalty(variant.l1, variant.l2),
        "kernel_constraint": _constraint(variant),
    }
    activity = _penalty(variant.activity_l1, variant.activity_l2)
    layers: list[keras.Layer] = [keras.Input((features,), name="inputs")]
    if variant.input_noise:
        layers.append(keras.layers.GaussianNoise(variant.input_noise, first + NOISE, name="noise"))
    for i, (units, key) in enumerate(zip(variant.hidden, variant.activations, strict=True)):
        layers += _hidden(variant, i, units, key, {**braked, "seed": first + 2 * i}, activity)
        if variant.dropout and variant.dropout[i]:
            name = f"dropout_{i + 1}"
            layers.append(
                keras.layers.Dropout(variant.dropout[i], seed=first + 2 * i + 1, name=name)
            )
    at_output = {} if variant.hidden else {**braked, "activity_regularizer": activity}
    layers.append(
        keras.layers.Dense(
            variant.outputs(classes),
            activation=variant.output(classes),
            kernel_initializer=keras.initializers.GlorotUniform(
                seed=kernel_seed(seed, len(variant.hidden))
            ),
            name="output",
            **at_output,
        )
    )
    return keras.Sequential(layers, name="network")


def _hidden(
    variant: Variant, number: int, units: int, key: str, braked: dict, activity
) -> list[keras.Layer]:
    """Dense layer, normalization and function; the function stands in the dense layer if nothing
    comes between."""
    name = f"hidden_{number + 1}"
    start = keras.initializers.GlorotUniform(seed=braked.pop("seed"))
    function = activation_of(Layer(units, key, tuple(ACTIVATIONS[key].defaults.items())))
    own = {"activation": function, "activity_regularizer": activity}
    between = variant.normalization != "none"
    dense = keras.layers.Dense(
        units, kernel_initializer=start, name=name, **braked, **({} if between else own)
    )
    if not between:
        return [dense]
    batch = variant.normalization == "batch"
    kind = keras.layers.BatchNormalization if batch else keras.layers.LayerNormalization
    after = keras.layers.Activation(
        function or "linear", activity_regularizer=activity, name=f"{name}_function"
    )
    return [dense, kind(name=f"{name}_normalization"), after]


def _penalty(absolute: float, square: float) -> keras.Regularizer | None:
    return keras.regularizers.L1L2(absolute, square) if absolute or square else None


def _constraint(variant: Variant) -> keras.constraints.Constraint | None:
    if variant.constraint == "max_norm":
        return keras.constraints.MaxNorm(variant.max_norm)
    if variant.constraint == "unit_norm":
        return keras.constraints.UnitNorm()
    return keras.constraints.NonNeg() if variant.constraint == "non_neg" else None


@functools.lru_cache(maxsize=32)
def summary(variant: Variant, features: int, classes: int) -> str:
    """What Keras prints about the network; the arguments as those of `model`."""
    lines: list[str] = []
    model(variant, features, classes).summary(line_length=72, print_fn=lines.append)
    return "\n".join(lines)
