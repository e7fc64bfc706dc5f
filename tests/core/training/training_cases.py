"""Experiments and comparisons that the tests of the training share."""

from __future__ import annotations

import dataclasses

import numpy as np

from core import models
from core.experiments import Experiment

SMALL = Experiment(
    data="moons",
    size=24,
    noise=0.1,
    held_out=0.25,
    hidden=(4, 3),
    activations=("tanh", "relu"),
    output="sigmoid",
    loss="binary_crossentropy",
    learning_rate=0.02,
    epochs=20,
)
"""18 training examples and 6 held out."""


def fitted(experiment: Experiment) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """History and final weights, as one vector, of Keras' own `fit` without shuffling."""
    data = experiment.load()
    model = models.compiled(experiment)
    held = (data.held_inputs, data.held_targets) if len(data.held_inputs) else None
    result = model.fit(
        data.train_inputs,
        data.train_targets,
        batch_size=experiment.batch_examples,
        epochs=experiment.epochs,
        validation_data=held,
        shuffle=False,
        verbose=0,
    )
    history = {name: np.array(values) for name, values in result.history.items()}
    return history, as_vector(model)


def as_vector(model) -> np.ndarray:
    """All weights of a model, one after the other."""
    return np.concatenate([array.ravel() for array in model.get_weights()])


def difference(values: np.ndarray, reference: np.ndarray) -> float:
    """Largest difference over largest value; 0 if both are 0 everywhere."""
    largest = np.abs(values - reference).max()
    return float(largest / np.abs(reference).max()) if largest else 0.0


def used_before(experiment: Experiment) -> Experiment:
    """Another experiment that the same compiled program trains."""
    other = dataclasses.replace(
        experiment, seed=99, data_seed=99, learning_rate=0.3, epochs=7, threshold=0.3
    )
    assert other.architecture == experiment.architecture
    return other
