"""Each file of tests finds the app as a server finds it that has just started."""

from __future__ import annotations

import pytest

from ui import memo


@pytest.fixture(autouse=True, scope="module")
def nothing_kept():
    """No result of another file's tests, whichever came before."""
    memo.clear()
