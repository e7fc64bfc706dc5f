"""Trainings that a session asks for: waited for, watched while they last, kept when done."""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import time
import weakref
from collections.abc import Callable, Hashable, Mapping
from typing import Any

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core import compute
from core.experiments import Experiment, NetworkExperiment
from core.problems import Problem
from core.settings import Settings
from core.training.run import Many, Run
from ui import failures, memo
from ui.language import _, explain

PATIENCE = 1.0
"""Seconds to wait before progress is shown: most runs are done by then, those of a new architecture
too, and the screen is drawn once instead of twice."""

_CROWD = 3
"""From so many waiting runs on, a page waits `_LONGER` times as long before it is drawn without its
own, and looks as much more rarely: drawing it twice would make all the others wait."""

_LONGER = 3

SUMMARY_JOB = "core.training.describing:summary_job"

_LOOK_EVERY = 0.25  # seconds
_YIELD_EVERY = 0.05  # seconds
_DOWNLOAD = 60.0  # seconds
_AGAIN_WITHIN = 60.0  # seconds
_MOST_AGAIN = 3
_ASKED = "runs asked for"


@dataclasses.dataclass(frozen=True)
class _Wish:
    """What is to be computed: equal wishes have equal results.

    Attributes:
        job: Names it.
        experiment: What it is about.
        options: Further arguments.
        own: Whether the result is the visitor's own, which no other may get to see.
    """

    job: str
    experiment: Settings
    options: tuple[tuple[str, Hashable], ...] = ()
    own: bool = False


@dataclasses.dataclass(eq=False)
class _Asked:
    """What a slot of the session has asked for.

    Attributes:
        wish: What is to be computed.
        store: Where its result is kept, as long as there is room.
        handle: The run, until its outcome was taken: it holds that.
        stopped: Whether the run was stopped and its outcome taken.
        taken: When the outcome was taken, of late.
        problem: Why the run failed, once that is known.
    """

    wish: _Wish
    store: memo.Store
    handle: compute.Handle | None = None
    stopped: bool = False
    taken: tuple[float, ...] = ()
    problem: Problem | None = None

    @property
    def kept(self) -> Any:
        """What the run gave back; None if nothing, or if there was no room for it."""
        return self.store.get((self.wish, "stopped") if self.stopped else self.wish)

    def taken_whole(self) -> bool:
        """Has the run come to its end, and was its result taken?"""
        return self.handle is None and not self.stopped and self.problem is None

    def lost(self) -> bool:
        """Is there nothing to wait for, and nothing that was stopped or has failed?"""
        if self.handle is None:
            return self.taken_whole()
        return self.handle.state in ("replaced", "left")

    def fail(self, error: Exception) -> None:
        """Keep why the run failed, for the visitor alone to ask anew."""
        if not isinstance(error, Problem):
            _log.error("the run %s failed", self.wish.job, exc_info=error)
        self.handle, self.problem = None, failures.told(error)


_log = logging.getLogger(__name__)


def _store_of(wish: _Wish) -> memo.Store:
    return memo.own() if wish.own else memo.shared


def warm() -> None:
    """Start the worker in the background, so that it is ready when a visitor needs it."""
    compute.warm(_is_connected)


def _is_connected(session: str) -> bool:
    return not runtime.exists() or runtime.get_instance().is_active_session(session)


def train(
    experiment: NetworkExperiment, slot: str = "run", frames: int | None = None
) -> Run | None:
    """The training of an experiment; None while it lasts, see `progress`.

    Args:
        experiment: What to train.
        slot: Which picture of the session it is for: a newer run replaces the older.
        frames: Into how many frames it is cut; as many as is usual if left out.
    """
    return _result(_training(experiment, frames), slot)


def train_each(
    experiments: Mapping[str, NetworkExperiment], frames: int | None = None
) -> dict[str, Run | None]:
    """Several trainings, asked for at once, and waited for as long as a single one.

    Args:
        experiments: What to train, by the slot that each is for.
        frames: As in `train`.

    Returns:
        For each slot what `train` returns.
    """
    wishes = {slot: _training(experiment, frames) for slot, experiment in experiments.items()}
    for slot, wish in wishes.items():
        _request(wish, slot)
    end = time.monotonic() + PATIENCE
    return {
        slot: _result(wish, slot, max(end - time.monotonic(), 0)) for slot, wish in wishes.items()
    }


def _training(experiment: NetworkExperiment, frames: int | None) -> _Wish:
    options = (("frames", frames),) if frames else ()
    return _Wish(compute.TRAIN, experiment, options)


def compare(
    job: str,
    study: Settings,
    slot: str,
    patience: float = PATIENCE,
    own: bool = False,
    **options: Hashable,
) -> Any:
    """What a job that compares trainings finds; None while it lasts, see `progress`.

    Args:
        job: Names it.
        study: What it is about.
        slot: Which picture of the session it is for.
        patience: Seconds to wait before it is said to last.
        own: Whether what it finds is of the visitor's own data: kept for this session alone.
        **options: Further arguments of the job.
    """
    return _result(_Wish(job, study, tuple(sorted(options.items())), own), slot, patience)


def train_many(experiment: Experiment, seeds: int, slot: str = "many") -> Many | None:
    """The same experiment from many seeds; None while it lasts, see `progress`."""
    # The experiment's own seed does not count: no run for each of them.
    any_seed = dataclasses.replace(experiment, seed=0)
    return _result(_Wish(compute.TRAIN_MANY, any_seed, (("seeds", seeds),)), slot)


def summary(experiment: NetworkExperiment, slot: str = "summary") -> str | None:
    """What Keras prints about a network; None while the worker has not said."""
    return _result(_Wish(SUMMARY_JOB, experiment), slot)


def at_once(name: str, slot: str, arguments: Callable[[Any], tuple]) -> Callable[[], Any]:
    """A function that runs a job and waits for it, for downloads that are made on the click.

    Streamlit keeps such a function as long as the session: it holds no result, but looks for that
    of the slot, and has it computed again if it is no longer kept.

    Args:
        name: Names the job.
        slot: Whose result it is about.
        arguments: Makes the arguments of the job from that result; holds none itself.
    """
    visitor = get_script_run_ctx().session_id
    reference = weakref.ref(_asked()[slot])

    def run() -> Any:
        asked = reference()
        if asked is None:
            raise LookupError("The page shows another run by now.")
        result = _again(asked, visitor, f"{slot} again")
        job = compute.submit_job(name, *arguments(result), visitor=visitor, slot=name)
        return job.result(_DOWNLOAD)

    return run


def _again(asked: _Asked, visitor: str, slot: str) -> Any:
    """The result that a slot has shown. No run of a page waits for it, as elsewhere."""
    kept = asked.kept
    if kept is None and asked.stopped:
        raise LookupError("What the stopped run gave back is not kept any more.")
    if kept is None:
        kept = _submit(asked.wish, visitor, slot).result(_DOWNLOAD)
        asked.store.put(asked.wish, kept)
    return kept


def finished(experiment: NetworkExperiment, frames: int | None = None) -> Run | None:
    """The training of an experiment if it is at hand; asks for nothing."""
    return memo.shared.get(_training(experiment, frames))


def forget(experiment: NetworkExperiment, frames: int | None = None) -> Run | None:
    """Let the next `train` train anew; returns what was kept."""
    return memo.shared.forget(_training(experiment, frames))


def failed(slot: str) -> bool:
    """Has the run of this slot ended without a result, by no wish of the visitor?"""
    asked = _asked().get(slot)
    return asked is not None and asked.problem is not None


def lasts(slot: str) -> bool:
    """Is the run of this slot still to come to an end?"""
    return not stopped(slot) and not failed(slot)


def forget_own() -> None:
    """Drop what was found of the visitor's own data, and end what runs on them."""
    memo.forget_own()
    for slot in [slot for slot, asked in _asked().items() if asked.wish.own]:
        handle = _asked().pop(slot).handle
        if handle is not None:
            handle.cancel()


def stopped(slot: str) -> bool:
    """Has the visitor stopped the run of this slot?"""
    asked = _asked().get(slot)
    if asked is None or asked.handle is None:
        return asked is not None and asked.stopped
    return asked.handle.state in ("cancelled", "stopped")


def _asked() -> dict[str, _Asked]:
    return st.session_state.setdefault(_ASKED, {})


def _request(wish: _Wish, slot: str) -> Any:
    """See that a wish is under way, unless its result is at hand, which is returned then."""
    asked = _asked()
    before = asked.get(slot)
    store = _store_of(wish)
    kept = store.get(wish)
    if kept is not None:
        if before is None or before.wish != wish or not before.taken_whole():
            asked[slot] = _Asked(wish, store)
        return kept
    if before is None or before.wish != wish or before.lost():
        taken = _taken_of_late(before) if before is not None and before.wish == wish else ()
        handle = _submit(wish, get_script_run_ctx().session_id, slot)
        asked[slot] = _Asked(wish, store, handle, taken=taken)
    return None


def _taken_of_late(asked: _Asked) -> tuple[float, ...]:
    """When a result was taken, and pushed out by others that the same page shows.

    Raises:
        Problem: If that goes on: the page would train for ever.
    """
    late = tuple(when for when in asked.taken if time.monotonic() - when < _AGAIN_WITHIN)
    if len(late) >= _MOST_AGAIN:
        raise Problem(
            "This server has too little memory for all the runs that this page shows at once. Take "
            "a smaller network, or unpin a run."
        )
    return late


def _submit(wish: _Wish, visitor: str, slot: str) -> compute.Handle:
    return compute.submit_job(
        wish.job, wish.experiment, visitor=visitor, slot=slot, **dict(wish.options)
    )


def _result(wish: _Wish, slot: str, patience: float = PATIENCE) -> Any:
    kept = _request(wish, slot)
    if kept is not None:
        return kept
    asked = _asked()[slot]
    if asked.handle is not None:
        _wait(asked.handle, patience if compute.ready() else 0)
        if not asked.handle.done():
            return None
    if asked.problem is not None:
        return None
    try:
        if stopped(slot):
            return _part(asked)
        result = asked.handle.result()
    except compute.Replaced:
        return None
    except Exception as error:
        asked.fail(error)
        return None
    asked.store.put(wish, result)
    asked.handle, asked.taken = None, (*asked.taken, time.monotonic())
    return result


def _wait(handle: compute.Handle, seconds: float) -> None:
    """Wait for a run, but not for one that the visitor has left behind."""
    begin = time.monotonic()
    end = begin + seconds
    while not handle.wait(min(_YIELD_EVERY, max(end - time.monotonic(), 0))):
        if time.monotonic() >= end:
            end = begin + seconds * _slower()
        if time.monotonic() >= end:
            return
        # Whoever looks into the session gives way to a newer run of the script.
        _asked()


def _slower() -> int:
    return _LONGER if compute.waiting() >= _CROWD else 1


def _part(asked: _Asked) -> Any:
    """What a run that was stopped gave back. It is the session's own: it is not kept for all."""
    if asked.handle is not None:
        part = None
        with contextlib.suppress(compute.Cancelled):
            part = asked.handle.result()
        asked.handle, asked.stopped, asked.store = None, True, memo.own()
        asked.store.put((asked.wish, "stopped"), part)
    return asked.kept


def progress(slot: str, draw: Callable[[Any], None] | None = None) -> None:
    """Say how far the run of a slot is, and let it be stopped; redraws the page at its end.

    Args:
        slot: Whose run.
        draw: Shows what the run has found so far, several times a second: is given what its job
            hands over while it runs, None before the first.
    """
    if failed(slot):
        failures.say(_asked()[slot].problem, slot, _forget)
        return
    if stopped(slot):
        stopped_early(slot)
        return
    every = _LOOK_EVERY if draw else _LOOK_EVERY * _slower()
    st.fragment(_watch, run_every=every)(slot, time.monotonic(), draw)


def stopped_early(slot: str) -> None:
    """If the run of a slot was stopped, say where, and let it be started again."""
    if not stopped(slot):
        return
    st.info(_where_stopped(_part(_asked()[slot])), icon=":material/stop_circle:")
    st.button(
        _("Start it again"),
        icon=":material/play_arrow:",
        on_click=_forget,
        args=(slot,),
        key=f"restart {slot}",
    )


def _forget(slot: str) -> None:
    """Callback: the next run of the page asks anew; for all that met the same, if nothing can be
    trained at all."""
    asked = _asked()
    before = asked.pop(slot, None)
    if before is not None and isinstance(before.problem, compute.Unable):
        for other in [name for name, one in asked.items() if one.problem is not None]:
            del asked[other]


def _stop(slot: str) -> None:
    """Callback. Streamlit keeps it with its arguments as long as the session: no handle's method,
    which would keep the outcome of the run with it."""
    asked = _asked().get(slot)
    if asked is not None and asked.handle is not None:
        asked.handle.cancel()


def _where_stopped(part: Any) -> str:
    if part is None:
        return _("Stopped.")
    if isinstance(part, Many):
        return _("Stopped. Starts trained so far: {count}.", count=len(part.seeds))
    if not isinstance(part, Run):
        if part.why == "limit":
            return _("The time of this run was over. Shown is what was done until then.")
        return _("Stopped. Shown is what was done until then.")
    end, of = f"{part.epochs[-1]:,}", f"{part.experiment.epochs:,}"
    if part.why == "limit":
        return _(
            "The time of this run was over: it was stopped at epoch {end} of {of}. Shown are the "
            "frames until then.",
            end=end,
            of=of,
        )
    return _("Stopped at epoch {end} of {of}. Shown are the frames until then.", end=end, of=of)


def _watch(slot: str, since: float, draw: Callable[[Any], None] | None) -> None:
    asked = _asked().get(slot)
    # Not at once: the browser would never see the page of before, and with it what its new
    # controls were set to.
    handle = None if asked is None else asked.handle
    if time.monotonic() - since > _LOOK_EVERY / 2 and (handle is None or handle.done()):
        st.rerun()
    if handle is None:
        return
    done, total = handle.progress
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.progress(done / total if total else 0.0, text=_message(handle, done, total))
        st.button(
            _("Stop"),
            icon=":material/stop:",
            on_click=_stop,
            args=(slot,),
            key=f"stop {slot}",
            type="tertiary",
        )
    # Below, so that one need not scroll to stop it.
    if draw is not None:
        draw(handle.partial())


def _message(handle: compute.Handle, done: int, total: int) -> str:
    if not compute.ready():
        if trouble := compute.trouble():
            return explain(trouble)
        return _(
            "The process that trains is starting: it loads TensorFlow, which takes some seconds. "
            "After that, a run takes a fraction of a second."
        )
    if handle.stopping:
        return _("Stopping at the next frame.")
    if handle.place:
        return _("Waiting for other visitors: place {place} in the queue.", place=handle.place)
    if total:
        return _("Training: {done} of {total} steps.", done=done, total=total)
    return _("Preparing a new network: its training program is compiled once.")
