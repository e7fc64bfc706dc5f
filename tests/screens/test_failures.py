"""A run or a part of a screen that fails: said once, in the place of its picture."""

from __future__ import annotations

import logging

import pytest

from core.problems import Problem
from core.workers.ends import unable
from tests.ui.test_layout import fail

SCREENS = ("decision_boundaries", "curve_fitting", "dying_relu", "regularization")
LOST = Problem("It was ended by the signal {signal}.", signal="SIGSEGV")


class Failed:
    """The handle of a run that has failed."""

    state, place, progress, stopping = "failed", 0, (0, 0), False

    def __init__(self, error):
        self.error = error

    def done(self):
        return True

    def wait(self, timeout=None):
        return True

    def cancel(self):
        pass

    def result(self, timeout=None):
        raise self.error


@pytest.fixture
def failing(monkeypatch):
    """Let every run fail: `failing(error)`; returns what has been asked for."""

    def let(error):
        asked = []

        def submit(job, *_arguments, slot, **_options):
            asked.append(slot)
            return Failed(error)

        monkeypatch.setattr("core.workers.submit_job", submit)
        monkeypatch.setattr("core.workers.warm", lambda *_arguments: None)
        monkeypatch.setattr("core.workers.ready", lambda: True)
        return asked

    return let


@pytest.mark.parametrize("screen", SCREENS)
def test_a_run_that_failed_is_not_begun_again_without_the_visitor(screen, failing, open_app):
    asked = failing(LOST)
    app = open_app(screen)
    slots = sorted(set(asked))
    for _again in range(3):
        app.run()
    assert sorted(asked) == slots
    assert [error.value for error in app.error] == ["It was ended by the signal SIGSEGV."] * len(
        slots
    )
    assert not app.warning
    next(one for one in app.button if one.key == f"restart {slots[0]}").click().run()
    assert sorted(asked) == sorted([*slots, slots[0]])


@pytest.mark.parametrize("screen", SCREENS)
def test_that_nothing_can_be_trained_is_said_once_with_what_works(screen, failing, open_app):
    failing(unable("SIGILL"))
    app = open_app(screen)
    assert [error.value for error in app.error] == [
        "Nothing can be trained on this server: TensorFlow could not be loaded (SIGILL)."
    ]
    assert "the screens under “Functions”" in str([text.value for text in app.markdown])
    # The lesson, the tabs and the controls are there all the same.
    assert app.tabs
    assert len([one for one in app.button if str(one.key).startswith("restart")]) == 1


def test_a_fault_of_a_run_is_logged_and_no_path_is_shown(failing, open_app, caplog):
    failing(RuntimeError("secret path /srv/app"))
    with caplog.at_level(logging.ERROR, logger="ui.training.slots"):
        app = open_app("decision_boundaries")
    assert app.error[0].value.startswith("This part of the page failed.")
    assert "secret path" in caplog.text
    assert "secret path" not in str(app.main)


@pytest.mark.parametrize("error", [RuntimeError("ours"), LOST])
def test_a_part_that_fails_says_so_in_the_place_of_the_picture(error, open_app, monkeypatch):
    monkeypatch.setattr("ui.screens.decision_boundaries.views.training", fail(error))
    app = open_app("decision_boundaries")
    wide = [column for column in app.columns if column.weight > 0.7]
    assert sum(len([*column.error, *column.warning]) for column in wide) == 1


def test_a_part_that_fails_says_which_changes_it_met_and_logs_their_names(
    open_app, monkeypatch, caplog
):
    monkeypatch.setattr("ui.screens.function_gallery.views.comparison", fail(RuntimeError("ours")))
    with caplog.at_level(logging.ERROR, logger="ui.layout"):
        app = open_app("function_gallery", functions="tanh", view="both")
    (said,) = [error.value for error in app.error]
    assert "Changed since it last drew: `functions`" in said
    assert "functions" in caplog.messages[0]
    assert "tanh" not in caplog.messages[0]
