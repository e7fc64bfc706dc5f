"""What is said of a training claims no more than was measured."""

from __future__ import annotations

import dataclasses
import re

import pytest

from core.analysis.diagnosis import diagnose
from core.experiments import Experiment
from core.training import train
from ui.i18n.language import ASSETS
from ui.training import verdict

PLATEAU = Experiment(seed=17)
ALIKE = Experiment(initializer="zeros", epochs=50)


def said(experiment: Experiment) -> str:
    found = diagnose(train(experiment), experiment.load())
    return " ".join(verdict.sentence(finding, experiment) for finding in found)


def test_a_plateau_is_no_end_and_is_not_told_as_one():
    text = said(PLATEAU)
    assert "On a plateau" in text
    assert "fall again after many more epochs" in text
    later = dataclasses.replace(PLATEAU, epochs=2000)
    assert "**Solved.**" in said(later)


def test_nothing_says_that_more_epochs_do_not_help():
    catalogue = (ASSETS / "translations" / "ko.po").read_text(encoding="utf-8")
    text = re.sub(r'"\n"', "", catalogue)
    assert not re.search(r"epochs? (will|would|do|does) (not|no)\b|에포크를 늘려도 소용", text)


@pytest.mark.parametrize(
    ("batch", "words"), [(0, "Another seed changes nothing"), (1, "the order of the examples")]
)
def test_a_start_without_chance_is_named_and_no_other_seed_is_advised(batch, words):
    text = said(dataclasses.replace(ALIKE, batch=batch))
    assert "Units that are alike: 2 of 2" in text
    assert words in text
    assert "at random" in text
    assert "new start" not in text


def test_a_single_unit_that_starts_constant_is_not_sent_to_another_seed():
    text = said(dataclasses.replace(ALIKE, hidden=(1,), activations=("relu",)))
    assert "Dead units: 1 of 1" in text
    assert "at random" in text
    assert "new start" not in text
