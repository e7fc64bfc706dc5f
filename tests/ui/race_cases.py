"""Races for tests of pictures, made by hand: no TensorFlow needed."""

from __future__ import annotations

import dataclasses

import numpy as np

from core.experiments.race import Race
from core.experiments.race_results import (
    ExamplesSummary,
    Figures,
    Findings,
    History,
    Lane,
    RaceRun,
    Shown,
    Weights,
)
from core.experiments.variant import Variant

CLASSES = tuple(str(k) for k in range(10))
EPOCHS = 8
RACE = Race(
    epochs=EPOCHS,
    variants=(Variant(), Variant(l2=0.01), Variant(early_stopping=True, patience=2)),
)


def history(epochs: int, height: float = 1.0, penalty: float = 0.0) -> History:
    """A training loss that falls, and a validation loss that falls and rises."""
    at = np.arange(epochs)
    loss = height * 0.5**at
    validation = height * (0.4 + 0.02 * (at - 3.0) ** 2)
    flat = np.full(epochs, penalty)
    return History(
        loss, flat, 1 - loss / 4, validation, flat, 1 - validation / 4, np.full(epochs, 0.001)
    )


def findings(examples: int = 20, seed: int = 0) -> Findings:
    """Answers to digits, wrong for every fourth."""
    generator = np.random.default_rng(seed)
    labels = np.arange(examples) % 10
    predicted = np.where(np.arange(examples) % 4 == 0, (labels + 1) % 10, labels)
    confusion = np.zeros((10, 10), int)
    np.add.at(confusion, (labels, predicted), 1)
    edges = np.linspace(-1, 1, 11)
    return Findings(
        last=Figures(0.5, 0.75),
        best=Figures(0.4, 0.8),
        test=Figures(0.5, 0.75),
        predicted=predicted,
        confidence=generator.uniform(0.5, 1, examples).astype(np.float32),
        confusion=confusion,
        probabilities=generator.dirichlet(np.ones(10), examples).astype(np.float32),
        weights=tuple(
            Weights(
                layer, 2.0, 3.0, edges, generator.integers(0, 9, 10), generator.integers(0, 9, 10)
            )
            for layer in ("hidden_1", "output")
        ),
        zero_share=(0.25,),
        importance=None,
        masks=generator.choice([0.0, 2.0], (12, 64)),
        summary="Total params: 4,810",
        trained=(),
    )


def lane(variant: Variant, epochs: int = EPOCHS, **changes: object) -> Lane:
    """A lane at its end."""
    past = history(epochs, penalty=0.1 if variant.l2 else 0.0)
    found = Lane(
        variant=variant,
        history=past,
        best_epoch=int(past.validation_loss.argmin()) + 1 if epochs else 0,
        stopped_epoch=None,
        why="",
        parameters=4810,
        norm=3.0,
        constraint_hits=None,
        rate_steps=np.arange(0, 10 * epochs),
        rates=np.full(10 * epochs, 0.001),
        frames=None,
        planes=None,
        sums=None,
        normalized=None,
        findings=findings(),
    )
    return dataclasses.replace(found, **changes)


def run(race: Race = RACE, **changes: object) -> RaceRun:
    """A race at its end; the last variant was stopped early."""
    *others, last = race.variants
    lanes = (
        *(lane(variant) for variant in others),
        lane(last, 6, stopped_epoch=6, why="early_stopping"),
    )
    generator = np.random.default_rng(1)
    labels = np.arange(20) % 10
    found = RaceRun(
        race=race,
        examples=ExamplesSummary(
            "digits", None, 269, 628, 20, tuple(map(str, range(64))), CLASSES, (8, 8)
        ),
        lanes=lanes,
        labels=labels,
        shown=Shown(np.arange(20), generator.integers(0, 17, (20, 64)).astype(np.float32), labels),
        bounds=None,
        points=None,
        why="",
        seconds=1.0,
    )
    return dataclasses.replace(found, **changes)
