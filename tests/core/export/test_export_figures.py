"""Exported programs, run as they are: they print the figures of the screen."""

from __future__ import annotations

import functools
import json
import math
import os
import subprocess
import sys

import numpy as np
import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
pytest.importorskip("tensorflow")

from core.experiments import Experiment
from core.export import notebook, script
from core.training import Run, train
from tests.core.export.export_cases import AT_THRESHOLD, CASES, figures_of

DIVERGING = Experiment(
    data="gaussians", hidden=(), activations=(), optimizer="sgd", learning_rate=10, epochs=60
)
NOTEBOOKS = (
    "b1 xor",
    "PReLU, penalties, held out",
    "maxout",
    "curve, standardised, held out",
)
# Runs programs one after the other, each in variables of its own, so that TensorFlow starts once.
# Isolated and in an empty folder: nothing of this repository can be imported.
RUNNER = """
import contextlib, io, json, sys, warnings
answers = {}
for name, pieces in json.load(sys.stdin).items():
    variables = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", UserWarning)
            for piece in pieces:
                exec(compile(piece, name, "exec"), variables)
    warned = [str(warning.message) for warning in caught if warning.category is UserWarning]
    answers[name] = [printed.getvalue(), warned]
print(json.dumps(answers))
"""


@functools.cache
def run_of(name: str) -> Run:
    return train(CASES[name], frames=2)


def code_cells(text: str) -> list[str]:
    cells = json.loads(text)["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """What each program printed, and the warnings it gave."""
    programs = {name: [script(experiment)] for name, experiment in CASES.items()}
    programs["diverging"] = [script(DIVERGING, "ko")]
    for name in NOTEBOOKS:
        programs[f"notebook {name}"] = code_cells(notebook(CASES[name], "ko"))
    done = subprocess.run(
        [sys.executable, "-I", "-c", RUNNER],
        input=json.dumps(programs),
        capture_output=True,
        text=True,
        cwd=tmp_path_factory.mktemp("elsewhere"),
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", CASES)
def test_a_script_prints_the_figures_of_the_screen(answers, name):
    printed, warned = answers[name]
    assert not warned
    figures = figures_of(printed)
    expected = run_of(name).figures.row(-1)
    if "penalty" not in figures:
        assert expected.pop("penalty") == 0
    if name in AT_THRESHOLD:
        assert np.ptp(run_of(name).planes[-1]) < 1e-5
        del figures["accuracy"], expected["accuracy"]
    assert figures == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_prints_what_the_script_prints(answers, name):
    assert answers[f"notebook {name}"] == answers[name]


def test_a_script_that_diverges_says_so(answers):
    assert train(DIVERGING, frames=1).why == "diverged"
    assert not math.isfinite(figures_of(answers["diverging"][0])["loss"])


@pytest.mark.parametrize("name", CASES)
def test_the_training_of_each_case_changes_its_figures(name):
    # Else they would agree whatever a script did.
    losses = run_of(name).figures.loss
    assert abs(losses[-1] - losses[0]) > 1e-3


def test_a_script_runs_as_a_file(tmp_path):
    path = tmp_path / "experiment.py"
    path.write_text(script(CASES["b5 xor"], "ko"), encoding="utf-8")
    done = subprocess.run([sys.executable, "-I", path], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    expected = run_of("b5 xor").figures.row(-1)
    assert figures_of(done.stdout)["loss"] == pytest.approx(expected["loss"], rel=1e-4)
