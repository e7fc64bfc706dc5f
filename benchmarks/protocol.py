"""A visitor without a browser: a session that speaks Streamlit's own protocol.

What a browser would draw costs nothing here, so that many visitors fit beside the server that is
measured. Widgets are moved as the browser moves them: by their id, in their fragment.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Callable
from typing import NamedTuple

import websockets
from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


class Widget(NamedTuple):
    """A widget as the server last drew it.

    Attributes:
        element: Its message, with its id and what it offers.
        fragment: Id of the fragment that it reruns, "" for the whole page.
    """

    element: Message
    fragment: str


class Visitor:
    """One open page.

    Args:
        address: Of the server, without a final slash.
        screen: Key of the screen.

    Attributes:
        widgets: By their labels; buttons, sliders, menus, fields and boxes that unfold.
        tabs: The tabs that rerun their fragment, by their key.
        tab_labels: The labels of each of them.
        failures: Texts of exceptions, and of errors that the page has shown.
        last: When the last message came, in the seconds of `now`.
        heard: Called with each message as it arrives.
        problems: Texts of errors and warnings that the page has shown.
        received: Bytes so far.
    """

    def __init__(self, address: str, screen: str) -> None:
        self._address = address.replace("http", "ws", 1) + "/_stcore/stream"
        self._screen = screen
        self._socket: websockets.ClientConnection | None = None
        self._timers: dict[str, asyncio.Task] = {}
        self._reader: asyncio.Task | None = None
        self._query = self._page = ""
        self.widgets: dict[str, Widget] = {}
        self.tabs: dict[str, Widget] = {}
        self.tab_labels: dict[str, list[str]] = {}
        self._tabs_at: dict[tuple[int, ...], str] = {}
        self.heard: Callable[[ForwardMsg], None] = lambda message: None
        self.problems: list[str] = []
        self.failures: list[str] = []
        self.received = 0
        self.last = 0.0
        self._running = False

    @property
    def watching(self) -> bool:
        """Whether a part of the page redraws by itself, as while a training lasts."""
        return bool(self._timers)

    async def arrive(self, query: str = "") -> None:
        """Connect, and open the screen by a link."""
        self._socket = await websockets.connect(
            self._address, subprotocols=["streamlit"], max_size=None, compression=None
        )
        self._reader = asyncio.create_task(self._read())
        await self.follow(query)

    async def leave(self) -> None:
        """Close the page."""
        for task in (*self._timers.values(), self._reader):
            task.cancel()
        await self._socket.close()

    async def follow(self, query: str) -> None:
        """Open the screen with another address, as the Back button does."""
        self._query = query
        self._end_timers(list(self._timers))
        await self._send(self._rerun())

    async def rest(self, quiet: float = 0.4, limit: float = 120.0) -> bool:
        """Wait until the page has been at rest for some time; False past the limit."""
        end = now() + limit
        while self._running or self._timers or now() - self.last < quiet:
            if now() > end:
                return False
            await asyncio.sleep(0.05)
        return True

    async def set(self, label: str, **value: object) -> None:
        """Move a widget: `set("Seed", double_value=3.0)`, in the words of `WidgetState`."""
        await self._move(await _drawn(self.widgets, label), value)

    async def turn_to(self, key: str, tab: str) -> None:
        """Open a tab."""
        await self._move(await _drawn(self.tabs, key), {"string_value": tab})

    async def _move(self, widget: Widget, value: dict[str, object]) -> None:
        message = self._rerun(widget.fragment)
        message.rerun_script.widget_states.widgets.add(id=widget.element.id, **value)
        await self._send(message)

    def _rerun(self, fragment: str = "", automatic: bool = False) -> BackMsg:
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self._query
        if self._page:
            state.page_script_hash = self._page
        else:
            state.page_name = self._screen
        state.fragment_id, state.is_auto_rerun = fragment, automatic
        state.context_info.timezone = "UTC"
        state.context_info.locale = "en-US"
        return message

    async def _send(self, message: BackMsg) -> None:
        # What was sent is under way, even before the server says so.
        self.last = now()
        with contextlib.suppress(websockets.ConnectionClosed):
            await self._socket.send(message.SerializeToString())

    async def _read(self) -> None:
        async for data in self._socket:
            self.received += len(data)
            self.last = now()
            message = ForwardMsg.FromString(data)
            self._take(message)
            self.heard(message)

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "delta":
            self._take_delta(message)
        elif kind == "script_finished":
            self._running = False
        elif kind == "navigation":
            self._page = message.navigation.page_script_hash
        elif kind == "new_session":
            self._running = True
            if not message.metadata.run.fragment_ids:
                self._end_timers(list(self._timers))
        elif kind == "auto_rerun":
            self._begin_timer(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "stop_auto_rerun":
            self._end_timers(message.stop_auto_rerun.fragment_ids)
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string

    def _take_delta(self, message: ForwardMsg) -> None:
        delta = message.delta
        if delta.WhichOneof("type") == "add_block":
            block = delta.add_block
            if block.WhichOneof("type") == "tab_container" and block.tab_container.id:
                key = block.tab_container.id.rsplit("-", 1)[-1]
                self.tabs[key] = Widget(block.tab_container, delta.fragment_id)
                self._tabs_at[tuple(message.metadata.delta_path)] = key
                self.tab_labels[key] = []
            elif block.WhichOneof("type") == "tab":
                key = self._tabs_at.get(tuple(message.metadata.delta_path)[:-1])
                if key is not None:
                    self.tab_labels[key].append(block.tab.label)
            elif block.WhichOneof("type") == "expandable" and block.expandable.id:
                self.widgets[block.expandable.label] = Widget(block.expandable, delta.fragment_id)
            return
        kind = delta.new_element.WhichOneof("type")
        if kind in ("alert", "exception"):
            self._note_problem(delta.new_element)
            return
        element = getattr(delta.new_element, kind) if kind else None
        if hasattr(element, "id") and getattr(element, "label", ""):
            self.widgets[element.label] = Widget(element, delta.fragment_id)

    def _note_problem(self, element: Message) -> None:
        if element.WhichOneof("type") == "exception":
            self.problems.append(element.exception.message)
            self.failures.append(element.exception.message)
        elif element.alert.format in (element.alert.ERROR, element.alert.WARNING):
            self.problems.append(element.alert.body)
        if element.WhichOneof("type") == "alert" and element.alert.format == element.alert.ERROR:
            self.failures.append(element.alert.body)

    def _begin_timer(self, fragment: str, interval: float) -> None:
        async def beat() -> None:
            while True:
                await asyncio.sleep(interval)
                await self._send(self._rerun(fragment, automatic=True))

        self._end_timers([fragment])
        self._timers[fragment] = asyncio.create_task(beat())

    def _end_timers(self, fragments: list[str]) -> None:
        for fragment in fragments:
            if fragment in self._timers:
                self._timers.pop(fragment).cancel()


async def _drawn(widgets: dict[str, Widget], name: str) -> Widget:
    """A widget, as soon as the page has drawn it."""
    while name not in widgets:
        await asyncio.sleep(0.05)
    return widgets[name]


def component_data(message: ForwardMsg) -> dict:
    """The data of a component, {} if the message holds none."""
    if message.WhichOneof("type") != "delta":
        return {}
    element = message.delta.new_element
    if element.WhichOneof("type") != "bidi_component" or not element.bidi_component.json:
        return {}
    return json.loads(element.bidi_component.json)


def metric(message: ForwardMsg) -> tuple[str, str] | None:
    """Label and value of a metric, None if the message holds none."""
    if message.WhichOneof("type") != "delta":
        return None
    element = message.delta.new_element
    if element.WhichOneof("type") != "metric":
        return None
    return element.metric.label, element.metric.body


def now() -> float:
    """Seconds, as all times here are counted."""
    return time.perf_counter()
