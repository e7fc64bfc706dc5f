"""What is looked at once a variant has ended: its test, its weights, its columns."""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import TYPE_CHECKING

import numpy as np
import tensorflow as tf

from core.experiments.race_results import Figures, Findings, Shown, Weights
from core.training.race.keras_models import summary
from core.training.race.network import Draws
from core.training.race.program import as_keras, variables

if TYPE_CHECKING:
    from core.training.race.program import Judged
    from core.training.race.trainer import Running

BINS = 40
MASKS = 24
"""Steps whose dropout masks are shown."""

SHUFFLES = 5
"""How often each column is shuffled."""

JUDGED_ROWS, JUDGED_CELLS = 300, 60_000
"""Validation examples that columns are judged on, at most, and their number times the columns."""

MOST_SHOWN = 240
"""Test examples kept for pictures."""

_ROWS_AT_ONCE = 20_000


def findings(
    running: Running, judged: Judged, shown: Shown, hurried: bool = False
) -> Generator[None, None, Findings]:
    """Look at a variant that has ended.

    Args:
        running: Which.
        judged: What the network that it is left with says of the test examples.
        shown: Test examples whose probabilities are kept.
        hurried: Leave out what takes longest, the importance of columns.

    Returns:
        What is found; pauses between calls.
    """
    variant, material = running.variant, running.material
    test = _figures(running, judged)
    last, best = test, test
    if running.last is not running.state:
        last = _figures(running, (yield from running.judge("test", running.last)))
    kept = running.listening.best
    if kept is not None and kept is not running.state:
        best = _figures(running, (yield from running.judge("test", kept)))
    predicted, confidence = predictions(running, judged.outputs)
    weights = variables(running.structure, running.state.groups)
    importance = None
    table = material.examples.image is None and material.examples.bounds is None
    if table and not hurried:
        importance = yield from _importance(running)
    return Findings(
        last=last,
        best=best,
        test=test,
        predicted=predicted,
        confidence=confidence,
        confusion=_confusion(predicted, material.examples.test_y, material.classes),
        probabilities=_probabilities(running, judged.outputs[shown.indices]),
        weights=tuple(_weights(running, [array.numpy() for array in weights])),
        zero_share=tuple(judged.zeros.tolist()),
        importance=importance,
        masks=_masks(running) if variant.dropout and variant.dropout[0] else None,
        summary=summary(variant, material.features, material.classes),
        trained=as_keras(running.structure, running.state),
    )


def predictions(running: Running, outputs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What a network says, and how sure it is.

    Args:
        running: Which network.
        outputs: Shape (n, outputs).

    Returns:
        Classes (n,) and their probabilities (n,); or numbers in their own unit, and ones.
    """
    if not running.material.classes:
        numbers = running.material.numbers(running.variant, outputs).astype(np.float32)
        return numbers, np.ones(len(outputs), np.float32)
    probabilities = _probabilities(running, outputs)
    if outputs.shape[1] == 1:  # as Keras' binary accuracy has it, at the very threshold too
        predicted = (outputs[:, 0] > 0.5).astype(np.int64)
    else:
        predicted = probabilities.argmax(axis=1)
    return predicted, probabilities[np.arange(len(outputs)), predicted]


def shown_of(runnings: list[Running], predicted: list[np.ndarray]) -> Shown:
    """Test examples worth a look: those that most variants get wrong first, then in their order."""
    examples = runnings[0].material.examples
    wrong = np.zeros(len(examples.test_y))
    if examples.classes:
        wrong = np.sum([one != examples.test_y for one in predicted], axis=0)
    indices = np.argsort(-wrong, kind="stable")[:MOST_SHOWN]
    if examples.image is None:
        inputs = examples.raw(examples.test_x[indices]).astype(np.float32)
    else:
        inputs = examples.test_x[indices]
    return Shown(indices, inputs, examples.test_y[indices])


def _probabilities(running: Running, outputs: np.ndarray) -> np.ndarray:
    """Of each class, shape (n, classes); numbers in their own unit, shape (n, 1)."""
    if not running.material.classes:
        return running.material.numbers(running.variant, outputs)[:, None].astype(np.float32)
    if outputs.shape[1] > 1:
        return outputs
    return np.concatenate([1 - outputs, outputs], axis=1)


def _figures(running: Running, judged: Judged) -> Figures:
    accuracy = float(judged.accuracy) if running.material.classes else math.nan
    return Figures(float(judged.loss), accuracy)


def _confusion(predicted: np.ndarray, labels: np.ndarray, classes: int) -> np.ndarray | None:
    if not classes:
        return None
    table = np.zeros((classes, classes), np.int64)
    np.add.at(table, (labels, predicted), 1)
    return table


def _weights(running: Running, arrays: list[np.ndarray]) -> Generator[Weights, None, None]:
    places = running.structure.kernels
    for number, place in enumerate(places, start=1):
        before, after = running.initial[place], arrays[place]
        # One weight far out would leave the others a single bin.
        edges = np.histogram_bin_edges(np.concatenate([before.ravel(), after.ravel()]), BINS)
        yield Weights(
            layer="output" if number == len(places) else f"hidden_{number}",
            norm_before=float(np.linalg.norm(before)),
            norm_after=float(np.linalg.norm(after)),
            edges=edges,
            before=np.histogram(before, edges)[0],
            after=np.histogram(after, edges)[0],
        )


def _masks(running: Running) -> np.ndarray:
    """What the first hidden layer's outputs of the first example of each step are multiplied by."""
    units, rate = running.variant.hidden[0], running.variant.dropout[0]
    ones = tf.ones((running.batch, units))
    rows = []
    for step in range(min(MASKS, running.epochs * running.steps)):
        state = Draws(tf.constant(running.seed), tf.constant(step)).of(1).next()
        rows.append(tf.nn.experimental.stateless_dropout(ones, rate, state)[0].numpy())
    return np.array(rows, np.float32).reshape(-1, units)


def _importance(running: Running) -> Generator[None, None, np.ndarray]:
    """By how much the score falls if a column is shuffled, shape (columns, 2): mean, deviation.

    Source: Breiman (2001), Random forests, Machine Learning 45(1), section 10.
    """
    examples = running.material.examples
    columns = list(examples.columns.values())
    generator = np.random.Generator(np.random.PCG64(running.race.seed))
    # Drawn: a file may be sorted.
    chosen = generator.permutation(len(examples.validation_y))
    chosen = chosen[: min(JUDGED_ROWS, max(1, JUDGED_CELLS // len(columns)))]
    inputs, labels = examples.validation_x[chosen], examples.validation_y[chosen]
    whole = yield from running.judge("validation", running.state, inputs)
    score = _scores(running, whole.outputs[None], labels)[0]
    found = []
    at_once = max(1, _ROWS_AT_ONCE // (len(inputs) * SHUFFLES))
    for first in range(0, len(columns), at_once):
        places = columns[first : first + at_once]
        blocks = np.repeat(inputs[None], SHUFFLES * len(places), axis=0)
        for number, block in enumerate(blocks):
            # The inputs of one column, such as its categories, go together.
            place = places[number // SHUFFLES]
            block[:, place] = generator.permutation(inputs[:, place])
        rows = blocks.reshape(-1, inputs.shape[1])
        judged = yield from running.judge("validation", running.state, rows)
        outputs = judged.outputs.reshape(*blocks.shape[:2], -1)
        falls = score - _scores(running, outputs, labels).reshape(len(places), SHUFFLES)
        found.append(np.stack([falls.mean(axis=1), falls.std(axis=1)], axis=1))
        yield
    return np.concatenate(found)


def _scores(running: Running, outputs: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Accuracy of each block of outputs (blocks, n, outputs); of numbers, the share of their
    variance that is explained."""
    predicted = np.stack([predictions(running, block)[0] for block in outputs])
    if running.material.classes:
        return (predicted == labels).mean(axis=1)
    spread = float(np.var(labels)) or 1.0
    return 1 - np.square(predicted - labels).mean(axis=1) / spread
