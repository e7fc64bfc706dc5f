"""Keras models from an experiment: layers, the start of their weights, loss and optimizer."""

from __future__ import annotations

import dataclasses
import functools
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import tensorflow as tf

from core.activations import ACTIVATIONS
from core.keras_weights import Plan, drawing_graph, initializer
from core.networks.layers import LEARNED, MAXOUT, Layer
from core.networks.options import CONSTANT, MOMENTUM
from core.networks.seeds import kernel_seed
from core.networks.weights import split
from core.perceptron import first_neuron

if TYPE_CHECKING:
    from core.experiments import NetworkExperiment

# XLA's newer code generator takes twice as long to compile our small loops, and they run no faster
# for it; cut into pieces for several threads, they take a sixth more of the processor. A flag
# unknown to XLA ends the process: only a version it was tried with gets them.
if tf.__version__.startswith("2.21."):
    _FLAGS = "--xla_cpu_use_fusion_emitters=false --xla_cpu_parallel_codegen_split_count=1"
    os.environ["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} {_FLAGS}".strip()

_OPTIMIZERS = {
    "sgd": keras.optimizers.SGD,
    "momentum": functools.partial(keras.optimizers.SGD, momentum=MOMENTUM),
    "nesterov": functools.partial(keras.optimizers.SGD, momentum=MOMENTUM, nesterov=True),
    "adagrad": keras.optimizers.Adagrad,
    "rmsprop": keras.optimizers.RMSprop,
    "adam": keras.optimizers.Adam,
    "adamw": keras.optimizers.AdamW,
    "nadam": keras.optimizers.Nadam,
}

# Layers that are an activation function with a parameter: they survive saving, a function of ours
# would not.
_WITH_PARAMETER = {
    "leaky_relu": lambda alpha: keras.layers.LeakyReLU(negative_slope=alpha),
    "elu": lambda alpha: keras.layers.ELU(alpha=alpha),
}


def build(experiment: NetworkExperiment) -> keras.Sequential:
    """The network of an experiment, with the weights from which its training starts.

    The kernel of layer i (from 0) is drawn with the seed 20 s + 2 i, its bias with 20 s + 2 i + 1,
    where s is the seed of the experiment; weights set by hand take their place. No global seed is
    used or touched.

    Args:
        experiment: Which network.

    Returns:
        A model that is built but not compiled.
    """
    penalty = None
    if experiment.l1 or experiment.l2:
        penalty = keras.regularizers.L1L2(experiment.l1, experiment.l2)
    starts = [
        (
            initializer(experiment.initializer, kernel_seed(experiment.seed, i)),
            _bias_initializer(experiment, kernel_seed(experiment.seed, i) + 1),
        )
        for i in range(len(experiment.layers))
    ]
    model = stack(experiment.inputs, experiment.layers, starts, penalty)
    if experiment.weights or experiment.rule == "rosenblatt":
        model.set_weights(split(initial_weights(experiment), experiment.shapes))
    return model


def compiled(experiment: NetworkExperiment) -> keras.Sequential:
    """The network of an experiment, ready for Keras' own `fit`.

    Args:
        experiment: Which network, loss and optimizer.

    Returns:
        The model of `build`, compiled with the experiment's loss and optimizer, and accuracy where
        there are classes.
    """
    model = build(experiment)
    settings = {"learning_rate": experiment.learning_rate}
    if experiment.optimizer == "adamw":
        settings["weight_decay"] = experiment.weight_decay
    model.compile(
        _OPTIMIZERS[experiment.optimizer](**settings), experiment.loss, metrics=_metrics(experiment)
    )
    return model


def _metrics(experiment: NetworkExperiment) -> list[keras.Metric]:
    if not experiment.classifies:
        return []
    if experiment.outputs == 1:
        return [keras.metrics.BinaryAccuracy("accuracy", threshold=experiment.threshold)]
    return [keras.metrics.CategoricalAccuracy("accuracy")]


def stack(
    inputs: int,
    layers: Sequence[Layer],
    starts: Sequence[tuple[keras.Initializer | str, keras.Initializer | str]] | None = None,
    penalty: keras.Regularizer | None = None,
) -> keras.Sequential:
    """A stack of dense layers with functions of the registry.

    Args:
        inputs: Number of features.
        layers: Hidden layers and output.
        starts: Initializers of kernel and bias for each layer; zeros if left out.
        penalty: Regularizer of all kernels.

    Returns:
        A model that is built but not compiled.
    """
    # Names of our own: Keras' automatic ones count all layers that the process has ever built.
    model = keras.Sequential([keras.Input((inputs,), name="inputs")], name="network")
    for i, layer in enumerate(layers):
        name = f"hidden_{i + 1}" if i + 1 < len(layers) else "output"
        kernel, bias = starts[i] if starts else ("zeros", "zeros")
        model.add(
            keras.layers.Dense(
                layer.units * layer.pieces,
                activation=activation_of(layer),
                kernel_initializer=kernel,
                bias_initializer=bias,
                kernel_regularizer=penalty,
                name=name,
            )
        )
        for further in _layers_after_dense(layer, name):
            model.add(further)
    return model


def summary(experiment: NetworkExperiment) -> str:
    """What Keras prints about the network.

    Args:
        experiment: Which network.

    Returns:
        The text of `model.summary()`.
    """
    lines: list[str] = []
    model = stack(experiment.inputs, experiment.layers)
    model.summary(line_length=72, print_fn=lines.append)
    return "\n".join(lines)


def initial_weights(
    experiment: NetworkExperiment, seeds: Sequence[int] | None = None
) -> np.ndarray:
    """The weights from which training starts: those of `build`, without building a model.

    Args:
        experiment: Which network.
        seeds: Draw once for each of these seeds; the experiment's own if left out.

    Returns:
        All variables one after the other, each row by row, in Keras' order: shape (parameters,), or
        (seeds, parameters) if seeds are given; float32.
    """
    if experiment.weights:
        drawn = np.asarray([experiment.weights], np.float32)
        return drawn[0] if seeds is None else np.repeat(drawn, len(seeds), axis=0)
    if experiment.rule == "rosenblatt":
        chosen = [experiment.seed] if seeds is None else seeds
        neurons = [first_neuron(dataclasses.replace(experiment, seed=seed)) for seed in chosen]
        drawn = np.array([[*neuron.weights, neuron.bias] for neuron in neurons], np.float32)
        return drawn[0] if seeds is None else drawn
    architecture = experiment.architecture
    plan = Plan(
        architecture.inputs,
        architecture.layers,
        experiment.initializer,
        experiment.bias_initializer,
    )
    numbers = [dict(layer.learned).get("alpha", 0.0) for layer in experiment.layers]
    numbers.append(experiment.bias)
    if seeds is None:  # not worth a graph, which takes 0.1 s to make
        return plan.draw(range(kernel_seed(experiment.seed, 0), 2**32), numbers).numpy()
    first = [kernel_seed(seed, 0) for seed in seeds]
    draw = drawing_graph(plan)
    return draw(tf.constant(first, tf.uint32), tf.constant(numbers, tf.float32)).numpy()


def _bias_initializer(experiment: NetworkExperiment, seed: int) -> keras.Initializer:
    if experiment.bias_initializer == CONSTANT:
        return keras.initializers.Constant(experiment.bias)
    return initializer(experiment.bias_initializer, seed)


def _layers_after_dense(layer: Layer, name: str) -> list[keras.Layer]:
    """Keras' own layers where a function is no argument: a saved model needs nothing of ours."""
    if layer.activation == LEARNED:
        start = keras.initializers.Constant(dict(layer.parameters).get("alpha", 0.0))
        return [keras.layers.PReLU(alpha_initializer=start, name=f"{name}_prelu")]
    if layer.activation == MAXOUT:
        return [
            keras.layers.Reshape((layer.units, layer.pieces), name=f"{name}_pieces"),
            keras.layers.GlobalMaxPooling1D("channels_first", name=f"{name}_maximum"),
        ]
    return []


def activation_of(layer: Layer) -> str | Callable | None:
    """What Keras' `activations.get` takes for the function of a layer; None for one with layers of
    its own."""
    if layer.activation in (LEARNED, MAXOUT):
        return None  # stands in layers of its own
    entry = ACTIVATIONS[layer.activation]
    parameters = dict(layer.parameters)
    if parameters == entry.defaults and layer.activation in _KERAS_NAMES:
        return layer.activation
    if layer.activation in _WITH_PARAMETER:
        return _WITH_PARAMETER[layer.activation](**parameters)
    code = compile(entry.keras_code(**parameters), f"<{layer.activation}>", "eval")
    return lambda x: eval(code, {"keras": keras, "x": x})


# Functions that mean the same under Keras' own name, parameters at our defaults.
_KERAS_NAMES = frozenset(
    key
    for key, entry in ACTIVATIONS.items()
    if hasattr(keras.activations, key) and key not in ("leaky_relu", "sparsemax", LEARNED)
)
