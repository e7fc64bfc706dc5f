"""Pieces that run in the browser come with their files."""

from __future__ import annotations

import pytest

from tests.browser.serving import ROOT

SCRIPTS = sorted((ROOT / "ui" / "components").glob("*.js"))
# The others are scripts of the page, which run once.
PIECES = [path for path in SCRIPTS if "export default" in path.read_text("utf-8")]


@pytest.mark.parametrize("path", PIECES, ids=lambda path: path.stem)
def test_every_piece_is_kept_and_ended(path):
    text = path.read_text("utf-8")
    assert "\nexport default kept(" in text
    assert "end() {" in text


def test_no_python_file_holds_a_script():
    for path in (ROOT / "ui").rglob("*.py"):
        assert "export default" not in path.read_text("utf-8"), path
