"""The server runs no network: what a picture or a sentence needs comes with the result of a run."""

from __future__ import annotations

import pytest

from core.networks import forward
from tests.screens.trained_app import control, opener, press, settle, turn_to

TABS = {
    "decision_boundaries": (
        {"data": "xor"},
        (
            "How often?",
            "Side by side",
            "Weights by hand",
            "Own points",
            "One neuron",
            "Take it home",
        ),
    ),
    "curve_fitting": (
        {"epochs": "4", "size": "101"},
        ("Hinge by hinge", "Is it luck?", "Own points", "Take it home"),
    ),
    "dying_relu": (
        {"epochs": "4"},
        ("The learning rate", "Remedies", "Bring units back", "Take it home"),
    ),
    "regularization": (
        {"data": "moons", "epochs": "4"},
        ("What it sees", "Weights", "Learning rate", "Last against best", "Is it luck?"),
    ),
}
BUTTONS = ("Train from 200 starts", "Pin this run")


@pytest.fixture
def evaluations(monkeypatch) -> list:
    """The layers that are worked out in this process, which is the server's."""
    found = []
    activated = forward._activated

    def noted(layer, *signals):
        found.append(layer)
        return activated(layer, *signals)

    monkeypatch.setattr(forward, "_activated", noted)
    return found


@pytest.mark.parametrize("screen", TABS)
def test_a_change_of_a_setting_has_the_server_run_no_network(open_app, evaluations, screen):
    query, tabs = TABS[screen]
    app = opener(open_app, screen)(**query)
    for seed, tab in enumerate(tabs, start=11):
        turn_to(screen, app, tab)
        control(screen, app, "number_input", "seed").set_value(seed).run()
        settle(app)
        assert not evaluations, tab
        for label in {button.label for button in app.button}.intersection(BUTTONS):
            press(app, label)
        assert not evaluations, tab


def test_nor_has_an_output_that_is_a_step(open_app, evaluations):
    neuron = {"data": "and", "hidden": "", "activations": "", "output": "step"}
    app = opener(open_app, "decision_boundaries")(**neuron, rule="rosenblatt", threshold="0")
    assert app.get("vega_lite_chart")
    assert not evaluations
