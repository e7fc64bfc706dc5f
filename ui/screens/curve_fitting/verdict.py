"""What the numbers of the two fits say, in sentences."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.analysis.fits import constant, explained, one_sided
from core.analysis.symmetry import alike_units
from core.datasets import CurveData
from core.experiments.results import Run
from ui.i18n.language import _
from ui.i18n.numbers import readable
from ui.training import start_words

# An error within this factor of the noise is about as good as any can be.
_NEAR = 1.1
# A fit that changes by less than this share of its range is level.
_LEVEL = 0.01
# So few epochs show no course.
_FEW = 3


def verdict(runs: dict[str, Run], data: CurveData) -> None:
    """How each of the two trainings ended, and why."""
    named = {"parallel": _("Parallel"), "serial": _("Serial")}
    wrong = [key for key, run in runs.items() if run.why == "diverged"]
    for key in wrong:
        st.error(f"**{named[key]}:** {_diverged(runs[key])}", icon=":material/trending_up:")
    found = [(key, _sentence(run, data)) for key, run in runs.items() if key not in wrong]
    if found:
        lines = [f"**{named[key]}:** {text}" for key, text in found]
        st.info("\n\n".join(lines), icon=":material/lightbulb:")


def said(runs: dict[str, Run], data: CurveData) -> str:
    """The verdict as one text, of those that have ended."""
    named = {"parallel": _("Parallel"), "serial": _("Serial")}
    lines = [
        f"{named[key]}: {_diverged(run) if run.why == 'diverged' else _sentence(run, data)}"
        for key, run in runs.items()
    ]
    return " ".join(lines)


def _diverged(run: Run) -> str:
    return _(
        "Diverged. In epoch {epoch} the loss was no longer a finite number: the steps went "
        "farther than the slope holds. Lower the learning rate (now {rate}), or standardise x "
        "and y. Shown are the frames before.",
        epoch=f"{run.stopped_at:,}",
        rate=f"{run.experiment.learning_rate:g}",
    )


def _sentence(run: Run, data: CurveData) -> str:
    """The first of these that is true."""
    fit, ends = run.experiment, run.weights[[0, -1]]
    alike = alike_units(fit, run.weights)
    if alike:
        return start_words.alike(alike, fit)
    flat = constant(fit, data, ends)
    loss, floor = float(run.figures.loss[-1]), data.noise_floor
    if flat[0] and flat[1]:
        text = _(
            "Its start was dead: before the training it already said one number for every x, and "
            "it has learned no more than another number."
        )
        return f"{text} {start_words.another_start(fit)}"
    if flat[1]:
        return _(
            "It died in training: since then it says {value} for every x. The units of one of its "
            "layers say the same for all examples, and no gradient comes back.",
            value=readable(float(run.predictions[-1].mean())),
        )
    if set(fit.activations) <= {"linear"}:
        return _(
            "Linear layers, however many, make one straight line, f(x) = wx + b. No training can "
            "bend it."
        )
    if floor and loss <= _NEAR * floor:
        return _(
            "Its error {loss} is about that of the law itself, {floor}: what is left over is "
            "noise.",
            loss=readable(loss),
            floor=readable(floor),
        )
    if one_sided(fit, data, ends)[1]:
        return _one_sided(run, data)
    if _falling(run.history.loss):
        return _("Its error was still falling at the end: more epochs may take it further down.")
    return _plateau(run, loss, floor)


def _plateau(run: Run, loss: float, floor: float | None) -> str:
    text = _("Its error is {loss} at the end.", loss=readable(loss))
    if floor:
        text = _(
            "Its error {loss} at the end is above the noise, {floor}: it does not follow the curve "
            "everywhere.",
            loss=readable(loss),
            floor=readable(floor),
        )
    if len(run.history.loss) < _FEW:
        return text
    return f"{text} {_('In the last third of the training it fell by less than 1 %.')}"


def _one_sided(run: Run, data: CurveData) -> str:
    fit, last = run.experiment, run.predictions[-1]
    right = fit.grid >= sum(fit.span) / 2
    left_behind = right == np.argmin(explained(fit, data, run.weights[-1:])[0])
    if _of_relu(run) and np.ptp(last[left_behind]) <= _LEVEL * np.ptp(last):
        return _(
            "It follows the curve on one side only. On the other, its units are below 0 and "
            "say nothing."
        )
    return _(
        "It follows the curve on one side only. On the other, it is hardly better than one number "
        "for all x would be."
    )


def _of_relu(run: Run) -> bool:
    return set(run.experiment.activations) == {"relu"}


def _falling(losses: np.ndarray) -> bool:
    """Did the error fall by more than a hundredth in the last third?"""
    start = 2 * len(losses) // 3
    few = max(1, len(losses) // 20)
    before, after = losses[start : start + few].mean(), losses[-few:].mean()
    return len(losses) >= _FEW and before - after >= 0.01 * before
