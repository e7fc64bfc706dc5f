"""Trainings are cut into pieces: others have their turn between them, and a stop gives a part."""

from __future__ import annotations

import dataclasses
import os

import numpy as np
import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
pytest.importorskip("tensorflow")


from core.experiments import Experiment
from core.perceptron import first_neuron
from core.studies.decision_boundaries.presets import NOTES
from core.training import Cancelled, train
from core.training.jobs import train_job
from core.training.many import seed_by_seed
from core.training.single import frame_by_frame

AND = NOTES["b1_and"]
XOR = dataclasses.replace(AND, data="xor", epochs=5000, stop_when_solved=False, seed=3, weights=())


def pauses(running) -> int:
    return sum(1 for _pause in running)


def test_rosenblatts_rule_in_pieces_is_the_rule_at_once():
    run = train(XOR, frames=60)
    data, neuron = XOR.load(), first_neuron(XOR)
    whole = neuron.train(data.train_inputs, data.train_targets, XOR.epochs, XOR.learning_rate)
    weights = np.column_stack([whole.weights, whole.bias]).astype(np.float32)
    np.testing.assert_array_equal(run.weights, weights[run.epochs])
    np.testing.assert_array_equal(run.history.loss, 1 - whole.accuracy[1:])
    np.testing.assert_array_equal(run.history.accuracy, whole.accuracy[1:])
    np.testing.assert_array_equal(run.figures.accuracy, whole.accuracy[run.epochs])
    assert pauses(frame_by_frame(XOR)) > 3


@pytest.mark.parametrize("epochs", [1, 1023, 1024, 1025, 3000])
def test_a_solved_gate_ends_in_the_same_epoch_however_long_it_might_have_been(epochs):
    shorter = train(dataclasses.replace(AND, data="and", epochs=epochs, stop_when_solved=True))
    longer = train(dataclasses.replace(AND, data="and", epochs=10_000, stop_when_solved=True))
    assert longer.why == "solved"
    end = min(epochs, longer.stopped_at)
    assert len(shorter.history) == end
    np.testing.assert_array_equal(shorter.history.loss, longer.history.loss[:end])
    assert shorter.stopped_at == (None if end == epochs else longer.stopped_at)


@pytest.mark.parametrize(
    "experiment",
    [XOR, Experiment(epochs=4000, activations=("tanh",))],
    ids=["rosenblatt", "gradient"],
)
def test_a_run_that_is_stopped_is_the_beginning_of_the_whole_one(experiment):
    def stop(number, total, loss):
        assert total == 59
        if number == 20:
            raise Cancelled

    part, whole = train(experiment, stop), train(experiment)
    assert part.why == "cancelled"
    assert part.stopped_at == len(part.history) == part.epochs[-1] < experiment.epochs
    assert 20 < len(part) < 60
    same = np.isin(whole.epochs, part.epochs)
    np.testing.assert_array_equal(part.weights[:21], whole.weights[same][:21])
    np.testing.assert_array_equal(part.history.loss, whole.history.loss[: part.stopped_at])


@pytest.mark.parametrize("experiment", [XOR, Experiment(epochs=3000)], ids=["neuron", "network"])
def test_many_starts_pause_more_often_than_once_a_block(experiment):
    assert pauses(seed_by_seed(experiment, range(50))) >= 10


LARGE = Experiment(hidden=(16,) * 4, activations=("gelu",) * 4, epochs=120)


def test_frames_of_a_large_network_are_pictured_with_pauses_between_them():
    heard = []
    job = train_job(lambda *numbers: heard.append(numbers), LARGE)
    trained = 0
    while True:
        try:
            next(job)
        except StopIteration as end:
            run = end.value
            break
        trained += heard[-1:] == [(59, 59)]
    assert trained > 20
    whole = train(LARGE)
    np.testing.assert_array_equal(run.planes, whole.planes)
    np.testing.assert_array_equal(run.maps[3], whole.maps[3].astype(np.float16))


def test_a_run_stopped_while_its_frames_are_pictured_is_whole_and_pauses_no_more():
    calls = 0

    def report(number, total):
        nonlocal calls
        calls += number == total
        if calls == 5:
            raise Cancelled

    job, after = train_job(report, LARGE), 0
    while True:
        try:
            next(job)
        except StopIteration as end:
            run = end.value
            break
        after += calls >= 5
    assert (run.why, after) == ("", 0)
    np.testing.assert_array_equal(run.planes, train(LARGE).planes)
