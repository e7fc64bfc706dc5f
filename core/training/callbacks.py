"""Keras callbacks between frames: the real ones, on a real model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import keras
import numpy as np

from core.models import compiled
from core.networks.weights import split

if TYPE_CHECKING:
    from core.experiments import NetworkExperiment


class Heard(NamedTuple):
    """What callbacks want of the training: weights (parameters,) to go on with, rate, and end."""

    weights: np.ndarray
    learning_rate: float
    stop: bool


class Callbacks:
    """A list of Keras callbacks and the compiled model that they see; false if there are none."""

    def __init__(
        self, experiment: NetworkExperiment, callbacks: Sequence[keras.callbacks.Callback]
    ) -> None:
        self._experiment = experiment
        self._list = None
        if callbacks:
            self._model = compiled(experiment)
            self._list = keras.callbacks.CallbackList(
                list(callbacks),
                model=self._model,
                epochs=experiment.epochs,
                steps=experiment.steps,
            )
            self._model.stop_training = False
            self._list.on_train_begin()
            self._list.on_epoch_begin(0)

    def __bool__(self) -> bool:
        return self._list is not None

    def epoch(self, done: int, row: dict[str, float], weights: np.ndarray) -> Heard:
        """Tell of the epoch that ends a frame.

        Args:
            done: Number of epochs behind it.
            row: Its figures, by the names of `core.training.loop.FIGURES`.
            weights: Shape (parameters,).

        Returns:
            What the callbacks want.
        """
        self._model.set_weights(split(weights, self._experiment.shapes))
        self._model.optimizer.iterations.assign(done * self._experiment.steps)
        self._list.on_epoch_end(done - 1, self._logs(row))
        heard = Heard(
            _as_vector(self._model),
            float(self._model.optimizer.learning_rate),
            bool(self._model.stop_training),
        )
        if not heard.stop and done < self._experiment.epochs:
            self._list.on_epoch_begin(done)
        return heard

    def end(self) -> np.ndarray | None:
        """Tell of the end; the weights that the callbacks leave, None if there are none."""
        if self._list is None:
            return None
        self._list.on_train_end()
        return _as_vector(self._model)

    def _logs(self, row: dict[str, float]) -> dict[str, float]:
        """Named and added up as Keras' `fit` does it: its loss includes the penalty."""
        logs = {"loss": row["loss"] + row["penalty"], "accuracy": row["accuracy"]}
        if self._experiment.held_examples:
            # At the end of an epoch, when the model has these very weights.
            penalty = float(sum(self._model.losses))
            logs["val_loss"] = row["held_loss"] + penalty
            logs["val_accuracy"] = row["held_accuracy"]
        kept = self._experiment.classifies
        return {name: value for name, value in logs.items() if kept or "accuracy" not in name}


def _as_vector(model: keras.Model) -> np.ndarray:
    return np.concatenate([array.ravel() for array in model.get_weights()])
