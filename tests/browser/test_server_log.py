"""What a server writes while it is visited: whoever runs one should find only news in it."""

from __future__ import annotations

import re

import pytest

from tests.browser import boundary_page, menus
from tests.browser.serving import serve
from tests.browser.test_navigation import menu, open_screen
from ui.catalogue import SCREENS

pytestmark = pytest.mark.browser

# Python's levels and tracebacks, and the first letter of a line of TensorFlow's.
_COMPLAINT = re.compile(r"warning|error|traceback|exception|critical|^[WEF]\d{4} ", re.IGNORECASE)
# TensorFlow's news: of its own first lines, and of "round-off errors" of its operations.
_NEWS = re.compile(r"WARNING: All log messages before absl::InitializeLog\(\) is called|I\d{4} ")

SHAPES = ("2", "3", "4", "2,2", "3,2", "3,3", "4,2")


def test_a_walk_through_all_screens_leaves_no_warning_in_the_log(visit, rest, tmp_path):
    path = tmp_path / "log"
    with path.open("w") as log, serve(log=log) as server:
        page = visit()
        open_screen(page, rest, server)
        for key in SCREENS:
            menu(page, key).click()
            page.wait_for_url(f"**/{key}*")
            boundary_page.settled(page, rest)
        menu(page, "why_nonlinear").click()
        page.wait_for_url("**/why_nonlinear*")
        rest(page)
        # Its parameter stands in two parts of the screen, of which the second follows the first.
        menus.choose(page, "Activation", "Binary step")
        page.wait_for_url("**activation=binary_step*")
        rest(page)
        for hidden in SHAPES:
            functions = ",".join("relu" for _units in hidden.split(","))
            query = f"hidden={hidden}&activations={functions}&epochs=100"
            boundary_page.open_screen(page, rest, server, query)
            boundary_page.settled(page, rest)
    lines = [line for line in path.read_text().splitlines() if not _NEWS.match(line)]
    assert [line for line in lines if _COMPLAINT.search(line)] == []
