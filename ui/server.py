"""The memory of the server: what ended sessions left is given back, with no visitor needed."""

from __future__ import annotations

import ctypes
import gc
import logging
import threading
import time
from functools import cache

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state import SessionState

from ui import memo

EVERY = 10.0
"""Seconds between two looks at the sessions."""

GONE = 60.0
"""Seconds for which a visitor may lose the connection, and come back to the same session.

Streamlit would wait for 120, and then end the session only when somebody else comes or goes."""

_ARENA_MAX = -8
"""Number of this setting in malloc.h."""

_ARENAS = 2
_log = logging.getLogger(__name__)


class Attendant:
    """Ends the sessions of those who have left, and gives back what they held.

    Args:
        libc: The C library, where it is glibc.
    """

    def __init__(self, libc: ctypes.CDLL | None) -> None:
        self._libc = libc
        # By session, since when it has had no connection; None if it has one.
        self._gone: dict[str, float | None] = {}
        self._states: dict[str, SessionState] = {}
        self._to_clear = 0
        self._set_aside = False

    def meet(self, session: str, state: SessionState) -> None:
        """A session runs a page."""
        self._states[session] = state
        self._gone[session] = None

    def look(self, now: float) -> None:
        """End the sessions that are due, and give back what those that have ended left.

        Args:
            now: Seconds, on a clock that never goes back.
        """
        server = runtime.get_instance()
        for session, since in list(self._gone.items()):
            if server.is_active_session(session):
                self._gone[session] = None
            elif since is None:
                self._gone[session] = now
            elif now - since >= GONE:
                del self._gone[session]
                state = self._states.pop(session)
                # Sessions are ended in the server's own thread, where they come and go.
                server.stopped.get_loop().call_soon_threadsafe(_end, server, session, state)
                # A prepared download is marked in the first look after that, removed in the second.
                self._to_clear = 3
        if self._to_clear:
            self._to_clear -= 1
            server.media_file_mgr.remove_orphaned_files()
            self._collect()
        elif not self._set_aside:
            # What is there from the start, the libraries, is never looked at again: it takes longer
            # than a visitor should wait.
            self._set_aside = True
            gc.freeze()

    def _collect(self) -> None:
        """Give back what refers to itself in a circle, then what the C library holds in reserve."""
        if self._gone:
            gc.collect()
        else:
            # Nobody is there to wait for a look at everything, or to ask for what is kept.
            memo.clear()
            gc.unfreeze()
            gc.collect()
            gc.freeze()
        if self._libc is not None:
            self._libc.malloc_trim(0)


def _end(server: runtime.Runtime, session: str, state: SessionState) -> None:
    # It may have come back by now.
    if not server.is_active_session(session):
        server.close_session(session)
        # Streamlit's loop goes on referring to the last session that it sent something to.
        state.clear()


def look_after() -> None:
    """Look after the memory of the server from now on, and after this session."""
    context = get_script_run_ctx()
    if context is None or not runtime.exists():
        return
    session = runtime.get_instance().get_app_session(context.session_id)
    # None: it has left in this very moment.
    if session is not None:
        _attendant().meet(session.id, session.session_state)


@cache
def _attendant() -> Attendant:
    libc = _glibc()
    if libc is not None:
        # Each thread would have a heap of its own, and each run of a page is another thread.
        libc.mallopt(_ARENA_MAX, _ARENAS)
    attendant = Attendant(libc)
    threading.Thread(target=_attend, args=(attendant,), name="memory", daemon=True).start()
    return attendant


def _attend(attendant: Attendant) -> None:
    while True:
        time.sleep(EVERY)
        try:
            if runtime.exists():
                attendant.look(time.monotonic())
        except Exception:
            # Without it all works on; Streamlit ends sessions later, by itself.
            _log.exception("The memory of the server is not looked after any more.")
            return


def _glibc() -> ctypes.CDLL | None:
    """The C library, if it has the settings of glibc."""
    try:
        libc = ctypes.CDLL("libc.so.6")
        return libc if libc.mallopt and libc.malloc_trim else None
    except (OSError, AttributeError):
        return None
