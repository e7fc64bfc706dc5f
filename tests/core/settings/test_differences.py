"""Settings as a short text of what they have that others have not."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given, settings

from core.experiments import Experiment
from core.problems import Problem
from core.settings.differences import SAME, differences, settings_from
from core.studies.decision_boundaries.presets import NOTES
from tests.core.experiments.experiment_strategies import any_experiment


@settings(max_examples=100)
@given(any_experiment(), any_experiment())
def test_what_is_written_reads_back(one, other):
    assert settings_from(differences(one, other), other) == one


@pytest.mark.parametrize("experiment", NOTES.values(), ids=NOTES)
def test_settings_that_do_not_differ_have_one_word(experiment):
    assert differences(experiment, experiment) == SAME


def test_only_what_differs_is_written_and_an_address_leaves_its_marks_alone():
    text = differences(Experiment(seed=7, learning_rate=0.3), Experiment())
    assert text == quote(text) == "learning_rate~0.3~seed~7"


@pytest.mark.parametrize("text", ["", "seed", "seed~", "seed~x", "size~20~seed", "colour~red"])
def test_what_cannot_be_read_is_a_problem(text):
    with pytest.raises(Problem):
        settings_from(text, Experiment())
