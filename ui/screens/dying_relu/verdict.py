"""What became of the units of a training, in sentences."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.activations import ACTIVATIONS
from core.analysis.diagnosis import Finding
from core.analysis.symmetry import alike_units
from core.experiments.results import Run
from core.studies.dying_relu.unit_lives import BELOW, CUT_OFF, Lives
from ui.i18n.function_names import function_name
from ui.i18n.language import _
from ui.training import start_words
from ui.training import verdict as boundary_words

# A fit that changes by less than this share of its values says one number, but for rounding.
_LEVEL = 1e-4


def verdict(run: Run, life: Lives) -> None:
    """How many units died and when, or why none did."""
    if run.why == "diverged":
        boundary_words.verdict([_divergence(run)], run.experiment)
        return
    text = "\n\n".join(_sentences(run, life))
    if _dead_layers(run, life):
        st.warning(text, icon=":material/heart_broken:")
    elif life.dead.any():
        st.info(text, icon=":material/lightbulb:")
    else:
        st.success(text, icon=":material/check_circle:")


def said(run: Run, life: Lives) -> str:
    """The verdict as one text."""
    if run.why == "diverged":
        return boundary_words.sentence(_divergence(run), run.experiment)
    return " ".join(_sentences(run, life))


def _divergence(run: Run) -> Finding:
    return Finding("diverged" if len(run) > 1 else "diverged at once", run.stopped_at)


def _sentences(run: Run, life: Lives) -> list[str]:
    layers = _dead_layers(run, life)
    found = [_deaths(run, life), *_dead_layer(run, layers, life), *_others(life)]
    return found + _start(run, layers)


def _deaths(run: Run, life: Lives) -> str:
    of, end = len(life.names), int(life.dead[-1].sum())
    if not life.dead.any():
        return _("**No unit dies.** Each of the {of} has a slope on some example, always.", of=of)
    if not end:
        return _("**No unit is dead at the end.** Some were for a while, but all came back.")
    flat = [key for key in dict.fromkeys(run.experiment.activations) if _has_no_slope(key)]
    if flat:
        return _(
            "**{end} of {of} units are dead, and always were.** The slope of {activation} is 0 "
            "everywhere: whatever the start and the rate, no gradient ever reaches its weights.",
            end=end,
            of=of,
            activation=function_name(flat[0]),
        )
    started, died = int(life.always_dead.sum()), int(life.died.sum())
    if not died:
        return _(
            "**Dead at the end: {end} of {of} units, all before the first step.** The start did "
            "it, not the training.",
            end=end,
            of=of,
        )
    deaths = life.epochs[life.deaths[life.died]]
    text = _(
        "**Dead at the end: {end} of {of} units.** From the start: {started}. Died in training: "
        "{died}.",
        end=end,
        of=of,
        started=started,
        died=died,
    )
    first, last = int(deaths.min()), int(deaths.max())
    if first == last:
        when = _("For good in epoch {epoch}.", epoch=first)
    else:
        when = _(
            "The first for good in epoch {first}, the last in epoch {last}.", first=first, last=last
        )
    return f"{text} {when}"


def _has_no_slope(key: str) -> bool:
    f = ACTIVATIONS.get(key)
    return f is not None and not f.derivative(np.linspace(-4, 4, 17)).any()


def _dead_layers(run: Run, life: Lives) -> list[int]:
    """Hidden layers, from 1, that are dead as a whole at the end."""
    ends = np.cumsum(run.experiment.hidden)
    parts = np.split(life.dead[-1], ends[:-1])
    return [number for number, part in enumerate(parts, start=1) if part.all()]


def _dead_layer(run: Run, layers: list[int], life: Lives) -> list[str]:
    if not layers:
        return []
    members = [name.startswith(f"{layers[0]}.") for name in life.names]
    epoch = int(life.epochs[life.deaths[members].max()])
    last = run.predictions[-1]
    if np.ptp(last) > _LEVEL * np.abs(last).max():
        return [
            _(
                "**The whole of hidden layer {layer} has been dead since epoch {epoch}.** No "
                "gradient passes that layer: only the layers behind it still learn. Try another "
                "activation.",
                layer=layers[0],
                epoch=epoch,
            )
        ]
    return [
        _(
            "**The whole of hidden layer {layer} has been dead since epoch {epoch}.** The fit is "
            "one number for all x, and no gradient passes that layer: the layers behind it can "
            "only learn that number. A lower learning rate or another activation may help.",
            layer=layers[0],
            epoch=epoch,
        )
    ]


def _start(run: Run, dead_layers: list[int]) -> list[str]:
    """What to do about the first weights, where they are to blame or worth another try."""
    alike = alike_units(run.experiment, run.weights)
    if alike:
        return [start_words.alike(alike, run.experiment)]
    return [start_words.another_start(run.experiment)] if dead_layers else []


def _others(life: Lives) -> list[str]:
    back, end = int(life.came_back.sum()), life.states[-1]
    below, cut = int((end == BELOW).sum()), int((end == CUT_OFF).sum())
    found = []
    if back:
        found.append(
            _(
                "Came back after a while: {count}. Momentum of the optimizer, or a layer before "
                "that went on learning, moved their sums above 0 again.",
                count=back,
            )
        )
    if below:
        found.append(
            _(
                "Below 0 on every example at the end, but with a slope there: {count}. They still "
                "learn, slowly.",
                count=below,
            )
        )
    if cut:
        found.append(
            _(
                "With a slope, but without a gradient: {count}. All units after them are dead.",
                count=cut,
            )
        )
    return found
