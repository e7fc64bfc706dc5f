"""The race of the home screen, and the races that each set of data starts with."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.datasets.example_sets import FASHION_MNIST, OWN, SETS
from core.datasets.examples import load
from core.experiments.race import Race
from core.studies.regularization import small_race
from core.studies.regularization.small_race import SMALL
from core.studies.regularization.starts import STARTS, started_on


def test_a_step_follows_the_gradient_of_loss_and_penalty():
    examples = load(SMALL)
    inputs, labels = examples.train_x.astype(np.float64), examples.train_y
    variant = SMALL.variants[1]
    generator = np.random.default_rng(0)
    kernels = (generator.normal(0, 0.3, (30, 32)), generator.normal(0, 0.3, (32, 2)))

    def total(kernels):
        # Judged by the definition alone.
        logits = np.maximum(inputs @ kernels[0], 0) @ kernels[1]
        logs = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        loss = -logs[np.arange(len(labels)), labels].mean()
        return loss + variant.l2 * (kernels[0] ** 2).sum()

    after = small_race._step(kernels, variant, inputs, labels)
    for which, place in ((0, (3, 5)), (0, (29, 31)), (1, (7, 1))):
        small = 1e-6
        moved = [kernel.copy() for kernel in kernels]
        moved[which][place] += small
        slope = (total(moved) - total(kernels)) / small
        step = (kernels[which][place] - after[which][place]) / variant.learning_rate
        assert step == pytest.approx(slope, rel=1e-3, abs=1e-6)


def test_the_home_screen_shows_overfitting_and_what_stops_it():
    bare, braked, stopped = small_race.small_race(SMALL)
    best = bare.history.validation_loss.min()
    assert bare.history.validation_loss[-1] > 1.2 * best
    assert bare.history.loss[-1] < 0.5 * best
    assert braked.history.validation_loss[-1] < bare.history.validation_loss[-1]
    assert stopped.stopped_epoch == len(stopped.history) < SMALL.epochs
    assert stopped.stopped_epoch - stopped.best_epoch == SMALL.variants[2].patience
    # The same start, the same steps: until it stops it is the variant without brakes.
    part = bare.history.loss[: len(stopped.history)]
    np.testing.assert_array_equal(part, stopped.history.loss)


def test_every_set_of_data_has_a_race_to_start_with():
    assert list(STARTS) == list(SETS)
    for key, race in STARTS.items():
        assert race.data == key
    assert STARTS["digits"] == Race()


@pytest.mark.parametrize("key", [key for key in SETS if key not in (FASHION_MNIST, OWN)])
def test_the_data_of_a_start_can_be_loaded_with_room_for_more_examples(key):
    race = STARTS[key]
    examples = load(race)
    assert len(examples.train_y) >= 40
    shares = race.train_share + race.validation_share + race.test_share
    assert shares <= 0.9


def test_other_data_bring_their_race_and_keep_the_seeds():
    race = dataclasses.replace(Race(), seed=5, data_seed=7)
    found = started_on(race, "moons")
    assert found == dataclasses.replace(STARTS["moons"], seed=5, data_seed=7)
    assert started_on(found, "digits") == race


def test_what_was_changed_is_kept_on_other_data():
    race = dataclasses.replace(Race(), epochs=7)
    found = started_on(race, "moons")
    assert found.epochs == 7
    assert found.variants == race.variants


def test_the_split_suits_the_data_unless_it_was_changed():
    found = started_on(dataclasses.replace(Race(), epochs=7), "own")
    assert found.train_share == STARTS["own"].train_share
    race = dataclasses.replace(Race(), train_share=0.1)
    assert started_on(race, "own").train_share == 0.1
