"""Frozen values whose fields know their bounds: validation, and a text form for an address.

A `Settings` dataclass declares each field with one of the kinds below. The kind
validates a value, turns it into text and reads that text back, so that the same
declaration serves the controls, the address and the errors.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from typing import Any, ClassVar, Self

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
class Choices(Kind):
    """Several different keys, in the order chosen."""

    options: tuple[str, ...]
    least: int = 1
    most: int = 6

    def check(self, name: str, value: Any) -> tuple[str, ...]:
        one = Choice(self.options)
        items = tuple(one.check(name, item) for item in value)
        if not self.least <= len(set(items)) == len(items) <= self.most:
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
        return self.check(name, text.split(","))


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

    def check(self, name: str, value: Any) -> tuple[float, ...]:
        one = Number(self.minimum, self.maximum)
        items = tuple(one.check(name, item) for item in value)
        if not self.least <= len(items) <= self.most:
            raise Problem(
                "“{name}” takes {least} to {most} numbers, not {count}.",
                name=name,
                least=self.least,
                most=self.most,
                count=len(items),
            )
        return items

    def to_text(self, value: tuple[float, ...]) -> str:
        return ",".join(f"{item:.12g}" for item in value)

    def from_text(self, name: str, text: str) -> tuple[float, ...]:
        return self.check(name, text.split(","))


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
        pairs = dict(value)
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
        pairs = [item.partition(":") for item in text.split(",") if item]
        return self.check(name, [(key, number) for key, _, number in pairs])


def setting(kind: Kind, default: Any) -> Any:
    """A dataclass field of the given kind; the default is checked too."""
    return dataclasses.field(default=kind.check("default", default), metadata={"kind": kind})


@dataclasses.dataclass(frozen=True)
class Settings:
    """Base of every frozen value that a screen's controls make.

    Raises:
        Problem: When a field is out of bounds; the message names field, value and bounds.
    """

    kinds: ClassVar[Mapping[str, Kind]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        # This runs before the dataclass decorator does: the fields still stand in the class.
        cls.kinds = {
            **cls.kinds,
            **{
                name: field.metadata["kind"]
                for name, field in vars(cls).items()
                if isinstance(field, dataclasses.Field)
            },
        }

    def __post_init__(self) -> None:
        for name, kind in self.kinds.items():
            object.__setattr__(self, name, kind.check(name, getattr(self, name)))

    def to_query(self) -> dict[str, str]:
        """All fields as text, or nothing at all if every field has its default.

        A link thus keeps its meaning when a later version changes one default.
        """
        if self == type(self)():
            return {}
        return {
            name: kind.to_text(getattr(self, name))
            for name, kind in self.kinds.items()
            if kind.to_text(getattr(self, name))
        }

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> tuple[Self, list[Problem]]:
        """Read the fields named in `query`; what is wrong is reported and gets its default.

        Args:
            query: Text by field name.

        Returns:
            The settings, and one problem for each entry that could not be used.
        """
        problems, values = [], {}
        for name, text in query.items():
            if name not in cls.kinds:
                problems.append(Problem("This screen has no setting “{name}”.", name=shorten(name)))
                continue
            try:
                values[name] = cls.kinds[name].from_text(name, text)
            except Problem as problem:
                problems.append(problem)
        try:
            return cls(**values), problems
        except Problem as problem:
            # Each value is fine by itself, but not with the others.
            return cls(), [*problems, problem]


def shorten(value: object, limit: int = 40) -> str:
    """A value as one short line for an error message."""
    line = " ".join(str(value).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _number(name: str, value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise Problem(
            "“{name}” must be a finite number, not “{value}”.", name=name, value=shorten(value)
        )
    return number
