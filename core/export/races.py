"""Code that trains one variant of a race with Keras, and prints what the screen shows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.activations import ACTIVATIONS
from core.export.cells import Cell, Comment, call
from core.export.networks import argument_of
from core.export.race_examples import RaceEntry, example_cells
from core.export.schedules import learning_rate
from core.networks.seeds import NOISE, kernel_seed

if TYPE_CHECKING:
    from core.experiments.variant import Variant

_INDENT = 8
_KINDS = {
    "sgd": "SGD",
    "momentum": "SGD",
    "nesterov": "SGD",
    "adagrad": "Adagrad",
    "rmsprop": "RMSprop",
    "adam": "Adam",
    "adamw": "AdamW",
    "nadam": "Nadam",
}
_CLASS_LOSSES = {
    "sparse_categorical_crossentropy": "CategoricalCrossentropy",
    "categorical_crossentropy": "CategoricalCrossentropy",
    "binary_crossentropy": "BinaryCrossentropy",
}


def needs(entry: RaceEntry) -> str:
    """What to install."""
    more = {"digits": " scikit-learn", "breast_cancer": " scikit-learn"}
    return f"pip install -U tensorflow{more.get(entry.examples.data, '')}"


def race_cells(entry: RaceEntry) -> list[Cell]:
    """The whole program.

    Args:
        entry: What to train. It never holds the visitor's own data: the program reads their file.

    Returns:
        Cells that, run one after the other, print the figures.
    """
    return [
        Cell((), "import keras\nimport numpy as np"),
        *example_cells(entry),
        _network(entry),
        _compile(entry),
        _fit(entry),
        _figures(entry),
    ]


def _network(entry: RaceEntry) -> Cell:
    variant, race = entry.variant, entry.race
    first = kernel_seed(race.seed, 0)
    layers = [f"keras.Input(({entry.sizes[0]},))"]
    if variant.input_noise:
        layers.append(f"keras.layers.GaussianNoise({variant.input_noise}, seed={first + NOISE})")
    for i, (units, key) in enumerate(zip(variant.hidden, variant.activations, strict=True)):
        layers += _hidden(variant, units, key, kernel_seed(race.seed, i))
        if variant.dropout and variant.dropout[i]:
            layers.append(
                f"keras.layers.Dropout({variant.dropout[i]}, seed={kernel_seed(race.seed, i) + 1})"
            )
    arguments = [
        str(entry.sizes[-1]),
        f'activation="{variant.output(entry.classes)}"',
        _start(kernel_seed(race.seed, len(variant.hidden))),
    ]
    if not variant.hidden:
        arguments += [*_braked(variant), *_active(variant)]
    layers.append(call("keras.layers.Dense", arguments, indent=_INDENT))
    margin = " " * _INDENT
    rows = "".join(f"{margin}{layer},\n" for layer in layers)
    comments = [Comment("network"), Comment("seeds")]
    return Cell(tuple(comments), f"model = keras.Sequential(\n    [\n{rows}    ]\n)")


def _hidden(variant: Variant, units: int, key: str, seed: int) -> list[str]:
    function = argument_of(ACTIVATIONS[key].keras_code(**ACTIVATIONS[key].defaults))
    own = ([f"activation={function}"] if key != "linear" else []) + _active(variant)
    arguments = [str(units), _start(seed), *_braked(variant)]
    if variant.normalization == "none":
        return [call("keras.layers.Dense", [arguments[0], *own, *arguments[1:]], indent=_INDENT)]
    kind = "BatchNormalization" if variant.normalization == "batch" else "LayerNormalization"
    own = [function if key != "linear" else '"linear"', *_active(variant)]
    return [
        call("keras.layers.Dense", arguments, indent=_INDENT),
        f"keras.layers.{kind}()",
        call("keras.layers.Activation", own, indent=_INDENT),
    ]


def _start(seed: int) -> str:
    return f"kernel_initializer=keras.initializers.GlorotUniform(seed={seed})"


def _braked(variant: Variant) -> list[str]:
    arguments = []
    if variant.l1 or variant.l2:
        penalty = f"keras.regularizers.L1L2({variant.l1}, {variant.l2})"
        arguments.append(f"kernel_regularizer={penalty}")
    kinds = {
        "max_norm": f"MaxNorm({variant.max_norm})",
        "unit_norm": "UnitNorm()",
        "non_neg": "NonNeg()",
    }
    if variant.constraint in kinds:
        arguments.append(f"kernel_constraint=keras.constraints.{kinds[variant.constraint]}")
    return arguments


def _active(variant: Variant) -> list[str]:
    if not (variant.activity_l1 or variant.activity_l2):
        return []
    penalty = f"keras.regularizers.L1L2({variant.activity_l1}, {variant.activity_l2})"
    return [f"activity_regularizer={penalty}"]


def _compile(entry: RaceEntry) -> Cell:
    variant = entry.variant
    definitions, rate = learning_rate(variant)
    arguments = [f"learning_rate={rate}"]
    if variant.optimizer in ("adam", "adamw", "nadam"):
        arguments += [f"beta_1={variant.beta_1}", f"beta_2={variant.beta_2}"]
    if variant.optimizer in ("momentum", "nesterov"):
        arguments.append(f"momentum={variant.momentum}")
    if variant.optimizer == "nesterov":
        arguments.append("nesterov=True")
    if variant.optimizer == "rmsprop":
        arguments.append(f"rho={variant.rho}")
    if variant.weight_decay or variant.optimizer == "adamw":
        arguments.append(f"weight_decay={variant.weight_decay}")
    loss = f'keras.losses.get("{variant.loss}")'
    if variant.loss in _CLASS_LOSSES:
        smoothing = f"label_smoothing={variant.label_smoothing}" if variant.label_smoothing else ""
        loss = f"keras.losses.{_CLASS_LOSSES[variant.loss]}({smoothing})"
    optimizer = call(f"keras.optimizers.{_KINDS[variant.optimizer]}", arguments)
    settings = "optimizer, loss" + (', metrics=["accuracy"]' if entry.classes else "")
    code = f"{definitions}loss = {loss}\noptimizer = {optimizer}\nmodel.compile({settings})"
    return Cell((Comment("compile"),), code)


def _fit(entry: RaceEntry) -> Cell:
    race, variant = entry.race, entry.variant
    examples = entry.examples.train
    size = race.batch_examples(examples)
    steps = -(-examples // size)
    order = "np.arange(len(train))"
    if steps > 1:
        generator = f"np.random.Generator(np.random.PCG64([{race.seed}, epoch]))"
        order = f"{generator}.permutation(len(train))"
    monitored = 'monitor="val_loss", mode="min"'
    callbacks = []
    if variant.schedule == "plateau":
        callbacks.append(
            f"keras.callbacks.ReduceLROnPlateau({monitored}, factor={variant.plateau_factor}, "
            f"patience={variant.plateau_patience})"
        )
    if variant.early_stopping:
        callbacks.append(
            f"keras.callbacks.EarlyStopping({monitored}, patience={variant.patience}, "
            f"min_delta={variant.min_delta}, restore_best_weights={variant.restore_best})"
        )
    rows = "".join(f"    {callback},\n" for callback in callbacks)
    listed = f"callbacks = [\n{rows}]" if callbacks else "callbacks = []"
    code = f"""\
def batches():
    for epoch in range({race.epochs}):
        order = {order}
        for first in range(0, len(order), {size}):
            chosen = train[order[first : first + {size}]]
            yield scaled[chosen], targets(labels[chosen])


{listed}
history = model.fit(
    batches(),
    steps_per_epoch={steps},
    epochs={race.epochs},
    validation_data=(scaled[held], targets(labels[held])),
    callbacks=callbacks,
    shuffle=False,
    verbose=0,
).history"""
    return Cell((Comment("race fit"),), code)


def _figures(entry: RaceEntry) -> Cell:
    lines = [
        "for name, values in history.items():",
        '    print(f"{name} {values[-1]:.6g}")',
        "outputs = model.predict(scaled_test, verbose=0)",
        "test_targets = targets(test_labels)",
        'print(f"test_loss {np.mean(loss(test_targets, outputs)):.6g}")',
    ]
    if entry.classes:
        right = "outputs.argmax(axis=1) == test_labels"
        if entry.sizes[-1] == 1:
            right = "(outputs[:, 0] > 0.5) == test_labels"
        lines.append(f'print(f"test_accuracy {{np.mean({right}):.6g}}")')
    return Cell((Comment("race figures"),), "\n".join(lines))
