"""What is said of a fitted curve claims no more than was measured."""

from __future__ import annotations

import dataclasses

import pytest

from core.experiments import CurveFit
from core.training import train
from ui.screens.curve_fitting import verdict as fit_words

FIT = CurveFit(size=200, hidden=(6,), activations=("relu",), epochs=20)


def said(monkeypatch, fit: CurveFit) -> str:
    texts = []
    monkeypatch.setattr("streamlit.info", lambda text, **_options: texts.append(text))
    fit_words.verdict({"parallel": train(fit)}, fit.load())
    return texts[0]


@pytest.mark.parametrize("initializer", ["zeros", "ones"])
def test_a_start_without_chance_is_named_and_no_other_seed_is_advised(monkeypatch, initializer):
    text = said(monkeypatch, dataclasses.replace(FIT, initializer=initializer))
    assert "Units that are alike: 6 of 6" in text
    assert "New start" not in text
    assert "Try a new start" not in text


@pytest.mark.parametrize(
    ("epochs", "words", "silent"),
    [(60, "may take it further down", "would help"), (2, "at the end", "last third")],
)
def test_the_course_of_an_error_is_told_as_it_was_measured(monkeypatch, epochs, words, silent):
    text = said(monkeypatch, dataclasses.replace(FIT, epochs=epochs, learning_rate=0.001))
    assert words in text
    assert silent not in text
