"""What a visitor takes home from the screen on regularization, with a real worker."""

from __future__ import annotations

import pytest

from tests.screens.trained_app import settle

SCREEN = "regularization"


@pytest.fixture
def at_home(open_app):
    app = settle(open_app(SCREEN, lang="en", epochs="3"))
    app.session_state[f"{SCREEN} further"] = "Take it home"
    return settle(app.run())


def test_script_notebook_and_history_are_offered(at_home):
    labels = [button.proto.label for button in at_home.get("download_button")]
    assert labels == ["Keras script", "Notebook", "History as CSV"]
