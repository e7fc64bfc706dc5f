"""The output as a surface over the plane, to be turned in three dimensions."""

from __future__ import annotations

import numpy as np
from plotly.graph_objects import Figure, Frame, Scatter3d, Surface

from core.datasets import Dataset, axes
from core.experiments.results import Run
from ui.charts.palette import GUIDE
from ui.charts.sprites import CLASS_COLOURS
from ui.i18n.language import _

_SYMBOLS = ("circle", "diamond", "square")
# Points along each side: hardly less smooth to the eye than all, and a ninth of what is sent.
_SIDE = 34


def output(run: Run, threshold: float, dark: bool) -> Figure:
    """The output over the plane, with the points and the plane of the threshold.

    Every frame of the training is a frame of the figure too, by its number; the last is shown.
    Several outputs, one for each class, are a surface each, and have no threshold.

    Args:
        run: A training with planes.
        threshold: Height of the plane.
        dark: Whether the background is.
    """
    dataset = run.experiment.load()
    chosen = np.linspace(0, run.planes.shape[1] - 1, _SIDE).round().astype(int)
    heights = run.planes[:, chosen][:, :, chosen].astype(np.float32)
    x1, x2 = (axis[chosen] for axis in axes(dataset.bounds, run.planes.shape[1]))
    figure = Figure()
    single = heights.shape[-1] == 1
    moving = range(heights.shape[-1])
    if single:
        figure.add_trace(_coloured(x1, x2, heights[-1, ..., 0], threshold, dark))
        level = np.full((2, 2), threshold)
        figure.add_trace(_plain(x1[[0, -1]], x2[[0, -1]], level, GUIDE, 0.45, _("threshold")))
    else:
        for k in moving:
            name = _("class {number}", number=k)
            figure.add_trace(_plain(x1, x2, heights[-1, ..., k], CLASS_COLOURS[k], 0.7, name))
    for k in range(dataset.classes):
        figure.add_trace(_class_points(dataset, k, 1 if not single else k))
    if len(run) > 1:
        for number, frame in enumerate(heights):
            surfaces = [Surface(z=frame[..., k]) for k in moving]
            figure.frames += (Frame(name=str(number), data=surfaces, traces=[*moving]),)
    figure.update_layout(_layout(dark, _reach(run, heights, threshold)))
    return figure


def _reach(run: Run, heights: np.ndarray, threshold: float) -> list[float] | None:
    """The same heights for all frames, so that the picture does not jump; None if one diverges."""
    if run.why == "diverged" or not np.isfinite(heights).all():
        return None
    low, high = min(heights.min(), threshold, 0), max(heights.max(), threshold, 1)
    margin = 0.05 * (high - low)
    return [float(low - margin), float(high + margin)]


def _layout(dark: bool, reach: list[float] | None) -> dict:
    ink, faint = ("#e6eaf2", "#465268") if dark else ("#1b2333", "#c9d1dd")
    axis = {"backgroundcolor": "rgba(0,0,0,0)", "gridcolor": faint, "color": ink}
    return {
        "height": 480,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": ink},
        # Below: above, Plotly's own buttons would cover it.
        "legend": {"orientation": "h", "x": 0, "y": 0, "yanchor": "bottom"},
        # The same for the next run, so that a visitor's view of it stays.
        "uirevision": "output",
        "scene": {
            "xaxis": axis | {"title": {"text": _("x₁")}},
            "yaxis": axis | {"title": {"text": _("x₂")}},
            "zaxis": axis | {"title": {"text": _("output")}, "range": reach},
            "aspectratio": {"x": 1, "y": 1, "z": 0.7},
            "camera": {"eye": {"x": -1.75, "y": -2.05, "z": 1.1}},
        },
    }


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
