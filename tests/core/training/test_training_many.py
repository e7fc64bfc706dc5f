"""The same experiment from many seeds at once, against one run after the other."""

from __future__ import annotations

import dataclasses
import os

import numpy as np
import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
pytest.importorskip("tensorflow")

from core.experiments import Experiment
from core.models import build
from core.networks.weights import split
from core.studies.decision_boundaries.presets import NOTES
from core.training import Cancelled, train, train_many
from core.training.many import SEEDS_AT_ONCE
from core.training.program_cache import programs
from tests.core.training.training_cases import SMALL, difference

XOR = Experiment(epochs=100)
CASES = {
    "full batch": XOR,
    "batches": dataclasses.replace(SMALL, batch=7, l1=0.01),
    "learned": dataclasses.replace(
        SMALL, hidden=(3, 4), activations=("prelu", "maxout"), optimizer="nadam"
    ),
    "no slope": dataclasses.replace(SMALL, activations=("tanh", "binary_step")),
    "perceptron": NOTES["b1_and"],
}


@pytest.mark.parametrize("name", CASES)
def test_each_seed_gives_what_train_gives(name):
    experiment = CASES[name]
    seeds = [4, 0, 17]
    many = train_many(experiment, seeds)
    for row, seed in enumerate(seeds):
        run = train(dataclasses.replace(experiment, seed=seed), frames=2)
        assert difference(many.initial_weights[row], run.weights[0]) == 0
        assert difference(many.final_weights[row], run.weights[-1]) < 1e-4
        assert many.figures.row(row) == pytest.approx(run.figures.row(-1), rel=1e-3, abs=1e-5)
        for which, plane in zip(("best", "worst"), many.planes, strict=True):
            if getattr(many, which) == row:
                np.testing.assert_allclose(plane, run.planes[-1], atol=1e-3)
    assert many.figures.loss[many.best] == many.figures.loss.min()
    assert many.figures.loss[many.worst] == many.figures.loss.max()


def test_solved_are_those_that_tell_all_examples_right():
    experiment = Experiment()
    many, data = train_many(experiment, range(60)), experiment.load()
    network, solved = build(experiment), []
    for weights in many.final_weights:
        network.set_weights(split(weights, experiment.shapes))
        said = np.asarray(network(data.train_inputs)) > experiment.threshold
        solved.append((said == (data.train_targets > 0.5)).all())
    np.testing.assert_array_equal(many.solved, solved)
    # XOR on 2-2-1: one run proves nothing.
    assert 0 < many.solved.sum() < 60


def test_any_number_of_seeds_takes_the_same_program():
    train_many(XOR, range(3))
    misses = programs.built
    many = train_many(XOR, range(SEEDS_AT_ONCE + 7))
    assert programs.built == misses
    assert many.final_weights.shape == (SEEDS_AT_ONCE + 7, XOR.parameter_count)


def test_a_seed_that_diverges_is_the_worst_and_spoils_no_other():
    experiment = dataclasses.replace(
        XOR, activations=("linear",), optimizer="sgd", learning_rate=0.6
    )
    many = train_many(experiment, range(40))
    finite = np.isfinite(many.figures.loss)
    assert finite.any()
    assert not finite.all()
    assert finite[many.best]
    assert not finite[many.worst]
    assert not many.solved[~finite].any()


def test_cancelled_it_returns_the_seeds_that_are_done():
    heard = []

    def cancel(done, total):
        heard.append((done, total))
        if done > SEEDS_AT_ONCE:
            raise Cancelled

    seeds = range(3 * SEEDS_AT_ONCE)
    many = train_many(XOR, seeds, cancel)
    assert heard == sorted(heard)
    assert {total for _done, total in heard} == {len(seeds)}
    assert sum(done <= SEEDS_AT_ONCE for done, _total in heard) == len(heard) - 1 > 1
    assert (many.why, len(many.seeds)) == ("cancelled", SEEDS_AT_ONCE)

    def cancel_at_once(done, total):
        raise Cancelled

    with pytest.raises(Cancelled):
        train_many(XOR, range(3), cancel_at_once)


def test_no_seeds_are_refused():
    with pytest.raises(ValueError, match="at least one seed"):
        train_many(XOR, [])
