"""What runs hold is declared before they start, and measured."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from core import demand
from core.experiments import OPTIMIZERS, Experiment
from core.experiments.race import Race
from tests.core.held_cases import DEAR, PINNED, own_table

RACE = "core.training.race.jobs:race_job"
TRAIN = "core.training.jobs:train_job"

FACTOR = 1.5


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="measured on Linux alone")
def test_what_runs_hold_is_what_they_declare():
    measuring = subprocess.run(
        [sys.executable, "-m", "tests.core.held_cases"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert measuring.returncode == 0, measuring.stderr
    found = [json.loads(line) for line in measuring.stdout.splitlines()]
    assert len(found) == 9
    wrong = {
        name: (round(declared / 1e6), round(measured / 1e6))
        for name, declared, measured in found
        if not 1 / FACTOR <= declared / measured <= FACTOR
    }
    assert not wrong, f"MB declared and measured: {wrong}"


def memory(job, study, **options):
    return demand.of(job, (study,), options).memory


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_what_an_optimizer_keeps_of_each_weight_is_known(optimizer):
    from core.training.optimizers import OPTIMIZERS as RULES

    slots = RULES[optimizer].start(np.zeros(5, np.float32))
    assert demand.SLOTS[optimizer] == sum(np.ndim(slot) for slot in slots)


def test_a_race_holds_as_much_as_its_variants_together():
    one = memory(RACE, Race(variants=(DEAR,)))
    six = memory(RACE, Race(variants=(DEAR,) * 6))
    plain = memory(RACE, Race(variants=(dataclasses.replace(DEAR, optimizer="sgd"),) * 6))
    assert 80e6 < six - one < 160e6
    assert plain < 0.6 * six


def test_frames_and_an_own_table_count():
    assert memory(TRAIN, PINNED, frames=60) > 3 * memory(TRAIN, PINNED, frames=2)
    small, large = (own_table(rows=rows, columns=100) for rows in (100, 1000))
    held = [
        memory(RACE, Race(data="own", table=table.digest), table=table) for table in (small, large)
    ]
    assert held[1] - held[0] > 900 * 100 * 8


def test_what_a_run_costs_grows_with_its_epochs():
    few, many = (
        demand.of(TRAIN, (Experiment(epochs=epochs),), {}).seconds for epochs in (100, 1000)
    )
    assert many == pytest.approx(10 * few)
    race = Race(epochs=265, variants=(DEAR,) * 6)
    assert demand.of(RACE, (race,), {}).seconds > 5


def test_of_jobs_that_nobody_knows_nothing_is_said():
    assert demand.of("tests.core.workers.stand_in_jobs:square", (3,), {}) == (None, 0, 0.0)
