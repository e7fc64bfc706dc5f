"""Kinds of settings: each checks a value, turns it into text and reads that text back."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Mapping
from typing import Any

from core.problems import Problem

MOST_TEXT = 400_000
"""Characters of a list: the longest one, 5,000 points of a curve, takes a third of it."""


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
class Choices(Kind):
    """Several different keys, in the order chosen."""

    options: tuple[str, ...]
    least: int = 1
    most: int = 6

    def check(self, name: str, value: Any) -> tuple[str, ...]:
        one, items = Choice(self.options), _items(name, value)
        few = self.least <= len(items) <= self.most
        items = tuple(one.check(name, item) for item in items) if few else items
        if not few or len(set(items)) < len(items):
            raise Problem(
                "“{name}” takes {least} to {most} different entries, not {count}.",
                name=name,
                least=self.least,
                most=self.most,
                count=len(items),
            )
        return items

    def to_text(self, value: tuple[str, ...]) -> str:
        return ",".join(value)

    def from_text(self, name: str, text: str) -> tuple[str, ...]:
        return self.check(name, _entries(name, text))


@dataclasses.dataclass(frozen=True)
class ChoiceList(Kind):
    """A list of keys, in which one may stand more than once."""

    options: tuple[str, ...]
    least: int
    most: int

    def check(self, name: str, value: Any) -> tuple[str, ...]:
        one, items = Choice(self.options), _items(name, value)
        _check_count(name, len(items), self.least, self.most)
        return tuple(one.check(name, item) for item in items)

    def to_text(self, value: tuple[str, ...]) -> str:
        return _join(value)

    def from_text(self, name: str, text: str) -> tuple[str, ...]:
        return self.check(name, _split(name, text))


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
class Numbers(Kind):
    """A list of numbers, each within the same bounds."""

    minimum: float
    maximum: float
    least: int
    most: int
    step: float = 0.1

    @property
    def one(self) -> Number:
        """What each entry is."""
        return Number(self.minimum, self.maximum, self.step)

    def check(self, name: str, value: Any) -> tuple[float, ...]:
        items = _items(name, value)
        if not self.least <= len(items) <= self.most:
            raise Problem(
                "“{name}” takes {least} to {most} numbers, not {count}.",
                name=name,
                least=self.least,
                most=self.most,
                count=len(items),
            )
        one = self.one
        return tuple(one.check(name, item) for item in items)

    def to_text(self, value: tuple[float, ...]) -> str:
        return _join(self.one.to_text(item) for item in value)

    def from_text(self, name: str, text: str) -> tuple[float, ...]:
        return self.check(name, _split(name, text))


@dataclasses.dataclass(frozen=True)
class Wholes(Numbers):
    """A list of whole numbers, each within the same bounds."""

    step: int = 1

    @property
    def one(self) -> Whole:
        return Whole(self.minimum, self.maximum, self.step)


@dataclasses.dataclass(frozen=True)
class Span(Numbers):
    """An interval of numbers: a lower and a higher end."""

    least: int = 2
    most: int = 2

    def check(self, name: str, value: Any) -> tuple[float, float]:
        low, high = super().check(name, value)
        if low >= high:
            raise Problem(
                "“{name}” must run from a smaller to a larger number, not from {low} to {high}.",
                name=name,
                low=f"{low:g}",
                high=f"{high:g}",
            )
        return low, high


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
class NamedNumbers(Kind):
    """Numbers by dotted name, such as the parameters of several functions.

    Held as a sorted tuple of pairs so that the settings stay hashable; names that
    are absent have their default.
    """

    bounds: Mapping[str, Number]

    def __hash__(self) -> int:
        return hash(tuple(self.bounds))

    def check(self, name: str, value: Any) -> tuple[tuple[str, float], ...]:
        try:
            pairs = dict(value)
        except (TypeError, ValueError):
            raise Problem(
                "“{name}” must hold names with numbers, not “{value}”.",
                name=name,
                value=shorten(value),
            ) from None
        for key in pairs:
            if key not in self.bounds:
                raise Problem(
                    "“{name}” knows no “{key}”. Known are: {options}.",
                    name=name,
                    key=shorten(key),
                    options=", ".join(self.bounds),
                )
        return tuple(sorted((key, self.bounds[key].check(key, pairs[key])) for key in pairs))

    def to_text(self, value: tuple[tuple[str, float], ...]) -> str:
        return ",".join(f"{key}:{self.bounds[key].to_text(number)}" for key, number in value)

    def from_text(self, name: str, text: str) -> tuple[tuple[str, float], ...]:
        pairs: dict[str, str] = {}
        for item in filter(None, _entries(name, text)):
            key, _colon, number = item.partition(":")
            if key in pairs:
                raise Problem("“{name}” is given twice. Leave one of them out.", name=shorten(key))
            pairs[key] = number
        return self.check(name, pairs)


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


@dataclasses.dataclass(frozen=True)
class Each(Kind):
    """A list of settings of one class, which has `to_text` and `from_text`."""

    of: type
    least: int = 1
    most: int = 6

    def check(self, name: str, value: Any) -> tuple:
        items = _items(name, value)
        _check_count(name, len(items), self.least, self.most)
        for item in items:
            if not isinstance(item, self.of):
                raise Problem("“{name}” cannot hold “{value}”.", name=name, value=shorten(item))
        return items

    def to_text(self, value: tuple) -> str:
        return "~~".join(item.to_text() for item in value)

    def from_text(self, name: str, text: str) -> tuple:
        items = []
        for number, part in enumerate(_entries(name, text, "~~")[: self.most + 1], start=1):
            try:
                items.append(self.of.from_text(part))
            except Problem as problem:
                raise Problem(
                    "Entry {number} of “{name}”: {problem}",
                    number=number,
                    name=name,
                    problem=problem,
                ) from problem
        return self.check(name, items)


def shorten(value: object, limit: int = 40) -> str:
    """A value as one short line of valid Unicode, for an error message."""
    line = " ".join(str(value).encode("utf-8", "replace").decode().split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _items(name: str, value: Any) -> tuple:
    if not isinstance(value, (list, tuple)):
        raise Problem("“{name}” must be a list, not “{value}”.", name=name, value=shorten(value))
    return tuple(value)


def _check_count(name: str, count: int, least: int, most: int) -> None:
    if not least <= count <= most:
        raise Problem(
            "“{name}” takes {least} to {most} entries, not {count}.",
            name=name,
            least=least,
            most=most,
            count=count,
        )


# Text for an empty list: an entry without text is left out of an address, and so gets its default.
_EMPTY = "none"


def _join(items: Iterable[str]) -> str:
    return ",".join(items) or _EMPTY


def _split(name: str, text: str) -> list[str]:
    return [] if text == _EMPTY else _entries(name, text)


def _entries(name: str, text: str, between: str = ",") -> list[str]:
    if len(text) > MOST_TEXT:
        raise Problem(
            "“{name}” may have at most {most} characters, not {count}.",
            name=name,
            most=MOST_TEXT,
            count=len(text),
        )
    return text.split(between)


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
