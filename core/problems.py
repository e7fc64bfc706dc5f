"""Errors that a visitor may read: a sentence that says what to change, and can be translated."""

from __future__ import annotations


class Problem(ValueError):
    """Something that a visitor can put right.

    Attributes:
        template: The English sentence with named slots; also the key of its translation.
        values: What the slots hold.
    """

    def __init__(self, template: str, **values: object) -> None:
        self.template = template
        self.values = values
        super().__init__(template.format(**values))

    def __reduce__(self):
        # Exceptions are pickled by their message alone; worker processes must not lose the slots.
        return _rebuild, (type(self), self.template, self.values)


def _rebuild(kind: type[Problem], template: str, values: dict[str, object]) -> Problem:
    return kind(template, **values)
