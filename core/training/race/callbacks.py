"""Keras' own callbacks, listening to a variant between its epochs."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import keras

from core.training.race.program import State

if TYPE_CHECKING:
    from core.experiments.variant import Variant

_MONITORED = {"monitor": "val_loss", "mode": "min"}


class _StandIn:
    """What callbacks take for a model: its weights are a whole state, and its file is memory."""

    def __init__(self, learning_rate: float) -> None:
        self.optimizer = SimpleNamespace(learning_rate=learning_rate)
        self.stop_training = False
        self.state: State | None = None
        self.saved: State | None = None

    def get_weights(self) -> State:
        return self.state

    def set_weights(self, state: State) -> None:
        self.state = state

    def save_weights(self, _path: str, overwrite: bool = True) -> None:
        self.saved = self.state


class Listening:
    """The real `ModelCheckpoint`, and `EarlyStopping` and `ReduceLROnPlateau` where they are on.

    Args:
        variant: Says which, and with which settings.

    Attributes:
        best_epoch: The epoch, from 1, whose weights the checkpoint kept; 0 before the first.
    """

    def __init__(self, variant: Variant) -> None:
        self._model = _StandIn(variant.learning_rate)
        self._scale_of = variant.learning_rate
        self._callbacks = [
            keras.callbacks.ModelCheckpoint(
                "best.weights.h5", save_best_only=True, save_weights_only=True, **_MONITORED
            )
        ]
        if variant.schedule == "plateau":
            self._callbacks.append(
                keras.callbacks.ReduceLROnPlateau(
                    factor=variant.plateau_factor, patience=variant.plateau_patience, **_MONITORED
                )
            )
        if variant.early_stopping:
            self._callbacks.append(
                keras.callbacks.EarlyStopping(
                    patience=variant.patience,
                    min_delta=variant.min_delta,
                    restore_best_weights=variant.restore_best,
                    **_MONITORED,
                )
            )
        for callback in self._callbacks:
            callback.set_model(self._model)
            callback.on_train_begin()
        self.best_epoch = 0

    @property
    def scale(self) -> float:
        """What the rate of the schedule is multiplied by."""
        return self._model.optimizer.learning_rate / self._scale_of

    @property
    def best(self) -> State | None:
        """The state that the checkpoint kept."""
        return self._model.saved

    def epoch(self, number: int, validation_loss: float, state: State) -> bool:
        """Tell of an epoch.

        Args:
            number: Which, from 1.
            validation_loss: As Keras has it, penalty included.
            state: At its end.

        Returns:
            Whether to stop.
        """
        before = self._model.saved
        self._model.state = state
        for callback in self._callbacks:
            callback.on_epoch_begin(number - 1)
            callback.on_epoch_end(number - 1, {"val_loss": validation_loss})
        if self._model.saved is not before:
            self.best_epoch = number
        return self._model.stop_training

    def end(self, state: State) -> State:
        """Tell of the end; the state that the callbacks leave."""
        self._model.state = state
        for callback in self._callbacks:
            callback.on_train_end()
        return self._model.state
