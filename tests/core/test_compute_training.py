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
import json, sys
from core import compute
from core.experiments import Experiment
compute.warm()
experiment = Experiment(data="xor", epochs=40)
handle = compute.submit(experiment, "anna", frames=5)
many = compute.submit_many(experiment, "anna", seeds=3)
run, runs = handle.result(200), many.result(200)
print(json.dumps({
    "loss": run.history.loss.tolist(),
    "frames": len(run),
    "progress": handle.progress,
    "seeds": len(runs.solved),
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
