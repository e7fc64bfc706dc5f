"""Pieces of the screen on decision boundaries: what is drawn of one training."""

from __future__ import annotations

import numpy as np
import streamlit as st
from plotly.graph_objects import Figure

from core.analysis.diagnosis import diagnose
from core.datasets import GATES, Dataset
from core.experiments import Experiment
from core.experiments.results import Run
from core.networks.forward import classes, signals
from ui import layout
from ui.charts import decision_plane, losses
from ui.charts.picture import Picture
from ui.i18n.language import _, current
from ui.i18n.numbers import compact
from ui.memo import derived
from ui.screens.decision_boundaries import SCREEN, surface_player
from ui.screens.decision_boundaries.charts import network, surface
from ui.training import restart, runs
from ui.training import verdict as boundary_words
from ui.training.names import data_name
from ui.widgets import scrubber

_HISTORY_HEIGHT = 330
_LARGE = 1e5


@derived
def dataset(experiment: Experiment) -> Dataset:
    """The points of an experiment."""
    return experiment.load()


def right(experiment: Experiment, weights: np.ndarray, data: Dataset) -> np.ndarray:
    """Which training points networks with these weights (frames, parameters) tell right."""
    outputs = signals(experiment, weights, data.train_inputs)[-1].outputs
    return classes(experiment, outputs, experiment.threshold) == data.train_labels


# Runs are compared by identity: the same run is drawn once, whatever else is moved on the page.
@derived
def _plane(run: Run, height: int, dark: bool, _language: str) -> Picture:
    return decision_plane.boundary(
        run, dataset(run.experiment), run.experiment.threshold, height, dark
    )


@derived
def _diagram(run: Run, height: int, _language: str) -> Picture:
    return network.diagram(run, height)


@derived
def _history(run: Run, logarithmic: bool, _language: str) -> Picture:
    return losses.history(run, _HISTORY_HEIGHT, logarithmic)


@derived
def _figure(run: Run, dark: bool, _language: str) -> Figure:
    return surface.output(run, run.experiment.threshold, dark)


def plane(run: Run, height: int, result: str | None = None) -> None:
    """The plane with the boundary of every frame, and the points.

    Args:
        run: The training.
        height: Pixels.
        result: What came of it; the accuracy, if nothing more is known.
    """
    accuracy = f"{run.figures.accuracy[-1]:.1%}".replace(".0%", "%")
    layout.draw(
        _plane(run, height, layout.dark(), current()),
        alt=_(
            "The plane of x₁ and x₂ in the colours of the classes, with the decision boundary and "
            "the points; those that are told wrong are ringed."
        ),
        result=result or _("{accuracy} of the training points are told right.", accuracy=accuracy),
    )


def training(experiment: Experiment) -> Run | None:
    """The boundary, the network and the course of its training; or the data while it lasts."""
    restart.train_again(SCREEN, experiment)
    run = runs.train(experiment)
    left, right = st.columns(2, gap="medium")
    if run is None:
        with left:
            layout.draw(
                decision_plane.still(dataset(experiment)),
                alt=_("The points of {data}.", data=data_name(experiment.data)),
            )
        with right:
            runs.progress("run")
        return None
    findings = diagnose(run, dataset(experiment))
    told = boundary_words.said(findings, experiment)
    with left:
        if _view() == "plane":
            plane(run, decision_plane.HEIGHT, told)
        else:
            _surface(run)
    with right:
        st.caption(_("What every unit sees, and its weights"))
        layout.draw(
            _diagram(run, decision_plane.HEIGHT, current()),
            alt=_(
                "The network: every unit as a picture of the plane as it sees it, joined by its "
                "weights; solid where they are positive, dashed where negative."
            ),
            result=told,
        )
    _scrubber(run)
    _figures(run)
    runs.stopped_early("run")
    boundary_words.verdict(findings, experiment)
    return run


def _view() -> str:
    names = {"plane": _("Plane"), "surface": _("3-D")}
    return st.segmented_control(
        _("Picture"),
        list(names),
        format_func=names.__getitem__,
        default="plane",
        required=True,
        label_visibility="collapsed",
        key=f"{SCREEN} view",
    )


def _surface(run: Run) -> None:
    """The output as a height over the plane, with the threshold as a level."""
    key = f"{SCREEN} surface"
    st.plotly_chart(
        _figure(run, layout.dark(), current()),
        width="stretch",
        key=key,
        alt=_("The output of the network as a surface over x₁ and x₂, cut by the threshold plane."),
    )
    surface_player.follow(key, len(run))


def _scrubber(run: Run) -> None:
    scrubber.scrubber(
        [int(epoch) for epoch in run.epochs],
        {
            "slider": _("Epoch shown"),
            "play": _("Play the training"),
            "pause": _("Pause"),
            "epoch": _("epoch {epoch}"),
        },
        key=f"{SCREEN} scrubber",
        run=f"{hash(run.experiment):x} {id(run):x}",
        readings=[
            _("loss {loss}, accuracy {accuracy}", loss=compact(float(loss)), accuracy=_share(share))
            for loss, share in zip(run.figures.loss, run.figures.accuracy, strict=True)
        ],
    )


def _figures(run: Run) -> None:
    figures, epochs = run.figures, int(run.epochs[-1])
    shown = [
        (_("Loss"), compact(float(figures.loss[-1]))),
        (_("Accuracy"), _share(figures.accuracy[-1])),
    ]
    if figures.held_loss is not None:
        shown += [
            (_("Held-out loss"), compact(float(figures.held_loss[-1]))),
            (_("Held-out accuracy"), _share(figures.held_accuracy[-1])),
        ]
    if figures.penalty.any():
        shown.append((_("Penalty"), compact(float(figures.penalty[-1]))))
    shown += [
        (_("Weights and biases"), f"{run.experiment.parameter_count:,}"),
        (_("Epochs"), f"{epochs:,}"),
    ]
    scrubber.at_the_end()
    with st.container(horizontal=True, gap="small"):
        for label, value in shown:
            st.metric(label, value, width="content")
        seconds = run.seconds
        st.metric(
            _("Time of training"),
            f"{1000 * seconds:,.0f} ms" if seconds < 1 else f"{seconds:,.1f} s",
            help=_("A network of a new shape is compiled first: its first training takes longer."),
            width="content",
        )


def _share(accuracy: float) -> str:
    return f"{accuracy:.1%}".replace(".0%", "%")


def finished(experiment: Experiment) -> Run | None:
    """The training shown, if it has ended."""
    return runs.finished(experiment)


def details(run: Run) -> None:
    """The course of the training, and for a gate its truth table."""
    if run.experiment.data in GATES:
        truth_table(run)
    course(run)


def course(run: Run) -> None:
    """Loss and accuracy against the epoch."""
    # A loss that grows a thousandfold in each epoch is seen on no other axis.
    diverged = run.why == "diverged"
    logarithmic = st.toggle(
        _("Logarithmic loss"), value=diverged, key=f"{SCREEN} logarithmic {diverged}"
    )
    layout.draw(
        _history(run, logarithmic, current()),
        alt=_("Loss and accuracy against the epoch, of the training points and of those held out."),
        result=_(
            "At the end: loss {loss}, accuracy {accuracy}.",
            loss=compact(float(run.figures.loss[-1])),
            accuracy=f"{run.figures.accuracy[-1]:.1%}".replace(".0%", "%"),
        ),
    )


def truth_table(run: Run) -> None:
    """The four corners of a gate: what each unit says, what the network says, what is right."""
    experiment, data = run.experiment, dataset(run.experiment)
    layers = signals(experiment, run.weights[-1:], data.train_inputs)
    columns = {"x₁": data.train_points[:, 0].astype(int), "x₂": data.train_points[:, 1].astype(int)}
    if len(layers) > 1 and experiment.hidden[-1] <= 6:
        for unit, values in enumerate(layers[-2].outputs[0].T, start=1):
            columns[_("unit {number}", number=unit)] = values.round(3)
    outputs = layers[-1].outputs[0]
    decided = classes(experiment, outputs, experiment.threshold)
    for place, values in enumerate(outputs.T):
        name = _("output") if outputs.shape[1] == 1 else _("output {number}", number=place)
        columns[name] = values.round(3)
    columns[_("answer")] = decided
    columns[GATES[experiment.data].name] = data.train_labels
    # The browser's table writes large numbers with all their digits.
    large = [name for name, values in columns.items() if np.abs(values).max() >= _LARGE]
    columns |= {name: [compact(float(value)) for value in columns[name]] for name in large}
    columns[_("right?")] = np.where(decided == data.train_labels, "✓", "✗")
    st.dataframe(
        layout.arrow(columns),
        hide_index=True,
        width="stretch",
        alt=_("The truth table of the gate with the outputs of the network."),
    )
    epoch = f"{run.epochs[-1]:,}"
    if experiment.outputs == 1 and experiment.output != "step":
        st.caption(
            _(
                "After epoch {epoch}. The answer is 1 for an output above {threshold}.",
                epoch=epoch,
                threshold=f"{experiment.threshold:g}",
            )
        )
    else:
        st.caption(_("After epoch {epoch}.", epoch=epoch))
