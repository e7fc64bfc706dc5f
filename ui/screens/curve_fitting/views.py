"""Pieces of the screen on curve fitting: what is drawn of the two trainings."""

from __future__ import annotations

import streamlit as st

from core.datasets import CurveData
from core.experiments import CurveTask
from core.experiments.results import Run
from core.networks.slopes import dead
from core.studies.curve_fitting.linear_regions import pieces
from core.studies.curve_fitting.study import CurveStudy
from ui import layout
from ui.charts.picture import Picture
from ui.curve_names import curve_name
from ui.i18n.glossary import hint
from ui.i18n.language import _, current
from ui.i18n.numbers import readable
from ui.memo import derived
from ui.screens.curve_fitting import SCREEN
from ui.screens.curve_fitting import verdict as fit_words
from ui.screens.curve_fitting.charts import fits, losses, residuals
from ui.training import restart
from ui.training import runs as running
from ui.widgets import scrubber

FRAMES = 51
"""The start, and the end of every second epoch of the notes' 100."""

NETWORKS = ("parallel", "serial")


@derived
def examples(task: CurveTask) -> CurveData:
    """The examples of a curve."""
    return task.load()


# Runs are compared by identity: the same runs are drawn once, whatever else moves on the page.
@derived
def _fits(parallel: Run | None, serial: Run | None, data: CurveData, _language: str) -> Picture:
    return fits.both(_present(parallel, serial), data)


@derived
def _residuals(
    parallel: Run | None, serial: Run | None, data: CurveData, _language: str
) -> Picture:
    return residuals.left_over(_present(parallel, serial), data)


@derived
def _losses(
    parallel: Run | None, serial: Run | None, floor: float | None, _language: str
) -> Picture:
    return losses.history(_present(parallel, serial), floor)


def _present(*runs: Run | None) -> dict[str, Run]:
    return {key: run for key, run in zip(NETWORKS, runs, strict=True) if run is not None}


def training(study: CurveStudy) -> dict[str, Run]:
    """Both fits, what is left over, and the course of both trainings; or the data meanwhile.

    Returns:
        The trainings that have ended.
    """
    networks = {key: getattr(study, key) for key in NETWORKS}
    restart.train_again(SCREEN, *networks.values(), frames=FRAMES)
    found = running.train_each(networks, FRAMES)
    runs = {key: run for key, run in found.items() if run is not None}
    data = examples(study)
    name = curve_name(study.data)
    if not runs:
        layout.draw(fits.still(study.parallel, data), alt=_("The points of {data}.", data=name))
    else:
        _drawn(runs, data, name)
    named = _named()
    for key in NETWORKS:
        if key not in runs:
            # One of the two may be drawn already: say which is awaited.
            st.markdown(f"**{named[key]}**")
            running.progress(key)
        else:
            running.stopped_early(key)
    if len(runs) == len(NETWORKS):
        _figures(runs, data)
        fit_words.verdict(runs, data)
    return runs


def _drawn(runs: dict[str, Run], data: CurveData, name: str) -> None:
    layout.draw(
        _fits(*map(runs.get, NETWORKS), data, current()),
        alt=_(
            "The points of {data} with the fits of the parallel and the serial network; a ring on "
            "a fit and a mark on the x axis where one of its units bends.",
            data=name,
        ),
        result=fit_words.said(runs, data),
    )
    longest = max(runs.values(), key=len)
    readings = [
        " · ".join(
            f"{named} {readable(float(run.figures.loss[min(number, len(run) - 1)]))}"
            for named, run in zip(map(fits.names().get, runs), runs.values(), strict=True)
        )
        for number in range(len(longest))
    ]
    scrubber.scrubber(
        [int(epoch) for epoch in longest.epochs],
        {
            "slider": _("Epoch shown"),
            "play": _("Play the training"),
            "pause": _("Pause"),
            "epoch": _("epoch {epoch}"),
        },
        key=f"{SCREEN} scrubber",
        run=" ".join(f"{hash(run.experiment):x} {id(run):x}" for run in runs.values()),
        readings=readings,
    )


def _named() -> dict[str, str]:
    return {"parallel": _("Parallel"), "serial": _("Serial")}


def _figures(runs: dict[str, Run], data: CurveData) -> None:
    """A row of figures for each network."""
    named = _named()
    scrubber.at_the_end()
    for column, (key, run) in zip(st.columns(2, gap="medium"), runs.items(), strict=True):
        sizes = " → ".join(map(str, ("x", *run.experiment.hidden, "y")))
        with column, st.container(border=True, gap="small"):
            st.markdown(f"**{named[key]}**: {sizes}")
            with st.container(horizontal=True, gap="small"):
                for label, value, term in _values(run, data):
                    st.metric(label, value, help=term, width="content")


def _values(run: Run, data: CurveData) -> list[tuple[str, str, str | None]]:
    fit, figures = run.experiment, run.figures
    found = [
        (
            _("Mean squared error"),
            readable(float(figures.loss[-1])),
            _noise(data.noise_floor),
        )
    ]
    if figures.held_loss is not None:
        error = readable(float(figures.held_loss[-1]))
        found.append((_("Held-out error"), error, hint("held_out")))
    straight = pieces(fit, data, run.weights[-1])
    if straight is not None:
        found.append((_("Straight pieces"), f"{len(straight):,}", hint("straight_pieces")))
    units = dead(fit, run.weights[[0, -1]], data.train_inputs)
    if units.size:
        count = int(units[-1].sum())
        text = _("{count} of {of}", count=count, of=units.shape[1])
        before = _("Before the training: {count}.", count=int(units[0].sum()))
        found.append((_("Dead units"), text, f"{hint('dead_unit')} {before}"))
    found.append((_("Parameters"), f"{fit.parameter_count:,}", None))
    return found


def _noise(floor: float | None) -> str:
    if floor is None:
        return hint("mean_squared_error")
    found = _("The law itself has {floor} here: its noise.", floor=readable(floor))
    return f"{hint('mean_squared_error')} {found}"


def which() -> str:
    """Ask for one of the two networks."""
    named = _named()
    return st.segmented_control(
        _("Network"),
        list(named),
        format_func=named.__getitem__,
        default="parallel",
        required=True,
        key=f"{SCREEN} network taken home",
    )


def finished(study: CurveStudy) -> dict[str, Run]:
    """The trainings shown, if both have ended; else nothing."""
    runs = {key: running.finished(getattr(study, key), FRAMES) for key in NETWORKS}
    return runs if None not in runs.values() else {}


def details(study: CurveStudy, runs: dict[str, Run]) -> None:
    """What is left over at the examples, and the errors over the epochs."""
    data = examples(study)
    left, right = st.columns(2, gap="medium")
    with left:
        st.caption(_("What is left over: y less the fit"))
        layout.draw(
            _residuals(*map(runs.get, NETWORKS), data, current()),
            alt=_("The residuals of both fits against x, one network above the other."),
            result=_errors(runs),
        )
    with right:
        st.caption(_("The error over the epochs"))
        layout.draw(
            _losses(*map(runs.get, NETWORKS), data.noise_floor, current()),
            alt=_("Mean squared errors against the epoch on a logarithmic axis, and the noise."),
            result=_errors(runs),
        )


def _errors(runs: dict[str, Run]) -> str:
    named = _named()
    errors = [f"{named[key]} {readable(float(run.figures.loss[-1]))}" for key, run in runs.items()]
    return _("Mean squared error at the end: {errors}.", errors=", ".join(errors))
