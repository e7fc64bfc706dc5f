"""Code that trains a single neuron by Rosenblatt's rule, with NumPy alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.export.cells import Cell, Comment, array, call
from core.export.examples import examples

if TYPE_CHECKING:
    from core.experiments import Experiment


def neuron_cells(experiment: Experiment) -> list[Cell]:
    """The whole program.

    Args:
        experiment: A neuron under the rule "rosenblatt".

    Returns:
        Cells that, run one after the other, print the figures.
    """
    return [
        Cell((), "import numpy as np"),
        *examples(experiment),
        _neuron(experiment),
        _rule(experiment),
        _figures(experiment),
    ]


def _neuron(experiment: Experiment) -> Cell:
    comments = [Comment("neuron")]
    if experiment.weights:
        comments.append(Comment("weights by hand"))
        *weights, bias = experiment.weights
        start = f"weights = {array(weights)}\nbias = {bias}"
    else:
        comments.append(Comment("neuron seed"))
        generator = f"np.random.default_rng({experiment.seed})"
        start = (
            f"*weights, bias = {generator}.standard_normal({len(experiment.features) + 1})\n"
            "weights = np.array(weights)"
        )
    # Added up in one order everywhere: near the threshold, rounding decides.
    code = f"""\
def answer(x):
    score = bias
    for column, weight in zip(x.astype(float).T, weights):
        score = score + column * weight
    return np.where(score >= {experiment.threshold}, 1, 0)


{start}"""
    return Cell(tuple(comments), code)


def _rule(experiment: Experiment) -> Cell:
    code = f"""\
for epoch in range(1, {experiment.epochs + 1}):
    mistakes = 0
    for x, target in zip(inputs.astype(float), targets[:, 0]):
        error = target - answer(x)
        weights = weights + {experiment.learning_rate} * error * x
        bias = bias + {experiment.learning_rate} * error
        mistakes += abs(error)
    if mistakes == 0:
        print(f"no mistake in epoch {{epoch}}")
        break"""
    return Cell((Comment("rule"),), code)


def _figures(experiment: Experiment) -> Cell:
    lines = [
        "accuracy = np.mean(answer(inputs) == targets[:, 0])",
        'print(f"loss {1 - accuracy:.6g}, accuracy {accuracy:.6g}")',
    ]
    if experiment.held_examples:
        lines += [
            "held_out = np.mean(answer(held_inputs) == held_targets[:, 0])",
            call(
                "print", ['f"held-out loss {1 - held_out:.6g}, held-out accuracy {held_out:.6g}"']
            ),
        ]
    return Cell((Comment("neuron figures"),), "\n".join(lines))
