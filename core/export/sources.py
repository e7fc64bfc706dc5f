"""The source of our own functions, as a program of its own has it."""

from __future__ import annotations

import ast
import functools
import inspect
from collections.abc import Callable
from types import FunctionType


@functools.lru_cache(maxsize=32)
def sources(function: Callable) -> list[tuple[str, str]]:
    """Name and source of a function, after those of the functions of its module that it calls."""
    found = {}
    for name in function.__code__.co_names:
        helper = function.__globals__.get(name)
        if not isinstance(helper, FunctionType) or helper is function:
            continue
        if helper.__module__ == function.__module__:
            found.update(sources(helper))
    tree = _Plain().visit(ast.parse(inspect.getsource(function)))
    found[tree.body[0].name] = ast.unparse(tree)
    return list(found.items())


class _Plain(ast.NodeTransformer):
    """A function as a script has it: no annotations, no names of a module's own."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.name, node.returns = node.name.lstrip("_"), None
        for argument in node.args.args:
            argument.annotation = None
        self.generic_visit(node)
        return node

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = node.id.lstrip("_")
        return node
