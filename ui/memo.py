"""Results and what is derived from them, kept as long as there is room for all of them."""

from __future__ import annotations

import functools
import itertools
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.host import memory_limit
from ui.sizes import size_of

MOST_BYTES = 96_000_000
"""Bytes that all that is kept may take together; less on a small host."""

_SHARE = 8
"""What is kept is at most this part of the memory of the host."""

_OWN = "results of own data"
_MISSING = object()

Function = TypeVar("Function", bound=Callable[..., Any])


class _Entry:
    """A thing that is kept.

    Attributes:
        store: Where.
        key: Under which name.
        value: The thing.
        size: Its bytes, those of its key included.
        number: Tells it from all others that ever were.
        used: When it was last asked for.
        kept: Whether it still is.
        drawn: What was made from it, and goes with it.
    """

    def __init__(self, store: Store, key: Hashable, value: Any, number: int) -> None:
        self.store, self.key, self.value = weakref.ref(store), key, value
        self.size = size_of((key, value))
        self.number = self.used = number
        self.kept = True
        self.drawn: weakref.WeakSet[_Entry] = weakref.WeakSet()


class Room:
    """The bytes that several stores share: what was used least recently goes first, whosever it is.

    Args:
        size: Bytes; the thing that is kept last may take more.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.lock = threading.RLock()
        self.numbers = itertools.count()
        self._stores: weakref.WeakSet[Store] = weakref.WeakSet()

    def add(self, store: Store) -> None:
        """Let a store use the room, until it is no more."""
        with self.lock:
            self._stores.add(store)

    @property
    def taken(self) -> int:
        """Bytes that are kept now."""
        with self.lock:
            return sum(store.size for store in self._stores)

    def make(self, latest: _Entry) -> None:
        """Forget what was used least recently, until all is within the size. The lock is held."""
        while self.taken > self.size:
            oldest = (entry for store in list(self._stores) if (entry := store.oldest()))
            entry = min(oldest, key=lambda entry: entry.used)
            store = entry.store()
            if entry is latest:
                return
            # None: its session has ended in this very moment.
            if store is not None:
                store.drop(entry)


class Store:
    """Things by their keys, in a room that other stores may share. For any thread.

    Args:
        room: What limits it.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._by_identity: dict[int, _Entry] = {}
        self.size = 0
        room.add(self)

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Hashable, default: Any = None) -> Any:
        """What is kept under a key."""
        with self._room.lock:
            entry = self._entries.get(key)
            if entry is None:
                return default
            entry.used = next(self._room.numbers)
            self._entries.move_to_end(key)
            return entry.value

    def put(self, key: Hashable, value: Any, made_from: Iterable[_Entry] = ()) -> None:
        """Keep a thing, and forget those that have not been used for longest.

        Args:
            key: Its name.
            value: The thing.
            made_from: It goes as soon as one of them goes.
        """
        entry = _Entry(self, key, value, next(self._room.numbers))
        with self._room.lock:
            made_from = list(made_from)
            if not all(other.kept for other in made_from):
                return
            self.forget(key)
            for other in made_from:
                other.drawn.add(entry)
            self._entries[key] = entry
            self._by_identity |= dict.fromkeys(_identities(value), entry)
            self.size += entry.size
            self._room.make(entry)

    def forget(self, key: Hashable) -> Any:
        """Take a thing out, and what was made from it; None if there is none."""
        with self._room.lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            self.drop(entry)
            return entry.value

    def clear(self) -> None:
        """Forget all."""
        with self._room.lock:
            for entry in list(self._entries.values()):
                self.drop(entry)

    def entry_of(self, thing: Any) -> _Entry | None:
        """The entry of a thing that is kept here, or of the pair of things that it is part of."""
        with self._room.lock:
            entry = self._by_identity.get(id(thing))
            if entry is not None:
                # Whoever draws from it uses it.
                self.get(entry.key)
            return entry

    def oldest(self) -> _Entry | None:
        """What was used least recently. The lock is held."""
        return next(iter(self._entries.values()), None)

    def drop(self, entry: _Entry) -> None:
        """Forget an entry and what was made from it. The lock is held."""
        if not entry.kept:
            return
        entry.kept = False
        del self._entries[entry.key]
        self.size -= entry.size
        for identity in _identities(entry.value):
            if self._by_identity.get(identity) is entry:
                del self._by_identity[identity]
        for other in list(entry.drawn):
            store = other.store()
            if store is not None:
                store.drop(other)


def _identities(value: Any) -> list[int]:
    """What a function may be given of a value later: the value, or the parts of a tuple."""
    parts = value if type(value) is tuple else ()
    return [id(part) for part in (value, *parts) if _has_no_value(part)]


def _has_no_value(thing: Any) -> bool:
    """Is a thing told from others by its identity alone?"""
    return thing is not None and type(thing).__hash__ is object.__hash__


_most = min(MOST_BYTES, memory_limit() // _SHARE)
room = Room(_most * 2 // 3)
shared = Store(room)
"""Results that all visitors may see, and what is made from them."""

of_settings = Store(Room(_most // 3))
"""What is made from settings alone, such as specifications of charts. It has room of its own: many
visitors' results, each large and soon gone, would push out what every picture needs again."""


def clear() -> None:
    """Forget all that is kept for all visitors."""
    shared.clear()
    of_settings.clear()


def own() -> Store:
    """What only the visitor of this session may see; it ends with the session."""
    if _OWN not in st.session_state:
        st.session_state[_OWN] = Store(room)
    return st.session_state[_OWN]


def forget_own() -> None:
    """Forget what only this visitor may see."""
    st.session_state.pop(_OWN, None)


def derived(function: Function) -> Function:
    """Keep what a function returns, beside what it is made from.

    Arguments are told apart by their values, or, where these have none, such as runs, by their
    identity: what is made from a run is kept where the run is, and goes with it. What is made from
    a thing that no store keeps is made anew each time. Two that ask in the same moment may both
    make it.
    """

    @functools.wraps(function)
    def looked_up(*arguments: Any, **options: Any) -> Any:
        stores, made_from, names = [], [], [*options]
        for argument in (*arguments, *options.values()):
            if not _has_no_value(argument):
                names.append(argument)
                continue
            entry = _entry_of(argument)
            if entry is None:
                return function(*arguments, **options)
            stores.append(entry.store())
            made_from.append(entry)
            names.append((entry.number, id(argument)))
        # What is made from one's own is one's own.
        everybodys = shared if made_from else of_settings
        foreign = (store for store in stores if store is not shared and store is not of_settings)
        store = next(foreign, everybodys)
        key = function, *names
        found = store.get(key, _MISSING)
        if found is _MISSING:
            found = function(*arguments, **options)
            store.put(key, found, made_from)
        return found

    return looked_up


def _entry_of(thing: Any) -> _Entry | None:
    entry = shared.entry_of(thing) or of_settings.entry_of(thing)
    if entry is None and get_script_run_ctx(suppress_warning=True) and _OWN in st.session_state:
        entry = st.session_state[_OWN].entry_of(thing)
    return entry
