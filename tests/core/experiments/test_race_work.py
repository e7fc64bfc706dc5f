"""What a race may cost: bounded before it starts, with room for all that the screen offers."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.datasets.example_sets import FASHION_MNIST, OWN, SETS
from core.datasets.examples import Examples
from core.datasets.tables import read_table
from core.experiments.race import check_work
from core.experiments.variant import Variant
from core.problems import Problem
from core.studies.regularization.presets import NOTES, notes_race
from core.studies.regularization.starts import STARTS
from core.training.race.jobs import race_job, race_luck_job
from core.workers.pauses import without_pause

COUNTS = {"digits": (1797, 64, 10), FASHION_MNIST: (60_000, 784, 10), "breast_cancer": (569, 30, 2)}
WIDE = Variant(hidden=(512, 512, 512), activations=("relu",) * 3)


def examples_of(race, all_examples, features, classes):
    """As many examples as a race would have, without their numbers."""
    counts = [round(share * all_examples) for share in (race.train_share, race.validation_share)]
    parts = [np.broadcast_to(np.float32(0), (count,)) for count in (counts[0], counts[1], 1)]
    names = tuple(map(str, range(max(features, classes))))
    return Examples(
        **{
            f"{part}_{axis}": parts[i]
            for i, part in enumerate(("train", "validation", "test"))
            for axis in "xy"
        },
        features=names[:features],
        classes=names[:classes],
        centre=parts[2],
        scale=parts[2],
    )


def counts_of(race):
    return COUNTS.get(race.data, (race.size, 2, 2))


@pytest.mark.parametrize("data", ["", *(key for key in SETS if key != OWN)])
@pytest.mark.parametrize("key", NOTES)
def test_what_the_notes_race_is_allowed(key, data):
    race = notes_race(key, data)
    check_work(race, examples_of(race, *counts_of(race)))


@pytest.mark.parametrize("data", [key for key in SETS if key != OWN])
def test_what_a_set_of_data_starts_with_is_allowed(data):
    race = STARTS[data]
    check_work(race, examples_of(race, *counts_of(race)))


def test_the_largest_table_is_allowed_as_the_screen_starts_it():
    check_work(STARTS[OWN], examples_of(STARTS[OWN], 50_000, 100, 50))


def test_all_of_fashion_mnist_is_allowed_in_batches():
    race = dataclasses.replace(
        NOTES["d4"], train_share=0.98, validation_share=0.01, test_share=0.01, epochs=20
    )
    check_work(race, examples_of(race, 60_000, 784, 10))


def test_a_step_on_too_many_examples_says_how_many_may_be():
    race = dataclasses.replace(STARTS[OWN], batch=0, variants=(Variant(), WIDE))
    with pytest.raises(Problem, match="batches of at most") as caught:
        check_work(race, examples_of(race, 50_000, 100, 10))
    assert caught.value.values["examples"] == 25_000
    most = dataclasses.replace(race, batch=min(caught.value.values["most"], 1000), epochs=1)
    check_work(most, examples_of(most, 50_000, 100, 10))


def test_a_race_that_would_take_hours_says_what_to_change():
    race = dataclasses.replace(STARTS[OWN], batch=1, epochs=500)
    with pytest.raises(Problem, match=r"500 epochs of 25000 steps for 4 variants.*fewer epochs"):
        check_work(race, examples_of(race, 50_000, 100, 10))


@pytest.mark.parametrize("job", [race_job, race_luck_job])
def test_a_race_that_is_too_much_does_not_begin(job):
    rows = [f"{n % 7},{n % 5},{n % 2}" for n in range(40_000)]
    table = read_table(("a,b,label\n" + "\n".join(rows)).encode())
    race = dataclasses.replace(STARTS[OWN], batch=0, variants=(WIDE,))
    with pytest.raises(Problem, match="Steps on 20000 examples"):
        without_pause(job(lambda _done, _of: None, race, table=table))
