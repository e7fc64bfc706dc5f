"""What a session keeps of the runs that its pages have shown: their slots' names."""

from __future__ import annotations

import gc
import weakref

import pytest

from core import workers
from tests.screens.trained_app import press, settle

SCREENS = {
    "decision_boundaries": {"pinned1": "seed~7", "epochs": "20"},
    "curve_fitting": {"epochs": "4"},
    "dying_relu": {"epochs": "4"},
    "regularization": {"data": "moons", "epochs": "4"},
}


@pytest.fixture
def runs(monkeypatch):
    """Weak references to the runs that are asked for, and to their handles."""
    found = []
    submit = workers.submit_job

    def noted(*arguments, **options):
        handle = submit(*arguments, **options)
        found.extend([weakref.ref(handle), weakref.ref(handle._run)])
        return handle

    monkeypatch.setattr(workers, "submit_job", noted)
    return found


def alive(references: list) -> list:
    """Who still refers to what they refer to."""
    gc.unfreeze()
    gc.collect()
    gc.unfreeze()
    return [(found, gc.get_referrers(found)) for reference in references if (found := reference())]


def watched(open_app, monkeypatch, screen: str):
    """A screen whose runs were watched, and could be stopped, until they ended."""
    with monkeypatch.context() as patch:
        # The first drawing does not wait for them.
        patch.setattr(workers, "ready", lambda: False)
        app = open_app(screen, lang="en", **SCREENS[screen])
        assert any((button.key or "").startswith("stop ") for button in app.button)
    return settle(app)


@pytest.mark.parametrize("screen", SCREENS)
def test_a_session_keeps_no_run_that_was_taken(open_app, monkeypatch, runs, screen):
    app = watched(open_app, monkeypatch, screen)
    app.session_state[f"{screen} further"] = "Take it home"
    settle(app.run())
    assert runs
    assert alive(runs) == []


def test_a_session_keeps_no_run_that_was_stopped(open_app, monkeypatch, runs):
    long = {"data": "spiral", "size": "500", "hidden": "8,8", "activations": "tanh,tanh"}
    with monkeypatch.context() as patch:
        patch.setattr(workers, "ready", lambda: False)
        app = open_app("decision_boundaries", lang="en", batch="1", epochs="3000", **long)
    press(app, "Stop")
    assert "Start it again" in [button.label for button in app.button]
    assert alive(runs) == []
