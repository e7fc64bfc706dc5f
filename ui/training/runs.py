"""Trainings that a session asks for, and what the page shows while they last."""

from __future__ import annotations

import dataclasses
import time
import weakref
from collections.abc import Callable, Hashable, Mapping
from typing import Any

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core import workers
from core.experiments import Experiment, NetworkExperiment, jobs
from core.experiments.results import Many, Run
from core.settings import Settings
from ui import failures, memo
from ui.i18n.language import _, explain
from ui.training import slots
from ui.training.slots import PATIENCE, Wish

_LOOK_EVERY = 0.25  # seconds
_DOWNLOAD = 60.0  # seconds


def warm() -> None:
    """Start the worker in the background, so that it is ready when a visitor needs it."""
    workers.warm(_is_connected)


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
    return slots.result_of(_training(experiment, frames), slot)


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
        slots.request(wish, slot)
    end = time.monotonic() + PATIENCE
    return {
        slot: slots.result_of(wish, slot, max(end - time.monotonic(), 0))
        for slot, wish in wishes.items()
    }


def _training(experiment: NetworkExperiment, frames: int | None) -> Wish:
    options = (("frames", frames),) if frames else ()
    return Wish(jobs.TRAIN, experiment, options)


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
    return slots.result_of(Wish(job, study, tuple(sorted(options.items())), own), slot, patience)


def train_many(experiment: Experiment, seeds: int, slot: str = "many") -> Many | None:
    """The same experiment from many seeds; None while it lasts, see `progress`."""
    # The experiment's own seed does not count: no run for each of them.
    any_seed = dataclasses.replace(experiment, seed=0)
    return slots.result_of(Wish(jobs.TRAIN_MANY, any_seed, (("seeds", seeds),)), slot)


def summary(experiment: NetworkExperiment, slot: str = "summary") -> str | None:
    """What Keras prints about a network; None while the worker has not said."""
    return slots.result_of(Wish(jobs.SUMMARY, experiment), slot)


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
    reference = weakref.ref(slots.asked_for()[slot])

    def run() -> Any:
        asked = reference()
        if asked is None:
            raise LookupError("The page shows another run by now.")
        result = _again(asked, visitor, f"{slot} again")
        job = workers.submit_job(name, *arguments(result), visitor=visitor, slot=name)
        return job.result(_DOWNLOAD)

    return run


def _again(asked: slots.Asked, visitor: str, slot: str) -> Any:
    """The result that a slot has shown. No run of a page waits for it, as elsewhere."""
    kept = asked.kept
    if kept is None and asked.stopped:
        raise LookupError("What the stopped run gave back is not kept any more.")
    if kept is None:
        kept = slots.submit(asked.wish, visitor, slot).result(_DOWNLOAD)
        asked.store.put(asked.wish, kept)
    return kept


def finished(experiment: NetworkExperiment, frames: int | None = None) -> Run | None:
    """The training of an experiment if it is at hand; asks for nothing."""
    return memo.shared.get(_training(experiment, frames))


def forget(experiment: NetworkExperiment, frames: int | None = None) -> Run | None:
    """Let the next `train` train anew; returns what was kept."""
    return memo.shared.forget(_training(experiment, frames))


def progress(slot: str, draw: Callable[[Any], None] | None = None) -> None:
    """Say how far the run of a slot is, and let it be stopped; redraws the page at its end.

    Args:
        slot: Whose run.
        draw: Shows what the run has found so far, several times a second: is given what its job
            hands over while it runs, None before the first.
    """
    if slots.failed(slot):
        failures.say(slots.asked_for()[slot].problem, slot, _forget)
        return
    if slots.stopped(slot):
        stopped_early(slot)
        return
    every = _LOOK_EVERY if draw else _LOOK_EVERY * slots.slower()
    st.fragment(_watch, run_every=every)(slot, time.monotonic(), draw)


def stopped_early(slot: str) -> None:
    """If the run of a slot was stopped, say where, and let it be started again."""
    if not slots.stopped(slot):
        return
    st.info(_where_stopped(slots.part_of(slots.asked_for()[slot])), icon=":material/stop_circle:")
    failures.start_again(slot, _forget)


def _forget(slot: str) -> None:
    """Callback: the next run of the page asks anew; for all that met the same, if nothing can be
    trained at all."""
    asked = slots.asked_for()
    before = asked.pop(slot, None)
    if before is not None and isinstance(before.problem, workers.Unable):
        for other in [name for name, one in asked.items() if one.problem is not None]:
            del asked[other]


def _stop(slot: str) -> None:
    """Callback. Streamlit keeps it with its arguments as long as the session: no handle's method,
    which would keep the outcome of the run with it."""
    asked = slots.asked_for().get(slot)
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
    asked = slots.asked_for().get(slot)
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


def _message(handle: workers.Handle, done: int, total: int) -> str:
    if not workers.ready():
        if trouble := workers.trouble():
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
