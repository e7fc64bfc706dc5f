"""Finished results, kept as long as there is room for them."""

from __future__ import annotations

import dataclasses
import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

import numpy as np


class Memo:
    """Finished results, the latest used last; bounded by number and size.

    Args:
        most: How many results.
        size: Bytes of their arrays.
    """

    def __init__(self, most: int, size: int) -> None:
        self._most, self._size = most, size
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable) -> Any:
        """The result, or None."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def put(self, key: Hashable, result: Any) -> None:
        """Keep a result, and forget those that have not been used for longest."""
        with self._lock:
            self._kept[key] = result, _bytes_of(result)
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and (
                len(self._kept) > self._most
                or sum(size for _result, size in self._kept.values()) > self._size
            ):
                self._kept.popitem(last=False)

    def forget(self, key: Hashable) -> Any:
        """Take a result out; None if there is none."""
        with self._lock:
            return self._kept.pop(key, (None, 0))[0]


def _bytes_of(value: Any) -> int:
    if isinstance(value, (np.ndarray, bytes)):
        return value.nbytes if isinstance(value, np.ndarray) else len(value)
    if isinstance(value, tuple):
        return sum(map(_bytes_of, value))
    if dataclasses.is_dataclass(value):
        fields = dataclasses.fields(value)
        return sum(_bytes_of(getattr(value, field.name)) for field in fields)
    return 0
