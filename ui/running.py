"""Trainings that a session asks for: waited for, watched while they last, kept when done."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

import numpy as np
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core import compute
from core.experiments import Experiment
from core.training.run import Many, Run
from ui.language import _

PATIENCE = 0.3
"""Seconds to wait before progress is shown: a run of a known architecture is done by then."""

SUMMARY_JOB = "core.training.describing:summary_job"

_LOOK_EVERY = 0.25  # seconds
_MOST_RESULTS, _MOST_BYTES = 64, 64_000_000
_ASKED = "runs asked for"


@dataclasses.dataclass(frozen=True)
class _Wish:
    """What is to be computed: equal wishes have equal results."""

    job: str
    experiment: Experiment
    options: tuple[tuple[str, Hashable], ...] = ()


class Memo:
    """Results of all visitors, the latest used last; bounded by number and size.

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


_memo = Memo(_MOST_RESULTS, _MOST_BYTES)


def warm() -> None:
    """Start the worker in the background, so that it is ready when a visitor needs it."""
    compute.warm()


def train(experiment: Experiment, slot: str = "run") -> Run | None:
    """The training of an experiment; None while it lasts, see `progress`.

    Args:
        experiment: What to train.
        slot: Which picture of the session it is for: a newer run replaces the older.
    """
    return _result(_Wish(compute.TRAIN, experiment), slot)


def train_many(experiment: Experiment, seeds: int, slot: str = "many") -> Many | None:
    """The same experiment from many seeds; None while it lasts, see `progress`."""
    # The experiment's own seed does not count: no run for each of them.
    any_seed = dataclasses.replace(experiment, seed=0)
    return _result(_Wish(compute.TRAIN_MANY, any_seed, (("seeds", seeds),)), slot)


def summary(experiment: Experiment, slot: str = "summary") -> str | None:
    """What Keras prints about a network; None while the worker has not said."""
    return _result(_Wish(SUMMARY_JOB, experiment), slot)


def at_once(name: str, *arguments: Any) -> Callable[[], Any]:
    """A function that runs a job and waits for it, for downloads that are made on the click."""
    visitor = get_script_run_ctx().session_id
    return lambda: compute.submit_job(name, *arguments, visitor=visitor, slot=name).result(60)


def finished(experiment: Experiment) -> Run | None:
    """The training of an experiment if it is at hand; asks for nothing."""
    return _memo.get(_Wish(compute.TRAIN, experiment))


def forget(experiment: Experiment) -> Run | None:
    """Let the next `train` train anew; returns what was kept."""
    return _memo.forget(_Wish(compute.TRAIN, experiment))


def stopped(slot: str) -> bool:
    """Has the visitor stopped the run of this slot?"""
    asked = _asked().get(slot)
    return asked is not None and asked[1].state == "cancelled"


def _asked() -> dict[str, tuple[_Wish, compute.Handle]]:
    return st.session_state.setdefault(_ASKED, {})


def _result(wish: _Wish, slot: str) -> Any:
    asked = _asked()
    before = asked.get(slot)
    kept = _memo.get(wish)
    if kept is not None:
        if before is not None:
            asked.pop(slot)[1].cancel()
        return kept
    if before is None or before[0] != wish or before[1].state in ("replaced", "failed"):
        handle = compute.submit_job(
            wish.job,
            wish.experiment,
            visitor=get_script_run_ctx().session_id,
            slot=slot,
            **dict(wish.options),
        )
        asked[slot] = wish, handle
    handle = asked[slot][1]
    handle.wait(PATIENCE if compute.ready() else 0)
    if not handle.done():
        return None
    try:
        result = handle.result()
    except compute.Cancelled:
        return None
    _memo.put(wish, result)
    del asked[slot]
    return result


def progress(slot: str) -> None:
    """Say how far the run of a slot is, and let it be stopped; redraws the page at its end."""
    if stopped(slot):
        st.info(_("Stopped."), icon=":material/stop_circle:")
        st.button(
            _("Start it again"),
            icon=":material/play_arrow:",
            on_click=_asked().pop,
            args=(slot, None),
            key=f"restart {slot}",
        )
        return
    st.fragment(_watch, run_every=_LOOK_EVERY)(slot, time.monotonic())


def _watch(slot: str, since: float) -> None:
    asked = _asked().get(slot)
    # Not at once: the browser would never see the page of before, and with it what its new
    # controls were set to.
    if time.monotonic() - since > _LOOK_EVERY / 2 and (asked is None or asked[1].done()):
        st.rerun()
    if asked is None:
        return
    handle = asked[1]
    done, total = handle.progress
    bar, stop = st.columns([5, 1], vertical_alignment="bottom")
    bar.progress(done / total if total else 0.0, text=_message(handle, done, total))
    stop.button(
        _("Stop"),
        icon=":material/stop:",
        on_click=handle.cancel,
        key=f"stop {slot}",
        type="tertiary",
    )


def _message(handle: compute.Handle, done: int, total: int) -> str:
    if not compute.ready():
        return _(
            "The process that trains is starting: it loads TensorFlow, which takes some seconds. "
            "After that, a run takes a fraction of a second."
        )
    if handle.place:
        return _("Waiting for other visitors: place {place} in the queue.", place=handle.place)
    if total:
        return _("Training: {done} of {total} steps.", done=done, total=total)
    return _("Preparing a new network: its training program is compiled once.")
