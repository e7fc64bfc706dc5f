"""Opens the screen on curve fitting."""

from __future__ import annotations

import pytest

from tests.screens.curve_fitting.app import SCREEN
from tests.screens.trained_app import opener


@pytest.fixture
def open_settled(open_app):
    return opener(open_app, SCREEN)
