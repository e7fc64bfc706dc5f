"""Settings as a short text: what they have that others, close to them, have not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from core.problems import Problem
from core.settings.settings import Settings, shorten

AnySettings = TypeVar("AnySettings", bound=Settings)

SAME = "same"
"""The text of settings that do not differ."""

# An address leaves it as it is, and no value holds it.
_MARK = "~"


def differences(settings: Settings, base: Settings) -> str:
    """The fields in which `settings` differ from `base`: name~value~name~value.

    Args:
        settings: What `settings_from` gives back.
        base: Settings of the same class.
    """
    parts = [
        part
        for name, kind in settings.kinds.items()
        if getattr(settings, name) != getattr(base, name)
        for part in (name, kind.to_text(getattr(settings, name)))
    ]
    return _MARK.join(parts) or SAME


def settings_from(text: str, base: AnySettings) -> AnySettings:
    """Read what `differences` wrote.

    Args:
        text: Its text.
        base: The same settings as there.

    Raises:
        Problem: If a name or value in it is wrong, or they do not go together.
    """
    if text == SAME:
        return base
    parts = text.split(_MARK)
    if len(parts) % 2:
        raise Problem("“{text}” is no list of settings and values.", text=shorten(text))
    return replace(base, **_values(dict(zip(parts[::2], parts[1::2], strict=True)), base))


def _values(texts: Mapping[str, str], base: Settings) -> dict[str, object]:
    for name in texts:
        if name not in base.kinds:
            raise Problem("This screen has no setting “{name}”.", name=shorten(name))
    return {name: base.kinds[name].from_text(name, text) for name, text in texts.items()}
