"""Kinds of settings that hold one value: each checks it, turns it into text and reads that back."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

from core.problems import Problem


class Kind:
    """What a field may hold. Subclasses check a value and convert it to and from text."""

    def check(self, name: str, value: Any) -> Any:
        """Return the value in its canonical type, or raise `Problem`."""
        raise NotImplementedError

    def to_text(self, value: Any) -> str:
        """Text of a checked value, as it stands in an address."""
        return str(value)

    def from_text(self, name: str, text: str) -> Any:
        """The checked value that `text` stands for, or `Problem`."""
        return self.check(name, text)


@dataclasses.dataclass(frozen=True)
class Choice(Kind):
    """One key out of several."""

    options: tuple[str, ...]

    def check(self, name: str, value: Any) -> str:
        if not isinstance(value, str) or value not in self.options:
            raise Problem(
                "“{name}” cannot be “{value}”. Choose one of: {options}.",
                name=name,
                value=shorten(value),
                options=", ".join(self.options),
            )
        return value


@dataclasses.dataclass(frozen=True)
class Number(Kind):
    """A finite number within bounds; `step` is what a control moves by."""

    minimum: float
    maximum: float
    step: float = 0.1

    def check(self, name: str, value: Any) -> float:
        # Twelve digits: without the dust that sliders leave behind, equal settings compare equal.
        number = float(f"{_number(name, value):.12g}")
        if not self.minimum <= number <= self.maximum:
            raise Problem(
                "“{name}” must lie between {minimum} and {maximum}, not {value}.",
                name=name,
                minimum=f"{self.minimum:g}",
                maximum=f"{self.maximum:g}",
                value=f"{number:g}",
            )
        return number

    def to_text(self, value: float) -> str:
        return f"{value:.12g}"


@dataclasses.dataclass(frozen=True)
class Whole(Number):
    """A whole number within bounds."""

    step: int = 1

    def check(self, name: str, value: Any) -> int:
        number = super().check(name, value)
        if number != int(number):
            raise Problem(
                "“{name}” must be a whole number, not {value}.", name=name, value=f"{number:g}"
            )
        return int(number)

    def to_text(self, value: int) -> str:
        return str(value)


@dataclasses.dataclass(frozen=True)
class Switch(Kind):
    """Yes or no."""

    def check(self, name: str, value: Any) -> bool:
        if isinstance(value, bool):
            return value
        if value in ("true", "false"):
            return value == "true"
        raise Problem(
            "“{name}” must be “true” or “false”, not “{value}”.", name=name, value=shorten(value)
        )

    def to_text(self, value: bool) -> str:
        return "true" if value else "false"


@dataclasses.dataclass(frozen=True)
class Digest(Kind):
    """A short name made of a content, in hexadecimal digits; empty if there is no content."""

    most: int = 64

    def check(self, name: str, value: Any) -> str:
        digits = isinstance(value, str) and all(digit in "0123456789abcdef" for digit in value)
        if not digits or len(value) > self.most:
            raise Problem(
                "“{name}” must be a name of at most {most} hexadecimal digits, not “{value}”.",
                name=name,
                most=self.most,
                value=shorten(value),
            )
        return value


def shorten(value: object, limit: int = 40) -> str:
    """A value as one short line of valid Unicode, for an error message."""
    line = " ".join(str(value).encode("utf-8", "replace").decode().split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _number(name: str, value: Any) -> float:
    try:
        number = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise Problem(
            "“{name}” must be a finite number, not “{value}”.", name=name, value=shorten(value)
        )
    return number
