"""The output as a surface over the plane, to be turned in three dimensions."""

from __future__ import annotations

import numpy as np
from plotly.graph_objects import Figure, Scatter3d, Surface

from core.datasets import Dataset, axes, load
from core.training.run import Run
from ui.charts.palette import GUIDE
from ui.charts.sprites import CLASS_COLOURS
from ui.language import _

_SYMBOLS = ("circle", "diamond", "square")
# Every other grid point: as smooth to the eye, and a quarter of what is sent.
_EVERY = 2


def output(run: Run, frame: int, threshold: float, dark: bool) -> Figure:
    """The output of a frame over the plane, with the points and the plane of the threshold.

    Several outputs, one for each class, are a surface each, and have no threshold.

    Args:
        run: A training with planes.
        frame: Which frame; negative numbers count from the end.
        threshold: Height of the plane.
        dark: Whether the background is.
    """
    dataset = load(run.experiment)
    plane = run.planes[frame, ::_EVERY, ::_EVERY]
    x1, x2 = (axis[::_EVERY] for axis in axes(dataset.bounds, run.planes.shape[1]))
    figure = Figure()
    single = plane.shape[-1] == 1
    if single:
        figure.add_trace(_coloured(x1, x2, plane[..., 0], threshold, dark))
        level = np.full((2, 2), threshold)
        figure.add_trace(_plain(x1[[0, -1]], x2[[0, -1]], level, GUIDE, 0.45, _("threshold")))
    else:
        for k in range(plane.shape[-1]):
            name = _("class {number}", number=k)
            figure.add_trace(_plain(x1, x2, plane[..., k], CLASS_COLOURS[k], 0.7, name))
    for k in range(dataset.classes):
        figure.add_trace(_class_points(dataset, k, 1 if not single else k))
    ink, faint = ("#e6eaf2", "#465268") if dark else ("#1b2333", "#c9d1dd")
    axis = {"backgroundcolor": "rgba(0,0,0,0)", "gridcolor": faint, "color": ink}
    figure.update_layout(
        height=480,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        paper_bgcolor="rgba(0,0,0,0)",
        font={"color": ink},
        legend={"orientation": "h", "x": 0, "y": 1},
        # The same for the next run, so that a visitor's view of it stays.
        uirevision="output",
        scene={
            "xaxis": axis | {"title": {"text": _("x₁")}},
            "yaxis": axis | {"title": {"text": _("x₂")}},
            "zaxis": axis | {"title": {"text": _("output")}},
            "aspectratio": {"x": 1, "y": 1, "z": 0.7},
            "camera": {"eye": {"x": -1.3, "y": -1.5, "z": 0.9}},
        },
    )
    return figure


def _coloured(
    x1: np.ndarray, x2: np.ndarray, heights: np.ndarray, threshold: float, dark: bool
) -> Surface:
    """A surface in the colours of the two classes, pale at the threshold."""
    reach = max(abs(threshold), abs(1 - threshold))
    middle = "#2c374a" if dark else "#f3f5f9"
    return Surface(
        x=x1,
        y=x2,
        z=heights,
        cmin=threshold - reach,
        cmax=threshold + reach,
        colorscale=[[0, CLASS_COLOURS[0]], [0.5, middle], [1, CLASS_COLOURS[1]]],
        showscale=False,
        opacity=0.95,
        name=_("output"),
        hovertemplate=_hover(),
    )


def _plain(
    x1: np.ndarray, x2: np.ndarray, heights: np.ndarray, colour: str, opacity: float, name: str
) -> Surface:
    return Surface(
        x=x1,
        y=x2,
        z=heights,
        colorscale=[[0, colour], [1, colour]],
        showscale=False,
        showlegend=True,
        opacity=opacity,
        name=name,
        hovertemplate=_hover(),
    )


def _class_points(dataset: Dataset, label: int, height: int) -> Scatter3d:
    """The examples of one class, at the height of their target."""
    points = np.concatenate([dataset.train_points, dataset.held_points])
    labels = np.concatenate([dataset.train_labels, dataset.held_labels])
    mine = points[labels == label]
    return Scatter3d(
        x=mine[:, 0],
        y=mine[:, 1],
        z=np.full(len(mine), height),
        mode="markers",
        marker={
            "size": 7 if len(points) < 30 else 3,
            "symbol": _SYMBOLS[label],
            "color": CLASS_COLOURS[label],
            "line": {"color": "#ffffff", "width": 1},
        },
        name=_("examples of class {number}", number=label),
        hovertemplate=_hover(),
    )


def _hover() -> str:
    names = (_("x₁"), _("x₂"), _("output"))
    return "<br>".join(f"{name} = %{{{k}:.3g}}" for name, k in zip(names, "xyz", strict=True))
