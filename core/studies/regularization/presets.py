"""What the course notes race: their settings one click away, and the figures that they print."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from core.datasets.example_sets import FASHION_MNIST, OWN
from core.experiments.race import Race
from core.experiments.variant import Variant

ELSEWHERE = 100
"""Epochs on other data of what the notes train for a few epochs of Fashion-MNIST: with some hundred
examples, an epoch is a few steps."""


class NotesEpoch(NamedTuple):
    """A row of figures that the notes print; the losses include the penalties.

    Attributes:
        epoch: From 1.
        loss, accuracy: Of the training examples.
        validation_loss, validation_accuracy: Of the test examples, by which the notes choose.
    """

    epoch: int
    loss: float
    accuracy: float
    validation_loss: float
    validation_accuracy: float


NOTES_FIGURES: Mapping[str, tuple[NotesEpoch, ...]] = MappingProxyType(
    {
        "d1": (
            NotesEpoch(1, 0.4312, 0.8517, 0.4664, 0.8410),
            NotesEpoch(8, 0.3918, 0.8642, 0.4386, 0.8448),
            NotesEpoch(18, 0.3761, 0.8683, 0.4647, 0.8369),
        ),
        "d2": (NotesEpoch(1, 1.0228, 0.7967, 0.7873, 0.8117),),
        "d3": (NotesEpoch(1, 1.0300, 0.7935, 0.8100, 0.7969),),
        "d4": (NotesEpoch(1, 1.2095, 0.7678, 0.9194, 0.7994),),
        "d5": (NotesEpoch(1, 0.9239, 0.7904, 0.8825, 0.8008),),
        "d6": (NotesEpoch(1, 1.9766, 0.6658, 1.6802, 0.7042),),
        "d7": (NotesEpoch(1, 1.9408, 0.6564, 1.6923, 0.7560),),
    }
)
"""Figures of D1 to D7 on Fashion-MNIST, which belong beside no other data. From D4 on the notes go
on training one and the same model; here each variant starts anew."""

_D1 = Variant(hidden=(), activations=(), early_stopping=True)
_D2 = Variant(activations=("linear",), l2=0.01, activity_l1=0.01)
_D3 = dataclasses.replace(_D2, constraint="max_norm", max_norm=2.0)
_D4 = dataclasses.replace(_D3, dropout=(0.5,))
_D5 = dataclasses.replace(_D4, learning_rate=0.001, beta_1=0.89)
_D6 = dataclasses.replace(
    _D4, learning_rate=0.01, schedule="exponential", decay_steps=10_000, decay_rate=0.9
)
_D7 = dataclasses.replace(
    _D4, learning_rate=0.01, schedule="cosine_restarts", first_decay_steps=1000
)
_D9 = Variant(hidden=(30, 30), activations=("relu", "relu"), dropout=(0.5, 0.0), loss="msle")
_D10 = Variant(hidden=(512, 512, 512), activations=("relu",) * 3)
_D11 = Variant(hidden=(32, 32), activations=("relu", "relu"))

_FASHION = Race(
    data=FASHION_MNIST,
    train_share=0.8,
    validation_share=0.1,
    test_share=0.1,
    batch=30,
    epochs=1,
)
_TABLE = Race(
    data="breast_cancer",
    train_share=0.6,
    validation_share=0.2,
    test_share=0.2,
    batch=30,
    epochs=30,
)


def _with(race: Race, *variants: Variant, epochs: int | None = None) -> Race:
    return dataclasses.replace(race, variants=variants, epochs=epochs or race.epochs)


NOTES: Mapping[str, Race] = MappingProxyType(
    {
        "d1": _with(_FASHION, _D1, epochs=30),
        "d2": _with(_FASHION, _D2, dataclasses.replace(_D2, activations=("relu",))),
        "d3": _with(_FASHION, _D3),
        "d4": _with(_FASHION, _D4),
        "d5": _with(_FASHION, _D5),
        "d6": _with(_FASHION, _D6, dataclasses.replace(_D6, optimizer="sgd")),
        "d7": _with(
            _FASHION,
            _D7,
            dataclasses.replace(_D7, schedule="cosine", decay_steps=1000, alpha=0.1),
        ),
        "d8": _with(_FASHION, dataclasses.replace(_D1, restore_best=False), epochs=30),
        "d9": _with(_TABLE, _D9),
        "d9_losses": _with(
            _TABLE,
            *(
                dataclasses.replace(_D9, loss=loss)
                for loss in (
                    "mse",
                    "mape",
                    "msle",
                    "binary_crossentropy",
                    "categorical_crossentropy",
                    "poisson",
                )
            ),
        ),
        "d9_recipes": _with(
            _TABLE,
            dataclasses.replace(_D9, dropout=(), early_stopping=True),
            dataclasses.replace(_D9, early_stopping=True, optimizer="adamw", weight_decay=0.004),
            dataclasses.replace(_D9, early_stopping=True, constraint="max_norm", max_norm=2.0),
        ),
        "d10": _with(_FASHION, _D10, dataclasses.replace(_D10, dropout=(0.5,)), epochs=3),
        "d11": _with(_FASHION, _D11, dataclasses.replace(_D11, normalization="batch"), epochs=10),
    }
)
"""The experiments of the notes by their key, as the notes run them; D2 beside the same with ReLU,
D6 and D7 beside what the notes offer as well. D9 names no data that we may ship: the ready table
takes their place."""


def notes_race(key: str, data: str = "") -> Race:
    """An experiment of the notes.

    Args:
        key: One of `NOTES`.
        data: Key of other data to run it on; empty: those of the notes.

    Returns:
        The race. On other data it has the shares and the seed of the default race, and `ELSEWHERE`
        epochs where the notes take Fashion-MNIST.
    """
    race = NOTES[key]
    if data in ("", race.data):
        return race
    epochs = ELSEWHERE if race.data == FASHION_MNIST else race.epochs
    if data == FASHION_MNIST:
        return dataclasses.replace(_FASHION, variants=race.variants, epochs=race.epochs)
    if data in (OWN, "breast_cancer"):
        return dataclasses.replace(_TABLE, data=data, variants=race.variants, epochs=epochs)
    return Race(data=data, batch=race.batch, epochs=epochs, variants=race.variants)
