"""Kinds of settings that hold several values: each entry is checked by the kind of a single one."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from core.problems import Problem
from core.settings.fields import Choice, Kind, Number, Whole, shorten

MOST_TEXT = 400_000
"""Characters of a list: the longest one, 5,000 points of a curve, takes a third of it."""


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
EMPTY = "none"


def _join(items: Iterable[str]) -> str:
    return ",".join(items) or EMPTY


def _split(name: str, text: str) -> list[str]:
    return [] if text == EMPTY else _entries(name, text)


def _entries(name: str, text: str, between: str = ",") -> list[str]:
    if len(text) > MOST_TEXT:
        raise Problem(
            "“{name}” may have at most {most} characters, not {count}.",
            name=name,
            most=MOST_TEXT,
            count=len(text),
        )
    return text.split(between)
