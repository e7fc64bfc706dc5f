"""What can be set: fields that know their bounds, and frozen values made of them."""

from __future__ import annotations

from core.settings.fields import Choice, Digest, Number, Switch, Whole, shorten
from core.settings.list_fields import (
    ChoiceList,
    Choices,
    Each,
    NamedNumbers,
    Numbers,
    Span,
    Wholes,
)
from core.settings.settings import Settings, setting

__all__ = [
    "Choice",
    "ChoiceList",
    "Choices",
    "Digest",
    "Each",
    "NamedNumbers",
    "Number",
    "Numbers",
    "Settings",
    "Span",
    "Switch",
    "Whole",
    "Wholes",
    "setting",
    "shorten",
]
