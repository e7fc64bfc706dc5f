"""Runs whose memory is measured: a program that prints, for each, bytes declared and measured.

    python -m tests.core.held_cases

Linux only. What is measured is by how much the largest resident size grows until the result is
handed over, in a process that has run one of the same kind, with another architecture, before.
"""

from __future__ import annotations

import ctypes
import dataclasses
import gc
import json
import pickle
from pathlib import Path

import numpy as np

from core import demand
from core.datasets.tables import read_table
from core.experiments import CurveFit, Experiment
from core.experiments.race import Race
from core.experiments.variant import Variant
from core.studies.curve_fitting.study import CurveStudy
from core.studies.dying_relu.study import DyingStudy
from core.workers.inside import named

TRAINING, COMPARING = "core.training.jobs", "core.studies.curve_fitting.jobs"
RATES = "core.studies.dying_relu.jobs"
RACING = "core.training.race.jobs"

DEAR = Variant(
    hidden=(512,) * 3, activations=("relu",) * 3, normalization="batch", optimizer="nadam"
)
PINNED = Experiment(
    data="three_gaussians",
    size=1000,
    output="softmax",
    loss="categorical_crossentropy",
    hidden=(16,) * 6,
    activations=("maxout",) * 6,
    epochs=300,
)


def own_table(rows=10_000, columns=100):
    """A visitor's own, with two classes."""
    numbers = np.random.default_rng(1).normal(size=(rows, columns))
    lines = [",".join(f"{number:.3f}" for number in row) for row in numbers]
    return read_table("\n".join(f"{line},{'ab'[i % 2]}" for i, line in enumerate(lines)).encode())


def trainings():
    """By name: job, what it is about, another of its kind that goes before, further arguments."""
    replace = dataclasses.replace
    curve, study, dying = CurveFit(), CurveStudy(epochs=10), DyingStudy(layers=3, units=16)
    return {
        "boundary 2-2-1": (
            f"{TRAINING}:train_job",
            Experiment(epochs=1000, activations=("sigmoid",)),
            Experiment(epochs=1000, activations=("elu",)),
            {},
        ),
        "6 × 16 maxout, pinned": (
            f"{TRAINING}:train_job",
            PINNED,
            replace(PINNED, hidden=(15,) * 6, epochs=20),
            {},
        ),
        "curve fit": (
            f"{TRAINING}:train_job",
            curve,
            replace(curve, hidden=(3,), activations=("elu",)),
            {"frames": 50},
        ),
        "200 starts": (
            f"{TRAINING}:train_many_job",
            Experiment(epochs=300),
            Experiment(epochs=300, hidden=(3,)),
            {},
        ),
        "100 seeds of two curve fits": (
            f"{COMPARING}:luck_job",
            study,
            replace(study, parallel_units=5, serial_units=3),
            {},
        ),
        "dying study, rates": (
            f"{RATES}:rates_job",
            replace(dying, epochs=5),
            replace(dying, units=15, epochs=5),
            {},
        ),
    }


def races():
    """Likewise."""
    dear, table = Race(epochs=5, variants=(DEAR,) * 6), own_table()
    less = dataclasses.replace(DEAR, hidden=(500, 500, 500))
    own = Race(data="own", table=table.digest, epochs=3, train_share=0.5, batch=100)
    return {
        "race of 6 × 3 × 512": (
            f"{RACING}:race_job",
            dear,
            dataclasses.replace(dear, epochs=1, variants=(less,)),
            {},
        ),
        "race on digits": (
            f"{RACING}:race_job",
            Race(epochs=10),
            Race(epochs=2, variants=(Variant(hidden=(60,)),)),
            {},
        ),
        "race on an own table": (
            f"{RACING}:race_job",
            own,
            Race(epochs=2, variants=(Variant(hidden=(60,)),)),
            {"table": table},
        ),
    }


def run(job, study, options):
    """Drive a job to its end, as a worker does: unpack what it is about, pack its result."""
    arguments = pickle.dumps(((study,), options))
    positional, by_name = pickle.loads(arguments)
    running = named(job)(lambda done, total: None, *positional, **by_name)
    try:
        while True:
            next(running)
    except StopIteration as end:
        value = end.value
        return len(pickle.dumps((0, pickle.dumps(value))))


def resident(field):
    """Bytes of this process: "VmRSS" now, "VmHWM" at the most."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(field))


def measured(job, study, before, options):
    """Bytes by which a run lets the process grow."""
    run(job, before, {name: value for name, value in options.items() if name != "table"})
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")
    start = resident("VmRSS")
    run(job, study, options)
    return resident("VmHWM") - start


def main():
    named(f"{TRAINING}:warm_up")()
    for name, (job, study, before, options) in (trainings() | races()).items():
        declared = demand.of(job, (study,), options).memory
        print(json.dumps([name, declared, measured(job, study, before, options)]), flush=True)


if __name__ == "__main__":
    main()
