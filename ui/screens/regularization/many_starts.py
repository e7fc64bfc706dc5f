"""Pieces of the regularization screen: several seeds, and a question that they answer."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import streamlit as st

from core.experiments import jobs
from core.experiments.race import Race
from core.experiments.race_results import RaceLuck
from core.statistics import interval
from ui import layout
from ui.i18n.language import _
from ui.i18n.numbers import readable
from ui.screens.regularization import SCREEN, own_table, verdict
from ui.screens.regularization import names as race_names
from ui.screens.regularization.charts import seeds as race_luck
from ui.training import on_demand, runs
from ui.widgets import quiz

SEEDS = 5
_OFFERED = (SEEDS, 10, 20)
_WANTED = f"luck of {SCREEN}"


def _apart_from_seed(race: Race) -> Race:
    # Its own seed does not count: no run for each of them.
    return dataclasses.replace(race, seed=0)


def _found(race: Race, slot: str, seeds: int) -> RaceLuck | None:
    table = own_table.of(race)
    if table is None:
        return runs.compare(jobs.RACE_LUCK, race, slot, seeds=seeds)
    return runs.compare(jobs.RACE_LUCK, race, slot, own=True, seeds=seeds, table=table)


def luck(race: Race) -> None:
    """The race from several starts, on demand."""
    st.markdown(
        _(
            "One race is one start. Run it from several seeds, with the same data and the same "
            "split, and see whether the order stays."
        )
    )
    same = _apart_from_seed(race)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        seeds = st.segmented_control(
            _("Seeds"), _OFFERED, default=SEEDS, required=True, key=f"{SCREEN} seeds"
        )
        if st.button(_("Run them all"), icon=":material/casino:", type="primary"):
            st.session_state[_WANTED] = (same, seeds)
    if st.session_state.get(_WANTED) != (same, seeds):
        return
    found = on_demand.shown(_found(same, "luck", seeds), "luck")
    if found is None or not len(found.seeds):
        return
    names = race_names.names(race)
    often = _how_often(found, names)
    shown = [(found.loss, _("test loss"), False)]
    if found.examples.classes:
        shown.append((found.accuracy, _("test accuracy"), True))
    for column, (values, title, percent) in zip(st.columns(len(shown)), shown, strict=True):
        with column:
            layout.draw(
                race_luck.outcomes(values, names, title, percent),
                alt=_("{figure} from every seed, and its mean with an interval.", figure=title),
                result=often,
            )
    st.caption(
        _(
            "Dots: one seed each. Diamonds: the mean; bars: Student’s 95 % interval around it, "
            "over {count} seeds. The data and their split stay: other examples would spread more.",
            count=len(found.seeds),
        )
    )
    st.dataframe(
        _table(found, names),
        hide_index=True,
        width="stretch",
        alt=_("Means over the seeds with 95 % intervals, of every variant."),
    )
    st.markdown(often)


def _table(found: RaceLuck, names: list[str]) -> pd.DataFrame:
    figures = {
        _("Test loss"): (found.loss, readable),
        _("Test accuracy"): (found.accuracy, lambda value: f"{value:.1%}"),
        _("Generalization gap"): (found.gap, readable),
        _("Epochs run"): (found.epochs, lambda value: f"{value:.0f}"),
        _("Norm of the weights"): (found.norm, readable),
    }
    if not found.examples.classes:
        del figures[_("Test accuracy")]
    columns = {_("Variant"): names}
    for title, (values, written) in figures.items():
        columns[title] = [_mean(values[:, place], written) for place in range(len(names))]
    return pd.DataFrame(columns)


def _mean(values: np.ndarray, written) -> str:
    mean, low, high = interval(values)
    if not np.isfinite(mean):
        return "–"
    if not np.isfinite(low):
        return written(mean)
    return f"{written(mean)}  ({written(low)} … {written(high)})"


def scores(found: RaceLuck) -> np.ndarray:
    """What the variants are ranked by, less is better, shape (seeds, variants).

    The test loss; where their losses cannot be compared, what the accuracy leaves to 1.
    """
    ranked = found.loss if verdict.comparable(found.race) else 1 - found.accuracy
    return np.where(np.isfinite(ranked), ranked, np.inf)


def wins(found: RaceLuck) -> np.ndarray:
    """In how many seeds each variant is the best, shape (variants,)."""
    ranked = scores(found)
    return np.bincount(ranked.argmin(axis=1), minlength=ranked.shape[1])


def _how_often(found: RaceLuck, names: list[str]) -> str:
    counted = ", ".join(
        f"{name}: {count}" for name, count in zip(names, wins(found), strict=True) if count
    )
    if verdict.comparable(found.race):
        return _(
            "Lowest test loss, in so many of {of} seeds: **{counted}**.",
            of=len(found.seeds),
            counted=counted,
        )
    return _(
        "Highest test accuracy, in so many of {of} seeds: **{counted}**.",
        of=len(found.seeds),
        counted=counted,
    )


def question(race: Race) -> None:
    """Which variant wins most often, or, of a single one, in how many starts it overfits."""
    same, names = _apart_from_seed(race), race_names.names(race)
    several = len(names) > 1

    def reveal() -> tuple[int, str] | None:
        found = on_demand.answer(_found(same, on_demand.PREDICTION, SEEDS))
        if found is None:
            return None
        return _of_several(found, names) if several else _of_one(found)

    if several:
        asked = (
            _(
                "All variants are trained from {seeds} starts. Which has the lowest mean test "
                "loss?",
                seeds=SEEDS,
            )
            if verdict.comparable(race)
            else _(
                "All variants are trained from {seeds} starts. Which has the highest mean test "
                "accuracy?",
                seeds=SEEDS,
            )
        )
        quiz.ask_then_compute(SCREEN, asked, names, reveal, about=same)
        return
    quiz.ask_then_compute(
        SCREEN,
        _(
            "The network is trained from {seeds} starts. In how many of them is the validation "
            "loss above the training loss in the last epoch?",
            seeds=SEEDS,
        ),
        [_("in all"), _("in some, but not in all"), _("in none")],
        reveal,
        about=same,
    )


def _of_one(found: RaceLuck) -> tuple[int, str]:
    above = int((found.gap[:, 0] > 0).sum())
    option = 0 if above == len(found.gap) else 1 if above else 2
    why = _("{count} of {of} starts.", count=above, of=len(found.gap))
    return option, why


def _of_several(found: RaceLuck, names: list[str]) -> tuple[int, str]:
    means = scores(found).mean(axis=0)
    alike = verdict.comparable(found.race)
    written = [
        "–" if not np.isfinite(mean) else readable(float(mean)) if alike else f"{1 - mean:.1%}"
        for mean in means
    ]
    listed = ", ".join(f"{name}: {mean}" for name, mean in zip(names, written, strict=True))
    why = (
        _("Mean test loss: {listed}.", listed=listed)
        if alike
        else _("Mean test accuracy: {listed}.", listed=listed)
    )
    return int(means.argmin()), f"{why} {_how_often(found, names)}"
