"""A variant in a race, judged by Keras' own `fit` of the same model."""

from __future__ import annotations

import numpy as np
import pytest

from core.experiments.race import Race
from core.training.race.program import variables
from tests.core.training.race_cases import TWO_CLASSES, WITH_CHANCE, WITHOUT_CHANCE, fitted, raced

DIGITS = Race(epochs=20, train_share=0.07, validation_share=0.1, test_share=0.1)
MOONS = Race(data="moons", epochs=20, size=120)


def agree(race, variant):
    running = raced(race, variant)
    history = running.lane(live=False).history
    keras_history, weights = fitted(race, variant, running)
    ours = {
        "loss": history.loss + history.penalty,
        "val_loss": history.validation_loss + history.validation_penalty,
        "accuracy": history.accuracy,
        "val_accuracy": history.validation_accuracy,
    }
    for name, values in ours.items():
        theirs = np.array(keras_history[name])
        assert len(values) == len(theirs)
        assert np.abs(values - theirs).max() <= 1e-5 * max(np.abs(theirs).max(), 1e-3), name
    parts = variables(running.structure, running.state.groups)
    for place, (part, theirs) in enumerate(zip(parts, weights, strict=True)):
        # Below batch normalization the gradient of a bias is 0 but for rounding.
        if variant.normalization == "batch" and place % 4 == 1 and place < len(parts) - 1:
            continue
        assert np.abs(part - theirs).max() <= 1e-5 * max(np.abs(theirs).max(), 0.1)


@pytest.mark.parametrize("name", WITHOUT_CHANCE)
def test_a_variant_learns_as_keras_fit_does(name):
    agree(DIGITS, WITHOUT_CHANCE[name])


@pytest.mark.filterwarnings("ignore:In loss categorical_crossentropy")
@pytest.mark.parametrize("name", TWO_CLASSES)
def test_each_loss_of_two_classes_is_that_of_keras(name):
    agree(MOONS, TWO_CLASSES[name])


@pytest.mark.parametrize("name", WITH_CHANCE)
def test_random_layers_draw_what_those_of_keras_draw(name):
    agree(DIGITS, WITH_CHANCE[name])
