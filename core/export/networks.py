"""Code that builds, trains and judges the network of an experiment with Keras."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from core.activations import ACTIVATIONS
from core.export.cells import Cell, Comment, array, call
from core.export.curves import Y_DEVIATION
from core.export.examples import examples
from core.networks.layers import LEARNED, MAXOUT, Layer
from core.networks.options import CONSTANT, MOMENTUM
from core.networks.seeds import kernel_seed
from core.networks.weights import split

if TYPE_CHECKING:
    from core.experiments import CurveFit, Experiment, NetworkExperiment

_OPTIMIZERS = {
    "sgd": ("SGD", ()),
    "momentum": ("SGD", (f"momentum={MOMENTUM}",)),
    "nesterov": ("SGD", (f"momentum={MOMENTUM}", "nesterov=True")),
    "adagrad": ("Adagrad", ()),
    "rmsprop": ("RMSprop", ()),
    "adam": ("Adam", ()),
    "adamw": ("AdamW", ()),
    "nadam": ("Nadam", ()),
}

# keras.activations.tanh(x): Keras knows it by its name alone.
_BY_NAME = re.compile(r"keras\.activations\.(\w+)\(x\)")

_LAYER_INDENT = 8


def network_cells(experiment: NetworkExperiment) -> list[Cell]:
    """The whole program.

    Args:
        experiment: A network that is trained by gradient.

    Returns:
        Cells that, run one after the other, print the figures.
    """
    return [
        _imports(experiment),
        *examples(experiment),
        _network(experiment),
        _compile(experiment),
        _mini_batches(experiment) if experiment.steps > 1 else _full_batch(experiment),
        _figures(experiment) if experiment.classifies else _error(experiment),
    ]


def _imports(experiment: NetworkExperiment) -> Cell:
    lines = ["import keras", "import numpy as np"]
    if experiment.steps == 1:
        lines.append("import tensorflow as tf")
    if drawn := [key for key in _starts(experiment) if not _is_constant(key)]:
        names = sorted({_class_name(key) for key in drawn})
        lines.append(f"from keras.initializers import {', '.join(names)}")
    return Cell((), "\n".join(lines))


def _starts(experiment: NetworkExperiment) -> tuple[str, ...]:
    """Initializers that decide the first weights."""
    if experiment.weights:
        return ()
    return experiment.initializer, experiment.bias_initializer


def _is_constant(key: str) -> bool:
    return key in ("zeros", "ones", CONSTANT)


def _class_name(key: str) -> str:
    return "".join(word.capitalize() for word in key.split("_"))


def _network(experiment: NetworkExperiment) -> Cell:
    comments = [Comment("network")]
    if experiment.weights:
        comments.append(Comment("weights by hand"))
    elif not all(_is_constant(key) for key in _starts(experiment)):
        comments.append(Comment("seeds"))
    if LEARNED in experiment.activations:
        comments.append(Comment("prelu"))
    if MAXOUT in experiment.activations:
        k = int(experiment.parameters_of(MAXOUT)["k"])
        comments.append(Comment("maxout", {"k": k}))
    layers = [f"keras.Input(({experiment.inputs},))"]
    for number, layer in enumerate(experiment.layers):
        layers += [_dense(experiment, number, layer), *_after_dense(layer)]
    margin = " " * _LAYER_INDENT
    rows = "".join(f"{margin}{layer},\n" for layer in layers)
    lines = []
    if experiment.l1 or experiment.l2:
        comments.append(Comment("penalty"))
        penalty = f"l1={experiment.l1}, l2={experiment.l2}"
        lines.append(f"regularizer = keras.regularizers.L1L2({penalty})")
    lines.append(f"model = keras.Sequential(\n    [\n{rows}    ]\n)")
    if experiment.weights:
        lines.append(_set_weights(experiment))
    return Cell(tuple(comments), "\n".join(lines))


def _dense(experiment: NetworkExperiment, number: int, layer: Layer) -> str:
    arguments = [str(layer.units * layer.pieces)]
    if function := _activation(layer, is_last=layer is experiment.layers[-1]):
        arguments.append(function)
    seed = kernel_seed(experiment.seed, number)
    for name, key, its_seed in zip(
        ("kernel_initializer", "bias_initializer"),
        _starts(experiment),
        (seed, seed + 1),
        strict=False,
    ):
        if key == CONSTANT:
            arguments.append(f"{name}=keras.initializers.Constant({experiment.bias})")
        elif not _is_constant(key):
            arguments.append(f"{name}={_class_name(key)}(seed={its_seed})")
        elif (name, key) != ("bias_initializer", "zeros"):
            arguments.append(f'{name}="{key}"')
    if experiment.l1 or experiment.l2:
        arguments.append("kernel_regularizer=regularizer")
    return call("keras.layers.Dense", arguments, indent=_LAYER_INDENT)


def _activation(layer: Layer, is_last: bool) -> str:
    """The argument of a dense layer; empty if it needs none."""
    if layer.activation in (LEARNED, MAXOUT, "linear"):
        return ""
    if is_last:
        return f'"{layer.activation}"'
    return argument_of(ACTIVATIONS[layer.activation].keras_code(**dict(layer.parameters)))


def argument_of(code: str) -> str:
    """A function of x, written out, as a layer of Keras takes it: by its name if it has one."""
    name = _BY_NAME.fullmatch(code)
    return f'"{name[1]}"' if name else f"lambda x: {code}"


def _after_dense(layer: Layer) -> list[str]:
    if layer.activation == LEARNED:
        start = f"keras.initializers.Constant({dict(layer.parameters)['alpha']})"
        return [f"keras.layers.PReLU(alpha_initializer={start})"]
    if layer.activation == MAXOUT:
        return [
            f"keras.layers.Reshape(({layer.units}, {layer.pieces}))",
            'keras.layers.GlobalMaxPooling1D("channels_first")',
        ]
    return []


def _set_weights(experiment: NetworkExperiment) -> str:
    positions = split(range(experiment.parameter_count), experiment.shapes)
    numbers = np.array(experiment.weights)
    tables = [numbers[place.astype(int)].tolist() for place in positions]
    margin = " " * _LAYER_INDENT
    rows = "".join(f"{margin}{array(table, _LAYER_INDENT)},\n" for table in tables)
    return f"model.set_weights(\n    [\n{rows}    ]\n)"


def _compile(experiment: NetworkExperiment) -> Cell:
    name, constants = _OPTIMIZERS[experiment.optimizer]
    arguments = [f"learning_rate={experiment.learning_rate}", *constants]
    if experiment.optimizer == "adamw":
        arguments.append(f"weight_decay={experiment.weight_decay}")
    optimizer = f"keras.optimizers.{name}({', '.join(arguments)})"
    code = call("model.compile", [optimizer, f'loss="{experiment.loss}"'])
    return Cell((Comment("compile"),), code)


def _fit(batches: str, experiment: NetworkExperiment) -> str:
    settings = (f"steps_per_epoch={experiment.steps}", f"epochs={experiment.epochs}")
    return call("model.fit", [batches, *settings, "shuffle=False", "verbose=0"])


def _full_batch(experiment: NetworkExperiment) -> Cell:
    code = f"""\
batches = tf.data.Dataset.from_tensors((inputs, targets)).repeat()
{_fit("batches", experiment)}"""
    return Cell((Comment("full batch"),), code)


def _mini_batches(experiment: NetworkExperiment) -> Cell:
    seed, epochs, size = experiment.seed, experiment.epochs, experiment.batch_examples
    code = f"""\
def batches():
    for epoch in range({epochs}):
        generator = np.random.Generator(np.random.PCG64([{seed}, epoch]))
        order = generator.permutation(len(inputs))
        for first in range(0, len(inputs), {size}):
            chosen = order[first : first + {size}]
            yield inputs[chosen], targets[chosen]


{_fit("batches()", experiment)}"""
    return Cell((Comment("mini-batches"),), code)


def _figures(experiment: Experiment) -> Cell:
    penalised = experiment.l1 or experiment.l2
    if experiment.outputs == 1:
        right = f"(outputs > {experiment.threshold}) == targets"
    else:
        right = "outputs.argmax(axis=1) == targets.argmax(axis=1)"
    lines = [
        f"loss = model.evaluate(inputs, targets, verbose=0){' - penalty' if penalised else ''}",
        "outputs = model.predict(inputs, verbose=0)",
        f"accuracy = np.mean({right})",
    ]
    if experiment.held_examples:
        lines = [
            "def judge(inputs, targets):",
            *(f"    {line}" for line in lines),
            "    return loss, accuracy",
            "",
            "",
            'print("loss {:.6g}, accuracy {:.6g}".format(*judge(inputs, targets)))',
            "held_out = judge(held_inputs, held_targets)",
            'print("held-out loss {:.6g}, held-out accuracy {:.6g}".format(*held_out))',
        ]
    else:
        lines.append('print(f"loss {loss:.6g}, accuracy {accuracy:.6g}")')
    if penalised:
        gap = ["", ""] if experiment.held_examples else []
        lines = ["penalty = float(sum(model.losses))", *gap, *lines]
        lines.append('print(f"penalty {penalty:.6g}")')
    comments = [Comment("figures apart" if penalised else "figures")]
    if experiment.outputs == 1:
        comments.append(Comment("threshold"))
    return Cell(tuple(comments), "\n".join(lines))


def _error(fit: CurveFit) -> Cell:
    comments = [Comment("error")]
    scale = ""
    if fit.standardised:
        comments.append(Comment("error in units of y"))
        scale = f" * {Y_DEVIATION}**2"
    lines = [
        f"loss = model.evaluate(inputs, targets, verbose=0){scale}",
        'print(f"loss {loss:.6g}")',
    ]
    if fit.held_examples:
        lines += [
            f"held_out = model.evaluate(held_inputs, held_targets, verbose=0){scale}",
            'print(f"held-out loss {held_out:.6g}")',
        ]
    return Cell(tuple(comments), "\n".join(lines))
