"""Pieces of the regularization screen: what a variant says of test examples."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.datasets import Dataset
from core.experiments.race_results import Lane, RaceRun
from ui import layout
from ui.charts import decision_plane
from ui.charts.picture import Picture
from ui.i18n.language import _, current
from ui.i18n.numbers import readable
from ui.memo import derived
from ui.screens.regularization import SCREEN, variant_choice
from ui.screens.regularization import names as race_names
from ui.screens.regularization.charts import confusion as race_sight
from ui.screens.regularization.charts import images
from ui.screens.regularization.charts import numbers as race_numbers
from ui.screens.regularization.example_names import class_name, feature_name
from ui.screens.regularization.weights import looked_into
from ui.widgets import scrubber

_GRID = f"{SCREEN} pictures"
_CHOSEN = f"{SCREEN}.picture chosen"
_MOST = 24
_PLANE = 340


def sight(run: RaceRun) -> None:
    """Pictures, boundaries or columns, and how often each class was taken for each."""
    if run.points is not None:
        boundaries(run)
    found = dict(looked_into(run))
    if not found or run.shown is None:
        return
    lane = found[variant_choice.choose(list(found), "seen by")]
    if run.examples.image is not None:
        _pictures(run, lane)
    if not run.examples.classes:
        layout.draw(
            race_numbers.predictions(run.labels, lane.findings.predicted),
            alt=_("Predicted against true numbers of the test examples."),
        )
    left, right = st.columns(2, gap="medium")
    with left:
        if lane.findings.confusion is not None:
            st.caption(_("All test examples: what each class was taken for"))
            names = [class_name(run.examples.data, name) for name in run.examples.classes]
            layout.draw(
                race_sight.confusion(lane.findings.confusion, names),
                alt=_("The confusion matrix of the test examples."),
                result=_judged(lane),
            )
    with right if lane.findings.confusion is not None else left:
        if lane.findings.importance is not None:
            _importance(run, lane)


def _judged(lane: Lane) -> str:
    return _(
        "test accuracy {accuracy}, test loss {loss}",
        accuracy=f"{lane.findings.test.accuracy:.1%}",
        loss=readable(lane.findings.test.loss),
    )


def _importance(run: RaceRun, lane: Lane) -> None:
    st.caption(_("The most telling columns: what shuffling each of them costs"))
    names = [feature_name(run.examples.data, name) for name in run.examples.columns]
    layout.draw(
        race_sight.importance(lane.findings.importance, names, bool(run.examples.classes)),
        alt=_("The columns whose shuffling costs most, with standard deviations."),
    )
    st.caption(
        _(
            "Validation examples, several shuffles each. Two columns that tell the same share "
            "their importance: shuffling one of them costs little."
        )
    )


def _order(run: RaceRun, lane: Lane) -> np.ndarray:
    """Which of the examples shown come first: wrong ones, the surest in front."""
    rows = run.shown.indices
    wrong = lane.findings.predicted[rows] != run.labels[rows]
    return np.lexsort((-lane.findings.confidence[rows], ~wrong))[:_MOST]


def _pictures(run: RaceRun, lane: Lane) -> None:
    order = _order(run, lane)
    rows = run.shown.indices[order]
    wrong = int((lane.findings.predicted != run.labels).sum())
    st.caption(
        _(
            "Test pictures, those told wrong first, the surest mistakes in front: {wrong} of {of} "
            "are told wrong. Click one to see all its probabilities.",
            wrong=f"{wrong:,}",
            of=f"{len(run.labels):,}",
        )
    )
    names = [class_name(run.examples.data, name) for name in run.examples.classes]
    chosen = min(st.session_state.get(_CHOSEN, 0), len(order) - 1)
    left, right = st.columns([1.6, 1], gap="medium")
    with left:
        pictures = run.shown.inputs[order].reshape(-1, *run.examples.image)
        layout.draw(
            images.grid(
                pictures,
                [names[k] for k in lane.findings.predicted[rows]],
                lane.findings.confidence[rows],
                [names[k] for k in run.labels[rows]],
                chosen,
            ),
            alt=_("Test pictures with the class that is said of each and its probability."),
            key=_GRID,
            on_select=_picked,
        )
    with right:
        place = _menu(len(order), chosen)
        st.image(
            images.enlarged(images.paper(pictures)[place], 140),
            width=140,
            alt=_("The chosen test picture, enlarged."),
        )
        truth = int(run.labels[rows[place]])
        outputs = _of_classes(lane.findings.probabilities[order[place]])
        layout.draw(
            race_sight.probabilities(outputs, names, truth),
            alt=_("The probability of every class for the chosen picture."),
            result=", ".join(
                f"{name} {share:.1%}" for name, share in zip(names, outputs, strict=True)
            ),
        )


def _of_classes(outputs: np.ndarray) -> np.ndarray:
    """One probability for each class, also where one output tells two apart."""
    return np.array([1 - outputs[0], outputs[0]]) if len(outputs) == 1 else outputs


def _picked() -> None:
    """Callback of the grid: the picture that was clicked."""
    rows = st.session_state[_GRID].selection.get(images.PICKED)
    if rows:
        st.session_state[_CHOSEN] = int(rows[0]["place"])


def _menu(count: int, chosen: int) -> int:
    """The number of a picture, for those who do not click."""
    key = f"{SCREEN} picture"

    def choose() -> None:
        st.session_state[_CHOSEN] = st.session_state[key] - 1

    st.session_state[key] = chosen + 1
    return st.number_input(_("Picture"), 1, count, key=key, on_change=choose) - 1


def _moons(run: RaceRun) -> Dataset:
    """The points that the variants learn from."""
    points, labels = run.points[:, :2], run.points[:, 2:]
    none = np.zeros((0, 2))
    return Dataset(
        train_inputs=points.astype(np.float32),
        train_targets=labels.astype(np.float32),
        held_inputs=none.astype(np.float32),
        held_targets=np.zeros((0, 1), np.float32),
        train_points=points,
        held_points=none,
        classes=2,
        bounds=run.bounds,
    )


# Runs are compared by identity, as elsewhere.
@derived
def _plane(run: RaceRun, place: int, dark: bool, _language: str) -> Picture:
    return decision_plane.probabilities(run.lanes[place].planes / 100, _moons(run), _PLANE, dark)


def boundaries(run: RaceRun) -> None:
    """The boundary of every variant, with one scrubber for all."""
    names = race_names.names(run.race)
    longest = max(run.lanes, key=lambda lane: len(lane.frames))
    scrubber.scrubber(
        [int(epoch) for epoch in longest.frames],
        {
            "slider": _("Epoch shown"),
            "play": _("Play the training"),
            "pause": _("Pause"),
            "epoch": _("epoch {epoch}"),
        },
        key=f"{SCREEN} scrubber",
        run=f"{hash(run.race):x} {id(run):x}",
    )
    for row in layout.rows(range(len(run.lanes)), 3):
        for column, place in row:
            lane = run.lanes[place]
            with column:
                st.markdown(f"**{names[place]}**")
                layout.draw(
                    _plane(run, place, layout.dark(), current()),
                    alt=_("The decision boundary of {name} among the points.", name=names[place]),
                    result=_judged(lane) if lane.findings is not None else "",
                )
                if lane.findings is not None:
                    st.caption(_judged(lane))
