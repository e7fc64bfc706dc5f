"""Pieces of Python code with the comment that goes before each."""

from __future__ import annotations

import pprint
import textwrap
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

LINE_LENGTH = 88
"""Characters of a line of code that is broken up if it is longer."""


class Comment(NamedTuple):
    """A sentence of `core.export.texts`, and what its slots hold."""

    key: str
    slots: Mapping[str, object] = MappingProxyType({})


class Cell(NamedTuple):
    """A step of the program: what it is about, in sentences, and its code.

    Where a program is to say something, its code has the key of the sentence between angle
    brackets, see `core.export.texts.spoken`.
    """

    comments: tuple[Comment, ...]
    code: str


def call(function: str, arguments: Iterable[str], indent: int = 0) -> str:
    """A call on one line, or with one argument to a line where that would be too long."""
    arguments = list(arguments)
    line = f"{function}({', '.join(arguments)})"
    if indent + len(line) <= LINE_LENGTH:
        return line
    margin = " " * indent
    rows = "".join(f"{margin}    {argument},\n" for argument in arguments)
    return f"{function}(\n{rows}{margin})"


def array(numbers: list, indent: int = 0) -> str:
    """A NumPy array written out, on as many lines as it takes."""
    width = LINE_LENGTH - 4 - indent
    table = pprint.pformat(numbers, width=width, compact=True)
    if "\n" not in table and len(table) < width - len("weights = np.array()"):
        return f"np.array({table})"
    margin = " " * indent
    return f"np.array(\n{textwrap.indent(table, margin + ' ' * 4)}\n{margin})"
