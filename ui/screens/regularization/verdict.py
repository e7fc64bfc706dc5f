"""The verdict of a race: a table of figures, and what they say in sentences."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from core.experiments.race import Race
from core.experiments.race_results import Lane, RaceRun
from ui.i18n.language import _
from ui.i18n.numbers import readable
from ui.screens.regularization import names as race_names
from ui.screens.regularization import notes

# A validation loss that ends this much above its best is told as overfitting.
_OVERFITS = 1.05


def verdict(run: RaceRun) -> None:
    """Figures of every variant, beside those of the notes where they were measured alike."""
    finished = [lane for lane in run.lanes if len(lane.history)]
    if not finished:
        return
    st.dataframe(
        table(run),
        column_config=_columns(),
        hide_index=True,
        width="stretch",
        alt=_("Loss, accuracy, gap, epochs, parameters and norm of every variant."),
    )
    notes.notes_figures(run)
    _sentences(run)


def table(run: RaceRun) -> pd.DataFrame:
    """One row for each variant; no accuracy where a number is predicted."""
    features, classes = len(run.examples.features), len(run.examples.classes)
    rows = []
    for lane, name in zip(run.lanes, race_names.names(run.race), strict=True):
        history, found = lane.history, lane.findings
        of_test = found.test if found else None
        rows.append(
            {
                "name": name,
                "loss": of_test.loss if of_test else np.nan,
                "accuracy": of_test.accuracy if of_test else np.nan,
                "gap": history.gap[-1] if len(history) else np.nan,
                "epochs": len(history),
                "parameters": lane.parameters,
                "norm": lane.norm,
                "best": lane.best_epoch,
                "validation": history.validation_loss[-1] if len(history) else np.nan,
                "network": race_names.network(lane.variant, features, classes),
                "brakes": race_names.brakes(lane.variant),
            }
        )
    found = pd.DataFrame(rows)
    return found if classes else found.drop(columns="accuracy")


def _columns() -> dict[str, object]:
    column = st.column_config
    return {
        "name": column.TextColumn(_("Variant"), pinned=True),
        "loss": column.NumberColumn(
            _("Test loss"),
            format="%.4g",
            help=_("Without penalty, with the weights that the variant is left with."),
        ),
        "accuracy": column.NumberColumn(_("Test accuracy"), format="percent"),
        "gap": column.NumberColumn(
            _("Generalization gap"),
            format="%.3f",
            help=_(
                "Validation loss less training loss in the last epoch, without penalty. Dropout "
                "and noise act on the training loss alone, so that the gap may be below 0."
            ),
        ),
        "epochs": column.NumberColumn(_("Epochs run")),
        "parameters": column.NumberColumn(_("Parameters"), format="localized"),
        "norm": column.NumberColumn(
            _("Norm of the weights"),
            format="%.3g",
            help=_("The root of the sum of the squares of all kernels."),
        ),
        "best": column.NumberColumn(
            _("Best epoch"), help=_("That with the lowest validation loss, penalty included.")
        ),
        "validation": column.NumberColumn(_("Validation loss, last epoch"), format="%.4g"),
        "network": column.TextColumn(_("Network")),
        "brakes": column.TextColumn(_("Brakes")),
    }


def _sentences(run: RaceRun) -> None:
    names = race_names.names(run.race)
    lost, told = _lost(run, names), _told(run, names)
    if lost:
        st.error("\n\n".join(lost), icon=":material/trending_up:")
    if told:
        st.info("\n\n".join(told), icon=":material/lightbulb:")


def said(run: RaceRun) -> str:
    """The verdict as one text."""
    names = race_names.names(run.race)
    return " ".join([*_lost(run, names), *_told(run, names)])


def _lost(run: RaceRun, names: list[str]) -> list[str]:
    return [
        _(
            "**{name}** diverged in epoch {epoch}: its loss was no longer a finite number. Lower "
            "its learning rate, or take another loss.",
            name=name,
            epoch=len(lane.history),
        )
        for lane, name in zip(run.lanes, names, strict=True)
        if lane.why == "diverged"
    ]


def _told(run: RaceRun, names: list[str]) -> list[str]:
    return [*_winner(run, names), *_overfitting(run, names), *_without_effect(run, names)]


def _ended(run: RaceRun, names: list[str]) -> list[tuple[str, Lane]]:
    # Who stops a race at once leaves variants that have not had a whole epoch.
    pairs = zip(names, run.lanes, strict=True)
    return [
        (name, lane)
        for name, lane in pairs
        if len(lane.history) and lane.findings is not None and np.isfinite(lane.findings.test.loss)
    ]


def comparable(race: Race) -> bool:
    """Whether all variants have the same loss, so that its values can be compared."""
    return len({(variant.loss, variant.label_smoothing) for variant in race.variants}) == 1


def _winner(run: RaceRun, names: list[str]) -> list[str]:
    ended = _ended(run, names)
    if len(ended) < 2:
        return []
    if not comparable(run.race):
        return _by_accuracy(run, ended)
    best = min(ended, key=lambda pair: pair[1].findings.test.loss)
    narrow = min(ended, key=lambda pair: pair[1].history.gap[-1])
    wide = max(ended, key=lambda pair: pair[1].history.gap[-1])
    return [
        _(
            "Lowest test loss: **{best}** ({loss}). Smallest gap between training and validation: "
            "**{narrow}** ({small}), largest: **{wide}** ({large}). This is one start: ask below "
            "whether it is luck.",
            best=best[0],
            loss=readable(best[1].findings.test.loss),
            narrow=narrow[0],
            small=readable(float(narrow[1].history.gap[-1])),
            wide=wide[0],
            large=readable(float(wide[1].history.gap[-1])),
        )
    ]


def _by_accuracy(run: RaceRun, ended: list[tuple[str, Lane]]) -> list[str]:
    told = _("The variants have different losses: their values cannot be compared.")
    if not run.examples.classes:
        return [told]
    best = max(ended, key=lambda pair: pair[1].findings.test.accuracy)
    highest = _(
        "Highest test accuracy: **{best}** ({accuracy}).",
        best=best[0],
        accuracy=f"{best[1].findings.test.accuracy:.1%}",
    )
    return [f"{told} {highest}"]


def _overfitting(run: RaceRun, names: list[str]) -> list[str]:
    told = []
    for name, lane in _ended(run, names):
        losses = lane.history.validation_loss
        best = float(np.nanmin(losses))
        if best > 0 and losses[-1] > _OVERFITS * best and lane.history.loss[-1] < best:
            told.append(
                _(
                    "**{name}** overfits: its validation loss was lowest in epoch {epoch} "
                    "({best}) and is {last} at the end, while its training loss fell to "
                    "{training}.",
                    name=name,
                    epoch=int(np.nanargmin(losses)) + 1,
                    best=readable(best),
                    last=readable(float(losses[-1])),
                    training=readable(float(lane.history.loss[-1])),
                )
            )
    return told


def _without_effect(run: RaceRun, names: list[str]) -> list[str]:
    return [
        _(
            "The constraint of **{name}** never bound: the weights never came as far, and the "
            "training was as without it.",
            name=name,
        )
        for name, lane in _ended(run, names)
        if lane.constraint_hits == 0
    ]
