"""Pieces of the regularization screen: what the brakes do to the weights, and to the rate."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from core.experiments.race_results import Lane, RaceRun
from ui import layout
from ui.i18n.language import _
from ui.i18n.numbers import readable
from ui.screens.regularization import SCREEN
from ui.screens.regularization import names as race_names
from ui.screens.regularization.charts import last_and_best, learning_rates
from ui.screens.regularization.charts import weights as race_weights

Named = list[tuple[str, Lane]]


def looked_into(run: RaceRun) -> Named:
    """The variants that have findings, by their names."""
    names = race_names.names(run.race)
    return [
        (name, lane)
        for name, lane in zip(names, run.lanes, strict=True)
        if lane.findings is not None
    ]


def weights(run: RaceRun) -> None:
    """Histograms of one layer before and after, norms, hits of constraints, share of zeros."""
    found = looked_into(run)
    if not found:
        return
    layers = dict.fromkeys(part.layer for _name, lane in found for part in lane.findings.weights)
    layer = st.segmented_control(
        _("Layer"),
        list(layers),
        format_func={layer: race_names.layer_name(layer) for layer in layers}.__getitem__,
        default=next(iter(layers)),
        required=True,
        key=f"{SCREEN} layer {' '.join(layers)}",
    )
    chosen = {
        name: part for name, lane in found for part in lane.findings.weights if part.layer == layer
    }
    layout.draw(
        race_weights.histograms(chosen, race_names.names(run.race)),
        alt=_(
            "Densities of the weights of the {layer}: before the training, and after it in each "
            "variant.",
            layer=race_names.layer_name(layer),
        ),
    )
    st.dataframe(
        _norms(found, layer),
        column_config=_columns(),
        hide_index=True,
        width="stretch",
        alt=_("Norms of the weights, hits of the constraint and zeros of every variant."),
    )


def _norms(found: Named, layer: str) -> pd.DataFrame:
    rows = []
    for name, lane in found:
        for part in lane.findings.weights:
            if part.layer == layer:
                share = lane.findings.zero_share
                rows.append(
                    {
                        "name": name,
                        "before": part.norm_before,
                        "after": part.norm_after,
                        "change": part.norm_after / part.norm_before - 1
                        if part.norm_before
                        else np.nan,
                        "hits": "–"
                        if lane.constraint_hits is None
                        else f"{lane.constraint_hits:.1%}",
                        "zeros": " · ".join(f"{one:.0%}" for one in share) or "–",
                    }
                )
    return pd.DataFrame(rows)


def _columns() -> dict[str, object]:
    column = st.column_config
    return {
        "name": column.TextColumn(_("Variant"), pinned=True),
        "before": column.NumberColumn(_("Norm before"), format="%.3g"),
        "after": column.NumberColumn(_("Norm after"), format="%.3g"),
        "change": column.NumberColumn(_("Change of the norm"), format="percent"),
        "hits": column.TextColumn(
            _("Constraint bound"),
            help=_("Share of the units, counted in every step, whose weights it had to change."),
        ),
        "zeros": column.TextColumn(
            _("Activity at zero"),
            help=_("Share of the outputs of each hidden layer that are exactly 0, on test data."),
        ),
    }


def rates(run: RaceRun) -> None:
    """The learning rate over the steps."""
    names = race_names.names(run.race)
    lanes = {name: lane for name, lane in zip(names, run.lanes, strict=True) if len(lane.rates)}
    if not lanes:
        return
    layout.draw(
        learning_rates.rates(lanes, names),
        alt=_("The learning rate of every step, of {names}.", names=", ".join(lanes)),
    )
    st.caption(
        _(
            "Adam scales each step besides, weight by weight: the rate drawn here is the factor "
            "before that. “Reduce on a plateau” looks at the validation loss after each epoch, the "
            "other schedules count steps."
        )
    )


def last_against_best(run: RaceRun) -> None:
    """The weights of the last epoch against those that the checkpoint kept, on the test data."""
    st.markdown(
        _(
            "While a network trains, Keras’ ModelCheckpoint keeps the weights of the epoch with "
            "the lowest **validation** loss; early stopping with “restore the best weights” goes "
            "back to them. Here both are judged by the **test** examples, which no choice has seen."
        )
    )
    found = looked_into(run)
    if not found:
        return
    told = "\n\n".join(_last_or_best(name, lane) for name, lane in found)
    shown = [("loss", _("test loss"), False)]
    if run.examples.classes:
        shown.append(("accuracy", _("test accuracy"), True))
    for column, (figure, title, percent) in zip(st.columns(len(shown)), shown, strict=True):
        with column:
            layout.draw(
                last_and_best.compared(
                    {
                        name: (
                            getattr(lane.findings.last, figure),
                            getattr(lane.findings.best, figure),
                        )
                        for name, lane in found
                    },
                    race_names.names(run.race),
                    title,
                    percent,
                ),
                alt=_("Last against best weights: {figure}, of every variant.", figure=title),
                result=told,
            )
    st.caption(_("■ last weights   ○ best weights"))
    st.info(told, icon=":material/flag:")


def _last_or_best(name: str, lane: Lane) -> str:
    last, best = lane.findings.last.loss, lane.findings.best.loss
    values = {
        "name": name,
        "epoch": lane.best_epoch,
        "of": len(lane.history),
        "best": readable(best),
        "last": readable(last),
    }
    if lane.best_epoch == len(lane.history):
        return _(
            "**{name}**: the last epoch, {of}, was the best: test loss {last}. It could train on.",
            **values,
        )
    if best < last:
        return _(
            "**{name}**: the weights of epoch {epoch} of {of} are better on test data, {best} "
            "against {last}.",
            **values,
        )
    return _(
        "**{name}**: epoch {epoch} of {of} was best on validation data, but not on test data: "
        "{best} against {last} at the end. What is best by one set of examples need not be by "
        "another.",
        **values,
    )
