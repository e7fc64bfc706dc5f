"""What a visitor sees when something fails: a sentence, and the rest of the page."""

from __future__ import annotations

import logging
import subprocess
import sys

from core.problems import Problem
from tests.browser.serving import ROOT


def fail(error: Exception):
    def failing(*_arguments):
        raise error

    return failing


def test_a_fault_of_ours_is_a_sentence_and_a_traceback_in_the_log(open_app, monkeypatch, caplog):
    monkeypatch.setattr(
        "ui.screens.function_gallery.views.comparison", fail(RuntimeError("secret path /srv/app"))
    )
    with caplog.at_level(logging.ERROR, logger="ui.layout"):
        app = open_app("function_gallery")
    assert [error.value for error in app.error] == [
        "This part of the page failed. Your settings are kept: try another one, or press “Reset”."
    ]
    assert "secret path" not in str(app.main)
    assert "secret path" in caplog.text
    # The other parts are there all the same.
    assert app.dataframe


def test_a_problem_of_the_visitor_is_said_in_their_language(open_app, monkeypatch):
    problem = Problem("The file is empty. Choose another picture.")
    monkeypatch.setattr("ui.screens.function_gallery.views.comparison", fail(problem))
    app = open_app("function_gallery", lang="ko")
    assert [warning.value for warning in app.warning] == [
        "파일이 비어 있습니다. 다른 그림을 고르십시오."
    ]


def test_no_screen_imports_tensorflow():
    """It takes seconds and 600 MB: that is for worker processes."""
    code = """
import sys
from streamlit.testing.v1 import AppTest
from ui.catalogue import SCREENS
for path in ("", *SCREENS):
    app = AppTest.from_file("streamlit_app.py", default_timeout=60)
    if path:
        app.switch_page(f"pages/{path}.py")
    app.run()
    assert not app.exception, path
print(sorted({name.split(".")[0] for name in sys.modules} & {"tensorflow", "keras", "sklearn"}))
"""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]", done.stderr[-2000:]


def test_the_tab_of_the_home_screen_speaks_the_language_of_the_visitor(open_app, monkeypatch):
    titles = []
    monkeypatch.setattr(
        "streamlit.set_page_config", lambda **said: titles.append(said["page_title"])
    )
    open_app(lang="ko")
    assert titles[0].startswith("활성화 함수")


def test_an_upload_is_kept_in_memory_whichever_screen_is_the_first():
    """Starlette writes a larger one than this to disk."""
    code = """
from starlette.formparsers import MultiPartParser
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("streamlit_app.py", default_timeout=60)
app.switch_page("pages/curve_fitting.py").run()
assert not app.exception
print(MultiPartParser.spool_max_size > 10 * 2**20)
"""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, text=True
    )
    assert done.stdout.strip() == "True", done.stderr[-2000:]


def test_the_configuration_is_that_of_a_public_server():
    import tomllib

    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert config["client"]["showErrorDetails"] == "none"
    assert config["server"]["maxUploadSize"] == 10
    assert config["browser"]["gatherUsageStats"] is False
