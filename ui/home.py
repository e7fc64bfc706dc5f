"""One small picture of each screen."""

from __future__ import annotations

import importlib

from ui.screen import Screen

_HEIGHT = 240


def draw(screen: Screen) -> None:
    """Draw the preview of a screen."""
    importlib.import_module(f"ui.screens.{screen}.preview").draw(_HEIGHT)
