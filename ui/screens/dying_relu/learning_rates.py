"""The share of dead units against the learning rate, as it is found, and a question about it."""

from __future__ import annotations

import dataclasses

import numpy as np
import streamlit as st

from core.studies.dying_relu.rates import RATES_JOB, Rates
from core.studies.dying_relu.study import RATES, DyingStudy
from ui import layout
from ui.i18n.language import _
from ui.i18n.numbers import readable
from ui.screens.dying_relu import SCREEN
from ui.screens.dying_relu.charts import rates as rates_charts
from ui.training import on_demand, runs
from ui.widgets import quiz

SEEDS = 20
LEVEL = 0.01
"""Shares that differ by less are the same."""

_WANTED = f"rates of {SCREEN}"


def rates(study: DyingStudy) -> None:
    """The share of dead units against the learning rate, as it is found."""
    st.markdown(
        _(
            "It is often said that a high learning rate kills units. Train this network with eight "
            "rates, from {seeds} starts each, and see how it is.",
            seeds=SEEDS,
        )
    )
    same = _apart_from_rate(study)
    if not on_demand.asked_for(
        _WANTED, same, _("Train with every rate"), ":material/stacked_line_chart:"
    ):
        return
    found = on_demand.shown(runs.compare(RATES_JOB, same, "rates", seeds=SEEDS), "rates")
    if found is None:
        return
    told = _what_the_rates_show(found)
    left, right = st.columns(2, gap="medium")
    with left:
        layout.draw(
            rates_charts.dead(found, study.learning_rate),
            alt=_("The share of dead units at the end against the learning rate, every start."),
            result=told,
        )
    with right:
        layout.draw(
            rates_charts.losses(found, study.learning_rate),
            alt=_("The loss at the end against the learning rate, every start."),
            result=told,
        )
    st.caption(
        _(
            "Dots: one start each. Thick lines: the middle half of the starts. Diamonds: the mean "
            "share, the median loss. Dashed: dead before training ({before}), and the noise floor. "
            "Upright: the rate that the screen shows.",
            before=f"{found.dead_before.mean():.0%}",
        )
    )
    st.markdown(told)


def _apart_from_rate(study: DyingStudy) -> DyingStudy:
    # Neither its own rate nor its own seed counts: no run for each of them.
    return dataclasses.replace(study, seed=0, learning_rate=DyingStudy().learning_rate)


def mean_shares(found: Rates) -> np.ndarray:
    """The mean share of dead units for each rate, without the starts that diverged; or NaN."""
    ended = np.isfinite(found.losses)
    counts = ended.sum(axis=1)
    sums = np.where(ended, found.dead, 0).sum(axis=1)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)


def course(shares: np.ndarray) -> int:
    """Option of the question: 0 rises and never falls, 1 rises and falls, 2 falls, 3 level."""
    steps = np.diff(shares[np.isfinite(shares)])
    up, down = (steps >= LEVEL).any(), (steps <= -LEVEL).any()
    return {(True, False): 0, (True, True): 1, (False, True): 2, (False, False): 3}[up, down]


def _courses() -> list[str]:
    return [
        _("it rises, and never falls"),
        _("it rises and falls"),
        _("it only falls"),
        _("it stays as it is"),
    ]


def _what_the_rates_show(found: Rates) -> str:
    shares = mean_shares(found)
    diverged = int((~np.isfinite(found.losses)).sum())
    sentences = []
    if np.isfinite(shares).any():
        most, least = int(np.nanargmax(shares)), int(np.nanargmin(shares))
        medians = np.median(found.losses, axis=1)
        sentences.append(
            _(
                "**The share of dead units, as the rate goes up: {course}.** Fewest are dead at "
                "rate {least} ({low}), most at {most} ({high}). The median loss is smallest at "
                "rate {best} ({loss}).",
                course=_courses()[course(shares)],
                least=f"{found.rates[least]:g}",
                low=f"{shares[least]:.0%}",
                most=f"{found.rates[most]:g}",
                high=f"{shares[most]:.0%}",
                best=f"{found.rates[medians.argmin()]:g}",
                loss=readable(float(medians.min())),
            )
        )
    if diverged:
        sentences.append(
            _(
                "{count} of {of} trainings diverged; they are left out.",
                count=diverged,
                of=found.losses.size,
            )
        )
    constant = found.constant.sum(axis=1)
    if constant.any():
        sentences.append(
            _(
                "Most networks that say the same for every x are found at rate {rate}: {count} of "
                "{of}.",
                rate=f"{found.rates[constant.argmax()]:g}",
                count=int(constant.max()),
                of=found.constant.shape[1],
            )
        )
    return " ".join(sentences)


def rates_question(study: DyingStudy) -> None:
    """How does the share of dead units change with the learning rate?"""
    same = _apart_from_rate(study)

    def reveal() -> tuple[int, str] | None:
        found = on_demand.answer(runs.compare(RATES_JOB, same, on_demand.PREDICTION, seeds=SEEDS))
        if found is None:
            return None
        shares = mean_shares(found)
        listed = ", ".join(
            f"{rate:g}: {share:.0%}"
            for rate, share in zip(found.rates, shares, strict=True)
            if np.isfinite(share)
        )
        why = _("Mean share of dead units by rate: {listed}.", listed=listed or "–")
        return course(shares), why

    quiz.ask_then_compute(
        SCREEN,
        _(
            "The network above is trained with learning rates from {low} to {high}, from {seeds} "
            "starts each. What becomes of the mean share of dead units as the rate goes up?",
            low=f"{RATES[0]:g}",
            high=f"{RATES[-1]:g}",
            seeds=SEEDS,
        ),
        _courses(),
        reveal,
        about=same,
    )
