"""A button that copies the address of the page, as the browser shows it at that moment."""

from __future__ import annotations

from ui.components import component

_button = component("copy_link")


def copy_link_button(label: str, done: str, key: str) -> None:
    """Draw the button; it says `done` for two seconds after a click."""
    _button(data={"label": label, "done": done}, key=key, height="content", width="content")
