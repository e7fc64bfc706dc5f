"""A run that the visitor stops: its frames stay, it is said where it ended, and it can go on."""

from __future__ import annotations

import time

from tests.screens.decision_boundaries.app import texts
from tests.screens.trained_app import figures, pictures, settle

LONG = {
    "data": "spiral",
    "size": "500",
    "hidden": "8,8",
    "activations": "tanh,tanh",
    "batch": "1",
    "epochs": "3000",
    "rule": "gradient",
}
PATIENCE = 90  # seconds


def button(app, key: str):
    return next((button for button in app.button if button.key == key), None)


def begun(app):
    """Run until the first frames are done."""
    end = time.monotonic() + PATIENCE
    while "Training: " not in str([bar.proto for bar in app.get("progress")]):
        assert button(app, "stop run"), "the run was over before it could be stopped"
        assert time.monotonic() < end
        time.sleep(0.05)
        app.run()
    return app


def test_stop_keeps_the_frames_and_the_run_can_be_started_again(open_app):
    app = begun(open_app("decision_boundaries", lang="en", **LONG))
    button(app, "stop run").click().run()
    settle(app)
    assert len(pictures(app)) == 3
    epochs = int(LONG["epochs"])
    shown = int(figures(app)["Epochs"].replace(",", ""))
    assert 0 < shown < epochs
    assert f"Stopped at epoch {shown:,} of {epochs:,}" in texts(app)
    # It stays so, whatever else is moved.
    before = pictures(app)
    assert pictures(settle(app.run())) == before

    button(app, "restart run").click().run()
    settle(app)
    assert figures(app)["Epochs"] == f"{epochs:,}"
    assert "Stopped" not in texts(app)
