"""A single neuron under Rosenblatt's rule, as a run like any other."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.datasets import Dataset, plane
from core.experiments.results import PLANE_RESOLUTION, Figures, Run
from core.perceptron import History, first_neuron
from core.workers.cancelled import Cancelled

if TYPE_CHECKING:
    from core.experiments import Experiment


UPDATES_AT_ONCE = 4096
"""Examples that are looked at between two pauses: a few milliseconds."""


def train_neuron(
    experiment: Experiment,
    moments: Sequence[int],
    on_frame: Callable[[int, int, float], None] | None = None,
) -> Generator[None, None, Run]:
    """Train one neuron with a step; pauses every few milliseconds.

    Args:
        experiment: What to train; its rule is "rosenblatt".
        moments: After how many epochs to keep a frame, ascending.
        on_frame: As that of `core.training.train`.

    Returns:
        A run whose losses are shares of wrong answers, after each epoch.
    """
    began = time.perf_counter()
    data = experiment.load()
    neuron = first_neuron(experiment)
    at_once = max(UPDATES_AT_ONCE // experiment.examples, 1)
    ends = [epoch for epoch in moments if epoch]
    parts: list[History] = []
    done, why = 0, ""
    while done < experiment.epochs and not why:
        part = neuron.train(
            data.train_inputs,
            data.train_targets,
            min(at_once, experiment.epochs - done),
            experiment.learning_rate,
            experiment.stop_when_solved,
        )
        parts.append(part)
        before, done = done, done + len(part.errors)
        if part.solved_at and experiment.stop_when_solved and done < experiment.epochs:
            why = "solved"
        try:
            for number, end in enumerate(ends, start=1):
                if on_frame and before < end <= done:
                    on_frame(number, len(ends), float(1 - part.accuracy[end - before]))
        except Cancelled as cancelled:
            why = cancelled.why
        yield
    return _run(experiment, data, parts, moments, why, began)


def _run(
    experiment: Experiment,
    data: Dataset,
    parts: Sequence[History],
    moments: Sequence[int],
    why: str,
    began: float,
) -> Run:
    # Row e: after e epochs. Each part begins with the end of the one before.
    rows = [np.column_stack([part.weights, part.bias, part.accuracy]) for part in parts]
    *weights, accuracy = np.concatenate([rows[0], *(part[1:] for part in rows[1:])]).T
    weights = np.column_stack(weights)
    done = len(accuracy) - 1
    epochs = np.unique(np.minimum(moments, done))
    return Run(
        experiment=experiment,
        history=_figures(experiment, data, weights[1:], accuracy[1:]),
        epochs=epochs,
        weights=weights[epochs].astype(np.float32),
        figures=_figures(experiment, data, weights[epochs], accuracy[epochs]),
        planes=_planes(experiment, weights[epochs]),
        maps=(),
        why=why,
        stopped_at=done if why else None,
        seconds=time.perf_counter() - began,
    )


def _figures(
    experiment: Experiment,
    data: Dataset,
    weights: np.ndarray,
    accuracy: np.ndarray,
) -> Figures:
    held_loss = held_accuracy = None
    if len(data.held_inputs):
        answers = _outputs(experiment, data.held_inputs, weights)
        held_accuracy = (answers == data.held_targets[:, 0]).mean(axis=1)
        held_loss = 1 - held_accuracy
    return Figures(1 - accuracy, np.zeros(len(accuracy)), accuracy, held_loss, held_accuracy)


def _planes(experiment: Experiment, weights: np.ndarray) -> np.ndarray:
    outputs = _outputs(experiment, plane(experiment, PLANE_RESOLUTION), weights)
    return outputs.reshape(len(weights), PLANE_RESOLUTION, PLANE_RESOLUTION, 1)


def _outputs(experiment: Experiment, inputs: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Outputs 0 or 1 of one neuron for each row of weights, shape (rows, examples), float32."""
    scores = weights[:, :-1] @ inputs.T.astype(np.float64) + weights[:, -1:]
    return (scores >= experiment.threshold).astype(np.float32)
