"""Bytes that a value holds, counted where they are."""

from __future__ import annotations

import dataclasses
import enum
import sys
import types
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

ELSEWHERE = {"counted": "elsewhere"}
"""Metadata of a dataclass field whose value many share, and which is counted once, not here."""

_ATOMS = frozenset({str, bytes, int, float, bool, complex, type(None)})
_NOT_OWN = (type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType, enum.Enum)


def size_of(value: Any) -> int:
    """Bytes of a value and of all that it refers to; what several refer to is counted once.

    A view is counted with all of the array that it looks into: it keeps that alive.
    """
    total, seen, rest = 0, set(), [value]
    while rest:
        thing = rest.pop()
        if id(thing) in seen or isinstance(thing, _NOT_OWN):
            continue
        seen.add(id(thing))
        total += _shallow(thing)
        if isinstance(thing, (list, tuple)) and _ATOMS.issuperset(map(type, thing)):
            # Thousands of numbers of a chart: not one by one.
            total += sum(map(sys.getsizeof, {id(item): item for item in thing}.values()))
        else:
            rest.extend(_parts(thing))
    return total


def _shallow(thing: Any) -> int:
    if isinstance(thing, (pa.Table, pa.RecordBatch, pa.ChunkedArray, pa.Array)):
        return thing.get_total_buffer_size()
    if isinstance(thing, pa.Buffer):
        return thing.size
    # Arrays that own their numbers, and pandas' objects, say what they hold.
    return sys.getsizeof(thing)


def _parts(thing: Any) -> Iterator[Any]:
    if type(thing) in _ATOMS or isinstance(thing, (pd.DataFrame, pd.Series, pd.Index)):
        return
    if isinstance(thing, np.ndarray):
        if thing.base is not None:
            yield thing.base
        if thing.dtype.hasobject:
            yield from thing.flat
    elif isinstance(thing, memoryview):
        yield thing.obj
    elif isinstance(thing, dict):
        yield from thing.keys()
        yield from thing.values()
    elif isinstance(thing, (list, tuple, set, frozenset)):
        yield from thing
    elif dataclasses.is_dataclass(thing):
        for field in dataclasses.fields(thing):
            if field.metadata != ELSEWHERE:
                yield getattr(thing, field.name, None)
    else:
        yield from getattr(thing, "__dict__", {}).values()
