"""The screen on curve fitting, driven without a browser."""

from __future__ import annotations

from functools import partial

from tests.screens import trained_app

SCREEN = "curve_fitting"
QUICK = {"epochs": "10", "size": "201"}

control = partial(trained_app.control, SCREEN)
turn_to = partial(trained_app.turn_to, SCREEN)


def press(app, label: str):
    """Press the first button whose label begins so."""
    next(button for button in app.button if button.label.startswith(label)).click().run()
    return trained_app.settle(app)
