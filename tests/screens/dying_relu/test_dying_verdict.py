"""What is said of the lives of units, with one of them and with several."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from core.experiments import CurveFit
from core.studies.dying_relu.study import DyingStudy
from core.studies.dying_relu.unit_lives import ALIVE, DEAD, Lives
from ui.screens.dying_relu import verdict as dying_words

FIT = DyingStudy().fit
UNITS = sum(FIT.hidden)
FRAMES = 5


def said(monkeypatch, deaths: dict[int, int], fit: CurveFit = FIT) -> str:
    """The verdict on a network whose units die after these frames."""
    states = np.full((FRAMES, UNITS), ALIVE)
    for unit, frame in deaths.items():
        states[frame:, unit] = DEAD
    names = tuple(f"{1 + unit // 8}.{1 + unit % 8}" for unit in range(UNITS))
    life = Lives(names, 10 * np.arange(FRAMES), states, np.ones((FRAMES, UNITS)))
    weights = np.zeros((FRAMES, fit.parameter_count))
    run = SimpleNamespace(
        why="", experiment=fit, weights=weights, predictions=np.zeros((FRAMES, 9))
    )
    texts = []
    for kind in ("info", "success", "warning"):
        monkeypatch.setattr(f"streamlit.{kind}", lambda text, **_options: texts.append(text))
    dying_words.verdict(run, life)
    return texts[0]


@pytest.mark.parametrize("unit", [3, 12])
def test_one_death_has_one_epoch(monkeypatch, unit):
    text = said(monkeypatch, {unit: 2})
    assert f"1 of {UNITS} units.** From the start: 0. Died in training: 1." in text
    assert "For good in epoch 20." in text
    assert "the last" not in text


def test_several_deaths_have_a_first_and_a_last_epoch(monkeypatch):
    text = said(monkeypatch, {1: 0, 3: 2, 9: 4})
    assert f"3 of {UNITS} units.** From the start: 1. Died in training: 2." in text
    assert "The first for good in epoch 20, the last in epoch 40." in text


def test_a_layer_that_died_as_a_whole_has_the_epoch_of_its_last_death(monkeypatch):
    text = said(monkeypatch, dict.fromkeys(range(8, 15), 1) | {15: 3})
    assert "The whole of hidden layer 2 has been dead since epoch 30." in text


@pytest.mark.parametrize("initializer", ["zeros", "glorot_uniform"])
def test_another_start_is_advised_only_where_another_seed_draws_one(monkeypatch, initializer):
    fit = DyingStudy(initializer=initializer).fit
    text = said(monkeypatch, dict.fromkeys(range(UNITS), 0), fit)
    assert ("Try a new start." in text) == (initializer == "glorot_uniform")
    assert (f"Units that are alike: {UNITS} of {UNITS}" in text) == (initializer == "zeros")
