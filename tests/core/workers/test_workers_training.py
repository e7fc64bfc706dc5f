"""Real trainings in a real worker, asked for by a server that never imports TensorFlow."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import numpy as np
import pytest

from core.experiments import Experiment

SERVER = """
import dataclasses, json, sys, time
from core import demand, workers
from core.experiments import Experiment, jobs
from core.studies.decision_boundaries.presets import NOTES
workers.warm()
def submit(experiment, visitor, **options):
    needs = demand.of(jobs.TRAIN, (experiment,), options)
    return workers.submit_job(
        jobs.TRAIN, experiment, visitor=visitor, slot="run", needs=needs, **options
    )
experiment = Experiment(data="xor", epochs=40)
handle = submit(experiment, "anna", frames=5)
many = workers.submit_job(jobs.TRAIN_MANY, experiment, visitor="anna", slot="many", seeds=3)
run, runs = handle.result(200), many.result(200)
spiral = Experiment(
    data="spiral", size=500, hidden=(8, 8), activations=("tanh", "tanh"), batch=1, epochs=3000
)
neuron = dataclasses.replace(
    NOTES["b1_and"], data="spiral", size=500, epochs=5000, stop_when_solved=False, weights=()
)
parts = []
for endless in (spiral, neuron):
    long = submit(endless, "anna")
    while not long.progress[0]:
        time.sleep(0.01)
    long.cancel()
    part = long.result(200)
    parts.append([long.state, part.why, part.stopped_at, int(part.epochs[-1]), endless.epochs])
print(json.dumps({
    "loss": run.history.loss.tolist(),
    "frames": len(run),
    "progress": handle.progress,
    "seeds": len(runs.solved),
    "parts": parts,
    "tensorflow": "tensorflow" in sys.modules,
}))
"""


@pytest.fixture(scope="module")
def answer():
    server = subprocess.run(
        [sys.executable, "-c", SERVER],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert server.returncode == 0, server.stderr
    return json.loads(server.stdout)


def test_the_server_imports_no_tensorflow(answer):
    assert answer["tensorflow"] is False


def test_a_training_in_a_worker_is_that_of_the_trainer(answer):
    from core.training import train

    run = train(Experiment(data="xor", epochs=40), frames=5)
    assert answer["frames"] == len(run)
    assert answer["progress"] == [4, 4]
    assert np.array_equal(answer["loss"], run.history.loss)


def test_a_training_from_many_seeds_returns_them_all(answer):
    assert answer["seeds"] == 3


def test_a_training_that_is_cancelled_gives_back_the_frames_that_are_done(answer):
    for state, why, stopped_at, last_epoch, epochs in answer["parts"]:
        assert (state, why) == ("cancelled", "cancelled")
        assert 0 < stopped_at == last_epoch < epochs
