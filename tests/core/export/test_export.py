"""Exported programs as texts: the data they make, their languages, notebooks, history."""

from __future__ import annotations

import ast
import contextlib
import csv
import dataclasses
import io
import json
import os
import re
import string
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings

from core.datasets.tables.reading import Way
from core.experiments import Experiment
from core.experiments.race import Race
from core.experiments.race_results import ExamplesSummary, History
from core.experiments.results import Figures, Run
from core.export import LANGUAGES, RaceEntry, history_csv, notebook, script
from core.export.examples import examples
from core.export.texts import TEXTS
from core.training.rosenblatt import train_neuron
from core.workers.pauses import without_pause
from tests.core.experiments.curve_strategies import any_curve_fit
from tests.core.experiments.experiment_strategies import any_experiment
from tests.core.export.export_cases import CASES, figures_of


def race_entry(data: str, classes: tuple[str, ...], image: tuple[int, int] | None = None):
    """The first variant of a race on some data, as it is exported."""
    way = Way("utf-8", ",", False, True, 3, (3,), (1, 2, 3), (1, 2), 24) if data == "own" else None
    examples = ExamplesSummary(data, None, 6, 6, 12, ("a", "b"), classes, image, way=way)
    loss = "sparse_categorical_crossentropy" if classes else "mse"
    race = Race(data=data)
    variant = dataclasses.replace(race.variants[0], loss=loss)
    return RaceEntry(dataclasses.replace(race, variants=(variant,)), 0, examples)


RACES = {
    "digits": race_entry("digits", tuple("0123456789"), (8, 8)),
    "fashion": race_entry("fashion_mnist", tuple("0123456789"), (28, 28)),
    "breast cancer": race_entry("breast_cancer", ("0", "1")),
    "own classes": race_entry("own", ("no", "yes")),
    "own number": race_entry("own", ()),
}
CASE = pytest.mark.parametrize("experiment", CASES.values(), ids=CASES)


def run_code(code: str) -> dict[str, object]:
    variables = {"np": np}
    exec(code, variables)
    return variables


@settings(max_examples=60, deadline=None)
@given(any_experiment() | any_curve_fit())
def test_the_code_of_the_data_makes_the_very_same_data(experiment):
    made = run_code("\n".join(cell.code for cell in examples(experiment)))
    expected = experiment.load()
    for name, array in (
        ("inputs", expected.train_inputs),
        ("targets", expected.train_targets),
        ("held_inputs", expected.held_inputs),
        ("held_targets", expected.held_targets),
    ):
        if experiment.held_examples or not name.startswith("held"):
            np.testing.assert_array_equal(made[name], array)
            assert made[name].dtype == np.float32


@settings(max_examples=25, deadline=None)
@given(any_experiment().filter(lambda experiment: experiment.rule == "rosenblatt"))
def test_rosenblatts_rule_ends_with_the_very_same_neuron(experiment):
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        made = run_code(script(experiment))
    run = without_pause(train_neuron(experiment, [experiment.epochs]))
    learned = np.array([*made["weights"], made["bias"]], np.float32)
    np.testing.assert_array_equal(learned, run.weights[-1])
    figures = figures_of(printed.getvalue())
    assert figures["accuracy"] == pytest.approx(run.figures.accuracy[-1], rel=1e-5)
    solved = re.search(r"no mistake in epoch (\d+)", printed.getvalue())
    if run.stopped_at:
        assert solved
        assert int(solved[1]) == run.stopped_at


@settings(max_examples=60, deadline=None)
@given(any_experiment() | any_curve_fit(most=1000))
def test_every_experiment_gives_a_program_of_readable_lines(experiment):
    for language in LANGUAGES:
        text = script(experiment, language)
        compile(text, "script", "exec")
        assert max(map(len, text.splitlines())) <= 100


def packages(code: str) -> set[str]:
    imports = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Import)]
    froms = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.ImportFrom)]
    names = [alias.name for node in imports for alias in node.names]
    return {name.split(".")[0] for name in (*names, *(node.module for node in froms))}


@CASE
def test_a_program_needs_tensorflow_and_numpy_alone(experiment):
    allowed = {"numpy"} if experiment.rule == "rosenblatt" else {"numpy", "keras", "tensorflow"}
    assert packages(script(experiment)) <= allowed


def test_the_server_imports_no_tensorflow():
    code = """
import sys
from core.studies.decision_boundaries.presets import NOTES
from core.export import notebook
notebook(NOTES["b5_xor"])
assert not {"tensorflow", "keras"} & set(sys.modules)
"""
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", code], env=paths, check=True)


def steps_of(code: str) -> str:
    """The code without comments, docstring and blank lines."""
    tree = ast.parse(code)
    if isinstance(tree.body[0], ast.Expr) and isinstance(tree.body[0].value, ast.Constant):
        del tree.body[0]
    return ast.unparse(tree)


@CASE
def test_languages_and_notebook_have_the_same_code(experiment):
    codes = [script(experiment, language) for language in LANGUAGES]
    codes += [code_of(notebook(experiment, language)) for language in LANGUAGES]
    assert len(set(map(steps_of, codes))) == 1


def code_of(text: str) -> str:
    cells = json.loads(text)["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


@pytest.mark.parametrize("language", LANGUAGES)
@CASE
def test_a_notebook_has_the_form_of_version_4_5(experiment, language):
    document = json.loads(notebook(experiment, language))
    assert (document["nbformat"], document["nbformat_minor"]) == (4, 5)
    assert document["metadata"]["kernelspec"]["name"] == "python3"
    for cell in document["cells"]:
        keys = {"id", "cell_type", "metadata", "source"}
        if cell["cell_type"] == "code":
            keys |= {"execution_count", "outputs"}
            assert cell["execution_count"] is None
            assert cell["outputs"] == []
        assert cell.keys() == keys
        assert re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", cell["id"])
        assert all(line.endswith("\n") for line in cell["source"][:-1])
        assert "".join(cell["source"]).strip()
    identifiers = [cell["id"] for cell in document["cells"]]
    assert len(set(identifiers)) == len(identifiers)


def slots(text: str) -> set[str]:
    return {name for _text, name, _format, _conversion in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", TEXTS["en"])
def test_comments_are_parallel_in_all_languages(key):
    assert slots(TEXTS["ko"][key]) == slots(TEXTS["en"][key])
    assert re.search("[가-힣]", TEXTS["ko"][key])
    assert TEXTS["en"][key].isascii()


def test_languages_have_the_same_comments_and_every_comment_is_used():
    assert TEXTS["ko"].keys() == TEXTS["en"].keys()
    entries = (*CASES.values(), *RACES.values())
    programs = " ".join(" ".join(script(e).replace("\n#", " ").split()) for e in entries)
    for key, text in TEXTS["en"].items():
        constant = max(re.split(r"\{+[^{}]*\}+", text), key=len).strip()
        assert constant in programs, key


def test_a_language_that_is_not_there_is_named():
    with pytest.raises(ValueError, match="'fr'"):
        script(Experiment(), "fr")
    with pytest.raises(ValueError, match="'fr'"):
        notebook(Experiment(), "fr")


def test_the_history_of_a_variant_leaves_out_what_it_has_no_number_of():
    columns = [np.array([0.5, 0.25]), np.zeros(2), np.full(2, np.nan)]
    history = History(*columns, *columns, np.full(2, 0.001))
    rows = list(csv.DictReader(io.StringIO(history_csv(SimpleNamespace(history=history)))))
    names = ["epoch", "loss", "penalty", "validation_loss", "validation_penalty", "rates"]
    assert list(rows[0]) == names
    assert [float(row["validation_loss"]) for row in rows] == [0.5, 0.25]


def a_run(history: Figures) -> Run:
    none = np.zeros(0)
    return Run(Experiment(), history, none, none, history, none, (), "", None, 0.0)


@pytest.mark.parametrize("held", [False, True], ids=["none held out", "held out"])
def test_the_history_as_csv_holds_every_digit(held):
    columns = np.random.default_rng(0).random((5, 7)).astype(np.float32)
    columns[0, -1] = np.nan
    history = Figures(*(columns if held else columns[:3]))
    rows = list(csv.DictReader(io.StringIO(history_csv(a_run(history)))))
    names = ["loss", "penalty", "accuracy", "held_loss", "held_accuracy"][: 5 if held else 3]
    assert list(rows[0]) == ["epoch", *names]
    assert [row["epoch"] for row in rows] == [str(epoch) for epoch in range(1, 8)]
    for name in names:
        read = np.array([row[name] for row in rows], np.float32)
        np.testing.assert_array_equal(read, getattr(history, name))
