"""Pieces of the regularization screen: dropout at work, batch normalization at work."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.experiments.race_results import PROBES, Lane, RaceRun
from ui import layout
from ui.i18n.language import _
from ui.screens.regularization import names as race_names
from ui.screens.regularization import variant_choice
from ui.screens.regularization.charts import masks as race_masks
from ui.screens.regularization.charts import sums as race_sums
from ui.screens.regularization.weights import looked_into

_MOST_UNITS = 64


def _normalizes(lane: Lane) -> bool:
    return lane.variant.normalization != "none"


def dropout(run: RaceRun) -> None:
    """The mask of each step of the training, and none at evaluation."""
    found = {name: lane for name, lane in looked_into(run) if lane.findings.masks is not None}
    if not found:
        st.info(
            _("No variant has dropout after its first hidden layer: set a rate at “Noise”."),
            icon=":material/blur_on:",
        )
        return
    lane = found[variant_choice.choose(list(found), "dropout of")]
    factors = lane.findings.masks
    rate = lane.variant.dropout[0]
    shown = factors[:, :_MOST_UNITS]
    st.markdown(
        _(
            "In each step of the training every unit of the first hidden layer is switched off "
            "with probability {rate}, anew for every example. What is left is multiplied by "
            "1 / (1 − {rate}) = {factor}, so that the next layer receives as much as before on "
            "average. At evaluation all units speak, unscaled: the same input gives the same "
            "answer each time.",
            rate=f"{rate:g}",
            factor=f"{1 / (1 - rate):.3g}",
        )
    )
    layout.draw(
        race_masks.masks(shown),
        alt=_(
            "Which of {units} units speak for one example in each of {steps} steps; at evaluation "
            "all do.",
            units=shown.shape[1],
            steps=len(shown),
        ),
        result=f"{_('Switched off')}: {(factors == 0).mean():.1%}",
    )
    with st.container(horizontal=True, gap="medium"):
        st.metric(_("Switched off"), f"{(factors == 0).mean():.1%}", width="content")
        st.metric(
            _("Mean factor in training"),
            f"{factors.mean():.3f}",
            help=_("Near 1: on average the next layer receives what it receives at evaluation."),
            width="content",
        )
        st.metric(_("Factor at evaluation"), "1", width="content")


def normalization(run: RaceRun) -> None:
    """The sums of the units of each hidden layer, before and after they are normalized."""
    names = race_names.names(run.race)
    found = {
        name: lane
        for name, lane in zip(names, run.lanes, strict=True)
        if lane.sums is not None and len(lane.sums) and lane.sums.shape[1]
    }
    if not found:
        st.info(
            _("No variant normalizes: choose it at “Normalization” of one of them."),
            icon=":material/equalizer:",
        )
        return
    first = max(found, key=lambda name: _normalizes(found[name]))
    lane = found[variant_choice.choose(list(found), "sums of", first)]
    normalized = _normalizes(lane)
    st.markdown(
        _(
            "What the units of each hidden layer add up over one batch of training examples "
            "({count}), epoch by epoch: median, the middle half and the middle nine tenths. First "
            "as it comes from the weights, then after normalization: that is what the activation "
            "function receives.",
            count=min(PROBES, run.examples.train),
        )
        if normalized
        else _(
            "This variant does not normalize: what the units add up goes into the activation "
            "function as it is, and drifts as the weights change."
        )
    )
    for layer in range(lane.sums.shape[1]):
        _layer(lane, layer, normalized)
    _what_is_known()


def _layer(lane: Lane, layer: int, normalized: bool) -> None:
    before, after = lane.sums[:, layer], lane.normalized[:, layer]
    title = race_names.layer_name(f"hidden_{layer + 1}")
    pairs = [(_("{layer}: not normalized", layer=title), before, 1)]
    if normalized:
        pairs = [
            (_("{layer}: before normalization", layer=title), before, 1),
            (_("{layer}: after normalization", layer=title), after, 0),
        ]
    both = np.concatenate([values for _title, values, _colour in pairs])
    limits = (float(np.nanmin(both)), float(np.nanmax(both)))
    for column, (title, values, colour) in zip(st.columns(2, gap="medium"), pairs, strict=False):
        with column:
            st.caption(title)
            layout.draw(
                race_sums.spread(values, limits, colour),
                alt=_("{title}: quantiles against the epoch.", title=title),
            )


def _what_is_known() -> None:
    st.info(
        _(
            "**What is known:** networks with batch normalization can be trained with higher "
            "rates, depend less on their start, and are often better on new examples. **What is "
            "not:** why. It was introduced (Ioffe and Szegedy, 2015) to remove “internal covariate "
            "shift”, the drift seen before normalization. Santurkar and others (2018) added noise "
            "that shifts the sums again, and it helped as before; they find a smoother loss "
            "instead. The question is open."
        ),
        icon=":material/help_center:",
    )
