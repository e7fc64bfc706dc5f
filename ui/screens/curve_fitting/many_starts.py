"""Pieces of the screen on curve fitting that compare many trainings: luck, and budget."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import streamlit as st

from core.analysis.outcomes import Outcomes
from core.statistics import Share
from core.studies.curve_fitting.comparisons import BUDGET_JOB, LUCK_JOB, Budget, Luck
from core.studies.curve_fitting.study import CurveStudy
from ui import address, layout
from ui.charts.picture import Picture
from ui.curve_names import curve_name
from ui.i18n.glossary import hint
from ui.i18n.language import _, current
from ui.i18n.numbers import readable
from ui.memo import derived
from ui.screens.curve_fitting import SCREEN
from ui.screens.curve_fitting.charts import budget
from ui.screens.curve_fitting.charts import final_errors as luck
from ui.training import on_demand, runs
from ui.widgets import quiz

SEEDS = 100
BUDGET_SEEDS = 8
_LUCK = f"luck asked for on {SCREEN}"
_BUDGET = f"budget asked for on {SCREEN}"


@derived
def _dots(found: Luck, floor: float | None, _language: str) -> Picture:
    return luck.final_errors(found, floor)


@derived
def _errors(found: Budget, _language: str) -> Picture:
    return budget.errors(found)


def is_it_luck(study: CurveStudy) -> None:
    """Both networks from many seeds: where they end, and what becomes of them."""
    st.markdown(
        _(
            "One run proves nothing: another start may end elsewhere. Train both networks from "
            "{seeds} starts, everything else as it is.",
            seeds=SEEDS,
        )
    )
    same = dataclasses.replace(study, seed=0)
    label = _("Train both from {seeds} starts", seeds=SEEDS)
    if not on_demand.asked_for(_LUCK, same, label, ":material/casino:"):
        return
    found = on_demand.shown(runs.compare(LUCK_JOB, same, "luck", seeds=SEEDS), "luck")
    if found is None:
        return
    ended = np.isfinite(found.difference).all()
    told = _verdict(found) if ended else _diverged(found)
    if ended:
        st.info(told, icon=":material/balance:")
    else:
        st.error(told, icon=":material/trending_up:")
    if not np.isfinite([found.parallel.losses, found.serial.losses]).any():
        return
    layout.draw(
        _dots(found, study.load().noise_floor, current()),
        alt=_("The final error of every start, parallel above serial, marked by how it ended."),
        result=told,
    )
    _shares(found)
    _open(found)


def _verdict(found: Luck) -> str:
    """What the starts say, and how sure that is."""
    wins, difference = found.wins, found.difference
    if difference.low > 0:
        text = _("**Parallel is better.**")
    elif difference.high < 0:
        text = _("**Serial is better.**")
    else:
        text = _("**These starts do not tell which is better.**")
    more = _(
        "The parallel network ends with the smaller error in {count} of {of} starts "
        "({share}, 95 % interval {low} – {high}). The median error is {parallel} parallel and "
        "{serial} serial: a difference of {difference} (95 % interval from {from_} to {to}).",
        count=wins.count,
        of=wins.of,
        share=f"{wins.value:.0%}",
        low=f"{wins.low:.0%}",
        high=f"{wins.high:.0%}",
        parallel=readable(found.parallel.median),
        serial=readable(found.serial.median),
        difference=readable(difference.value),
        from_=readable(difference.low),
        to=readable(difference.high),
    )
    return f"{text} {more}"


def _diverged(found: Luck) -> str:
    return _(
        "Many trainings diverged: {parallel} of {of} parallel, {serial} of {of} serial. Lower the "
        "learning rate, or standardise x and y.",
        parallel=int(np.isinf(found.parallel.losses).sum()),
        serial=int(np.isinf(found.serial.losses).sum()),
        of=found.wins.of,
    )


def _shares(found: Luck) -> None:
    """How many starts failed in which way, with intervals."""
    kinds = {
        "constant_before": _("Constant before training"),
        "died": _("Died in training"),
        "one_sided": _("One side only"),
    }
    rows = {}
    for name, part in ((_("Parallel"), found.parallel), (_("Serial"), found.serial)):
        rows[name] = [_share(part.share(kind)) for kind in kinds] + _errors_of(part)
    columns = [*kinds.values(), _("Best error"), _("Median error"), _("Worst error")]
    st.dataframe(
        pd.DataFrame.from_dict(rows, orient="index", columns=columns),
        width="stretch",
        alt=_("How many starts failed in which way, and their errors."),
    )
    st.caption(
        _(
            "In the picture a tall line is the median, a dashed one the noise floor. In the table "
            "are shares with their 95 % interval. {meaning}",
            meaning=hint("confidence_interval"),
        )
    )


def _share(share: Share) -> str:
    return f"{share.count} / {share.of} ({share.low:.0%} – {share.high:.0%})"


def _errors_of(part: Outcomes) -> list[str]:
    return [readable(float(error)) for error in (part.losses.min(), part.median, part.losses.max())]


def _open(found: Luck) -> None:
    """Ways to a start that is worth seeing."""
    starts = {
        _("Best parallel start"): found.parallel.seeds[found.parallel.losses.argmin()],
        _("Worst parallel start"): found.parallel.seeds[found.parallel.losses.argmax()],
        _("Best serial start"): found.serial.seeds[found.serial.losses.argmin()],
        _("Worst serial start"): found.serial.seeds[found.serial.losses.argmax()],
    }
    with st.container(horizontal=True):
        for place, (label, seed) in enumerate(starts.items()):
            st.button(
                f"{label}: {seed}",
                icon=":material/open_in_new:",
                on_click=_show_start,
                args=(int(seed),),
                key=f"{SCREEN} open {place}",
            )


def _show_start(seed: int) -> None:
    """Callback: show this start above."""
    address.apply(SCREEN, seed=seed)


def shape_against_budget(study: CurveStudy) -> None:
    """Error against number of parameters, for both shapes."""
    st.markdown(
        _(
            "Is it the shape, or the number of weights? Train the serial network (layers: "
            "{layers}) in several widths, and for each the parallel network nearest in parameters, "
            "from {seeds} starts each.",
            layers=study.serial_layers,
            seeds=BUDGET_SEEDS,
        )
    )
    # Neither widths nor seed count.
    same = dataclasses.replace(study, seed=0, parallel_units=6, serial_units=2)
    if not on_demand.asked_for(_BUDGET, same, _("Train all sizes"), ":material/straighten:"):
        return
    found = on_demand.shown(runs.compare(BUDGET_JOB, same, "budget", seeds=BUDGET_SEEDS), "budget")
    if found is None:
        return
    layout.draw(
        _errors(found, current()),
        alt=_(
            "Final errors against the number of weights and biases on logarithmic axes, parallel "
            "and serial: each start, the median and the middle half."
        ),
    )
    st.caption(_("Lines are medians, bands hold the middle half of the starts."))


def luck_question(study: CurveStudy) -> None:
    """In how many of the starts does the parallel network win?"""
    same = dataclasses.replace(study, seed=0)

    def reveal() -> tuple[int, str] | None:
        found = on_demand.answer(runs.compare(LUCK_JOB, same, on_demand.PREDICTION, seeds=SEEDS))
        if found is None:
            return None
        return rank(found.wins.count, found.wins.of), _who_wins(found)

    quiz.ask_then_compute(
        SCREEN,
        _(
            "Both networks learn the data “{data}” from {seeds} different starts. In how many does "
            "the parallel one end with the smaller error?",
            data=curve_name(study.data),
            seeds=SEEDS,
        ),
        [
            _("fewer than a quarter"),
            _("a quarter to a half"),
            _("more than a half, up to three quarters"),
            _("more than three quarters"),
        ],
        reveal,
        about=same,
    )


def _who_wins(found: Luck) -> str:
    if not np.isfinite(found.difference).all():
        return _diverged(found)
    return _(
        "In {count} of {total} starts the parallel network ends with the smaller error. "
        "Medians: {parallel} parallel, {serial} serial.",
        count=found.wins.count,
        total=found.wins.of,
        parallel=readable(found.parallel.median),
        serial=readable(found.serial.median),
    )


def rank(count: int, total: int) -> int:
    """Which option of the question a number of starts belongs to."""
    return sum(count > share * total for share in (0.5, 0.75)) + (4 * count >= total)
