"""What a run's numbers say, on runs made by hand: no training, so that each case is exact."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.analysis.diagnosis import diagnose
from core.experiments import Experiment
from core.experiments.results import Figures, Run
from core.networks.forward import classes, outputs

XOR = Experiment(
    output="sigmoid",
    weights=(20, -20, 20, -20, -10, 30, 20, 20, -30),
)


def made(experiment: Experiment, *frames, losses=(1.0, 0.9, 0.8), why="", stopped_at=None) -> Run:
    """A run whose frames, ten epochs apart, have these weights."""
    weights, data = np.array(frames, np.float32), experiment.load()
    answers = outputs(experiment, weights, data.train_inputs)
    right = classes(experiment, answers, experiment.threshold) == data.train_labels
    course = np.asarray(losses, float)
    nothing = np.zeros(len(frames))
    return Run(
        experiment=experiment,
        history=Figures(course, np.zeros(len(course)), np.zeros(len(course))),
        epochs=10 * np.arange(len(frames)),
        weights=weights,
        figures=Figures(nothing, nothing, right.mean(axis=1)),
        planes=np.zeros((len(frames), 1, 1, 1)),
        maps=(),
        why=why,
        stopped_at=stopped_at,
        seconds=0.0,
    )


def found(run: Run) -> dict:
    return {finding.kind: finding for finding in diagnose(run, run.experiment.load())}


def test_a_solved_run_says_since_when():
    wrong = np.zeros(9)
    findings = found(made(XOR, wrong, XOR.weights, wrong, XOR.weights, XOR.weights))
    assert list(findings) == ["solved"]
    assert findings["solved"].epoch == 30


@pytest.mark.parametrize(("frames", "said"), [(2, "diverged"), (1, "diverged at once")])
def test_a_diverged_run_says_in_which_epoch_and_nothing_else(frames, said):
    findings = found(made(XOR, *[np.zeros(9)] * frames, why="diverged", stopped_at=17))
    assert [(kind, finding.epoch) for kind, finding in findings.items()] == [(said, 17)]


def test_outputs_at_the_threshold_are_chance_even_if_all_fall_right():
    linear = Experiment(data="or", hidden=(), activations=())
    findings = found(made(linear, (0, 0, 0), (0.002, 0.002, 0.4999)))
    assert list(findings)[:2] == ["unsolved", "chance"]
    assert findings["chance"].value == pytest.approx(0.5, abs=0.01)


def test_an_output_that_is_the_same_everywhere_is_named():
    linear = Experiment(data="or", hidden=(), activations=())
    findings = found(made(linear, (1, 1, 0), (0, 0, 0.75), (0, 0, 0.75)))
    assert findings["flat"].epoch == 10
    assert findings["flat"].value == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("changes", "parameters", "is_line"),
    [
        ({"hidden": (), "activations": ()}, 3, True),
        ({"activations": ("linear",)}, 9, True),
        ({}, 9, False),
        ({"hidden": (), "activations": (), "features": ("x1", "x2", "x1_x2")}, 4, False),
        ({"hidden": (), "activations": (), "data": "and"}, 3, False),
    ],
)
def test_one_line_is_blamed_only_where_a_line_is_all_there_is(changes, parameters, is_line):
    run = made(Experiment(**changes), np.full(parameters, -1.0))
    assert ("line" in found(run)) == is_line


def test_units_without_a_slope_are_dead_since_their_first_silent_frame():
    relu = Experiment(activations=("relu",))
    alive = np.ones(9)
    dying = alive.copy()
    dying[[0, 2, 4]] = -1, -1, -0.5  # both weights and the bias of the first unit
    findings = found(made(relu, alive, dying, dying))
    assert (findings["dead"].count, findings["dead"].of, findings["dead"].epoch) == (1, 2, 10)


def test_units_far_out_are_saturated():
    steep = np.array([0, 0, 0, 0, 9, 0, 1, 1, 0.0])
    findings = found(made(Experiment(), steep))
    assert (findings["saturated"].count, findings["saturated"].of) == (1, 2)


def test_steps_are_said_to_have_no_slope():
    findings = found(made(Experiment(activations=("binary_step",)), np.ones(9)))
    assert (findings["step"].count, "dead" in findings) == (2, False)


@pytest.mark.parametrize(
    ("losses", "kind", "epoch"),
    [
        (np.linspace(1, 0.5, 90), "falling", 90),
        ([1.0] * 30 + [0.5] * 60, "plateau", 31),
    ],
)
def test_the_course_of_the_loss_is_falling_or_on_a_plateau(losses, kind, epoch):
    findings = found(made(Experiment(), np.zeros(9), losses=losses))
    assert findings[kind].epoch == epoch


def test_a_penalty_belongs_to_the_loss_that_is_on_a_plateau():
    run = made(Experiment(), np.zeros(9), losses=np.linspace(1, 0.5, 90))
    history = dataclasses.replace(run.history, penalty=np.linspace(0, 0.5, 90))
    assert "plateau" in found(dataclasses.replace(run, history=history))
