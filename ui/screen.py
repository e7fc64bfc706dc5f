"""What a screen says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from core.settings import Settings
from ui.i18n.language import N_

SECTIONS = (N_("Functions"), N_("Networks"), N_("Training"))
"""Headings of the menu, in order; one without a screen is not shown."""


@dataclass(frozen=True)
class Screen:
    """One page: one question. Written as text, it is its key.

    Attributes:
        key: Name of its file in `pages`, of its lessons, and of its address.
        section: Heading of the menu that it stands under.
        icon: Material symbol.
        title: English title, translated when shown.
        question: The question that the screen answers, in one English sentence.
        settings: What its controls return.
        pins: How many other settings can be kept beside those shown.
    """

    key: str
    section: str
    icon: str
    title: str
    question: str
    settings: type[Settings]
    pins: int = 0

    @property
    def path(self) -> str:
        """The file of its page, as Streamlit names it."""
        return f"pages/{self.key}.py"

    def __str__(self) -> str:
        return self.key
