"""A single neuron under Rosenblatt's rule, as a run like any other."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.datasets import Dataset, load, plane
from core.perceptron import Perceptron
from core.training.run import PLANE_RESOLUTION, Figures, Run

if TYPE_CHECKING:
    from core.experiments import Experiment


def train_neuron(experiment: Experiment, moments: Sequence[int]) -> Run:
    """Train one neuron with a step.

    Args:
        experiment: What to train; its rule is "rosenblatt".
        moments: After how many epochs to keep a frame.

    Returns:
        A run whose losses are shares of wrong answers: in the course of the epoch in its history,
        afterwards in its frames.
    """
    began = time.perf_counter()
    data = load(experiment)
    neuron = first_neuron(experiment)
    learned = neuron.train(
        data.train_inputs,
        data.train_targets,
        experiment.epochs,
        experiment.learning_rate,
        experiment.stop_when_solved,
    )
    weights = np.column_stack([learned.weights, learned.bias])  # row e: after e epochs
    done = len(learned.errors)
    epochs = np.unique(np.minimum(moments, done))
    return Run(
        experiment=experiment,
        history=_figures(
            experiment,
            data,
            weights[1:],
            learned.errors / experiment.examples,
            learned.accuracy[1:],
        ),
        epochs=epochs,
        weights=weights[epochs].astype(np.float32),
        figures=_figures(
            experiment,
            data,
            weights[epochs],
            1 - learned.accuracy[epochs],
            learned.accuracy[epochs],
        ),
        planes=_planes(experiment, weights[epochs]),
        maps=(),
        why="solved" if learned.stopped else "",
        stopped_at=done if learned.stopped else None,
        seconds=time.perf_counter() - began,
    )


def first_neuron(experiment: Experiment) -> Perceptron:
    """The neuron before its training: weights set by hand, or else drawn."""
    if experiment.weights:
        *weights, bias = experiment.weights
        return Perceptron(np.array(weights), bias, experiment.threshold)
    return Perceptron.drawn(len(experiment.features), experiment.seed, experiment.threshold)


def _figures(
    experiment: Experiment,
    data: Dataset,
    weights: np.ndarray,
    loss: np.ndarray,
    accuracy: np.ndarray,
) -> Figures:
    held_loss = held_accuracy = None
    if len(data.held_inputs):
        answers = _outputs(experiment, data.held_inputs, weights)
        held_accuracy = (answers == data.held_targets[:, 0]).mean(axis=1)
        held_loss = 1 - held_accuracy
    return Figures(loss, np.zeros(len(loss)), accuracy, held_loss, held_accuracy)


def _planes(experiment: Experiment, weights: np.ndarray) -> np.ndarray:
    outputs = _outputs(experiment, plane(experiment, PLANE_RESOLUTION), weights)
    return outputs.reshape(len(weights), PLANE_RESOLUTION, PLANE_RESOLUTION, 1)


def _outputs(experiment: Experiment, inputs: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Outputs 0 or 1 of one neuron for each row of weights, shape (rows, examples), float32."""
    scores = weights[:, :-1] @ inputs.T.astype(np.float64) + weights[:, -1:]
    return (scores >= experiment.threshold).astype(np.float32)
