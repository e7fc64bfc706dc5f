"""Frozen values whose fields know their bounds: validation, and a text form for an address.

A `Settings` dataclass declares each field with one of the kinds of `core.settings.fields` or
`core.settings.list_fields`. The kind validates a value, turns it into text and reads that text
back, so that the same declaration serves the controls, the address and the errors.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from core.problems import Problem
from core.settings.fields import Kind, shorten


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
        return {} if self == type(self)() else self.in_full()

    def in_full(self) -> dict[str, str]:
        """All fields as text, defaults too."""
        return {
            name: kind.to_text(getattr(self, name))
            for name, kind in self.kinds.items()
            if kind.to_text(getattr(self, name))
        }

    def completed(self, query: Mapping[str, str]) -> dict[str, str]:
        """A query, with what no address carries as these settings have it: mostly nothing."""
        return dict(query)

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
