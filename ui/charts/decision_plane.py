"""The plane as a network sees it, every frame in one sprite, and the points that it learns from."""

from __future__ import annotations

import altair as alt
import numpy as np

from core.datasets import Dataset, plane
from core.experiments import Experiment
from core.experiments.results import Run
from core.networks.forward import classes, outputs, signals
from ui.charts import contours, frame_parameter, plane_points, plane_readings, sprites, square
from ui.charts.palette import GUIDE
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived

HEIGHT = 440
# All outputs nearer to the threshold than this share of the reach are no answer, but chance.
_UNDECIDED = 0.01
# The outermost grid points lie on the edge of the plane, the outermost pixels within it.
_WIDER = 1.01
_MANY_POINTS = 30


def boundary(
    run: Run, dataset: Dataset, threshold: float, height: int = HEIGHT, dark: bool = False
) -> Picture:
    """The output over the plane, the decision boundary and the points, for every frame.

    Args:
        run: A training with planes.
        dataset: What it was trained on.
        threshold: Output from which a point counts as class 1, where there is one output.
        height: Pixels.
        dark: Whether the background is.
    """
    levels, fields = decisions(run.experiment, run.planes, threshold)
    answered = np.array([field.any(axis=(1, 2)) for field in fields]).any(axis=0)
    if run.experiment.output == "step":
        fields = [_before_the_step(run)]
    mistakes = _mistakes(run, dataset, threshold) & answered
    palette = 3 if run.planes.shape[-1] == 3 else 2
    tables = _points(dataset, mistakes) | _drawn(levels, fields, palette, dark)
    return _picture(tables, run.planes, True, dataset, height)


def probabilities(
    shares: np.ndarray, dataset: Dataset, height: int = HEIGHT, dark: bool = False
) -> Picture:
    """The probability of class 1 over the plane, its boundary and the points, for every frame.

    Args:
        shares: Shape (frames, n, n), from 0 to 1, rows from the top.
        dataset: What was learned from.
        height: Pixels.
        dark: Whether the background is.
    """
    field = np.asarray(shares, np.float32) - np.float32(0.5)
    tables = _points(dataset) | _drawn(sprites.two_sided(field, 0, 0.5), [field], 2, dark)
    return _picture(tables, np.asarray(shares)[..., None], False, dataset, height)


def _picture(
    tables: dict[str, dict], values: np.ndarray, rings: bool, dataset: Dataset, height: int
) -> Picture:
    """The plane in all frames; `values` are the outputs over it."""
    classes, held, many, words = _structure(dataset)
    tables["cells"] = plane_readings.cells(values, dataset.bounds)
    names = plane_readings.output_names(values.shape[-1])
    spec = _spec(len(values), rings, classes, held, many, words, height, names)
    return Picture(spec, tables, plane_points.shown(tables["points"], words))


def _drawn(
    levels: np.ndarray, fields: list[np.ndarray], palette: int, dark: bool
) -> dict[str, dict]:
    """The pictures of all frames: what is painted, and the lines on it."""
    segments = zip(*map(contours.zero_lines, fields), strict=True)
    lines = contours.picture([np.concatenate(parts) for parts in segments], dark)
    sprite = sprites.url(levels.reshape(-1, levels.shape[-1]), palette)
    return {
        "sprite": {"url": [sprite]},
        "boundary": {"url": [lines]},
    }


def still(dataset: Dataset, height: int = HEIGHT) -> Picture:
    """The points alone, on the same axes.

    Args:
        dataset: What there is to learn from.
        height: Pixels.
    """
    tables, structure = _points(dataset), _structure(dataset)
    shown = plane_points.shown(tables["points"], structure[-1])
    return Picture(_spec(0, False, *structure, height), tables, shown)


def decisions(
    experiment: Experiment, planes: np.ndarray, threshold: float
) -> tuple[np.ndarray, list[np.ndarray]]:
    """What to paint, and where the answer changes.

    Args:
        experiment: Whose outputs.
        planes: Outputs over the plane, shape (frames, n, n, outputs).
        threshold: As in `boundary`.

    Returns:
        Levels of `sprites`, shape (frames, n, n); and fields of that shape that are zero on the
        boundary. A frame that is at the threshold everywhere has no answer: neither side's colour,
        and no boundary.
    """
    parts = [np.ascontiguousarray(planes[..., k]) for k in range(planes.shape[-1])]
    with np.errstate(invalid="ignore"):
        if len(parts) == 3:
            one, two, three = parts
            fields = [one - np.maximum(two, three), three - np.maximum(one, two)]
            return sprites.of_classes(planes), fields
        if len(parts) == 2:
            field, reach = parts[1] - parts[0], 1.0
        elif experiment.output == "step":
            field, reach = parts[0] - np.float32(0.5), 0.5
        else:
            field, reach = parts[0] - np.float32(threshold), max(abs(threshold), abs(1 - threshold))
        undecided = (np.abs(field) < _UNDECIDED * reach).all(axis=(1, 2), keepdims=True)
        field = np.where(undecided, np.float32(0), field)
    return sprites.two_sided(field, 0, reach), [field]


def _before_the_step(run: Run) -> np.ndarray:
    """How far the sums of a step lie above its threshold, shape (frames, n, n): zero on a line.

    Between outputs of 0 and 1 the boundary would be a staircase along the grid.
    """
    size = run.planes.shape[1]
    sums = signals(run.experiment, run.weights, plane(run.experiment, size))[-1].sums
    return sums.reshape(len(run), size, size) - np.float32(run.experiment.threshold)


def _structure(dataset: Dataset) -> tuple[int, bool, bool, tuple[str, ...]]:
    words = (_("x₁"), _("x₂"), _("class"), _("training"), _("held out"), _("wrong"))
    many = len(dataset.train_points) + len(dataset.held_points) > _MANY_POINTS
    return dataset.classes, len(dataset.held_points) > 0, many, words


def _mistakes(run: Run, dataset: Dataset, threshold: float) -> np.ndarray:
    """Which points each frame gets wrong, training first: shape (points, frames), bool."""
    inputs = np.concatenate([dataset.train_inputs, dataset.held_inputs])
    labels = np.concatenate([dataset.train_labels, dataset.held_labels])
    answers = classes(run.experiment, outputs(run.experiment, run.weights, inputs), threshold)
    return (answers != labels).T


def _points(dataset: Dataset, mistakes: np.ndarray | None = None) -> dict[str, dict]:
    left, right, bottom, top = dataset.bounds
    points = np.concatenate([dataset.train_points, dataset.held_points])
    table = {
        "x1": points[:, 0],
        "x2": points[:, 1],
        "class": np.concatenate([dataset.train_labels, dataset.held_labels]).astype(str).tolist(),
        # Where it lies in the picture, for what must not take part in the axes.
        "across": (points[:, 0] - left) / (right - left),
        "down": (top - points[:, 1]) / (top - bottom),
        "held": np.arange(len(points)) >= len(dataset.train_points),
    }
    if mistakes is not None:
        # One character for each frame: "1" where it is wrong.
        digits = np.where(mistakes, b"1", b"0").astype("S1")
        table["wrong"] = [row.tobytes().decode() for row in digits]
    corners = {"x1": [left, right], "x2": [bottom, top]}
    return {"points": table, "corners": corners}


@derived
def _spec(
    count: int,
    rings: bool,
    class_count: int,
    held: bool,
    many: bool,
    words: tuple[str, ...],
    height: int,
    outputs: tuple[str, ...] = (),
) -> dict:
    """The chart without its data; `count` is the number of frames, 0 for the points alone."""
    x_title, y_title, *_names = words
    x = alt.X("x1:Q", title=x_title, scale=square.ACROSS, axis=_axis("0"))
    y = alt.Y("x2:Q", title=y_title, scale=square.UPWARDS, axis=_axis(f"-{square.LEFT}"))
    layers = [alt.Chart(data("corners")).mark_point(opacity=0).encode(x=x, y=y)]
    if count:
        sprite = _stack("sprite", count, _WIDER, _WIDER, (_WIDER - 1) / 2)
        lines = _stack("boundary", count, 1, contours.PITCH / contours.STEPS, 0)
        layers += [sprite.add_params(frame_parameter.parameter(count)), lines]
        layers.append(plane_readings.layer((x_title, y_title), outputs))
    layers += _marks(x, y, class_count, held, many, rings, words)
    return square.of_most(alt.layer(*layers).to_dict(), height)


def _axis(offset: str) -> alt.Axis:
    return alt.Axis(grid=False, tickCount=5, domain=False, offset=alt.ExprRef(offset))


def _stack(table: str, count: int, wide: float, high: float, margin: float) -> alt.Chart:
    """All frames below one another in one picture, moved up by as many as have passed.

    Args:
        table: Where its address stands.
        count: Number of frames.
        wide: Width of the picture as a share of the square's.
        high: From one frame to the next, as a share of the view's height.
        margin: How far the picture begins left of and above the view, as a share of it.
    """
    return (
        alt.Chart(data(table))
        .mark_image(
            aria=False,
            clip=True,
            align="left",
            baseline="top",
            aspect=False,
            width=alt.ExprRef(f"height * {wide}"),
            height=alt.ExprRef(f"height * {high * count}"),
        )
        .encode(
            x=alt.value(alt.ExprRef(f"{square.LEFT} - height * {margin}")),
            y=alt.value(alt.ExprRef(f"-height * ({margin} + {high} * {frame_parameter.NAME})")),
            url="url:N",
        )
    )


def _marks(
    x: alt.X,
    y: alt.Y,
    class_count: int,
    held: bool,
    many: bool,
    rings: bool,
    words: tuple[str, ...],
) -> list[alt.Chart]:
    x_title, y_title, class_name, training, held_out, wrong = words
    size = 75 if many else 230
    tooltip = [
        alt.Tooltip("x1:Q", format=".3~f", title=x_title),
        alt.Tooltip("x2:Q", format=".3~f", title=y_title),
        alt.Tooltip("class:N", title=class_name),
        alt.Tooltip("set:N", title=" "),
    ]
    in_set = f"datum.held ? {held_out!r} : {training!r}"
    base = (
        plane_points.classes(class_count, class_name)
        .transform_calculate(set=in_set)
        .encode(x=x, y=y)
    )
    layers = [
        base.transform_filter("!datum.held")
        .mark_point(filled=True, opacity=1, size=size, strokeWidth=1.3)
        .encode(stroke=alt.value(plane_points.PAPER), tooltip=tooltip)
    ]
    kinds = {}
    if held:
        kinds[held_out] = GUIDE
        layers.append(
            base.transform_filter("datum.held")
            .mark_point(filled=False, opacity=1, size=size, strokeWidth=2)
            .encode(fill=alt.value(plane_points.PAPER), tooltip=tooltip)
        )
    if rings:
        kinds[wrong] = plane_points.WRONG
    if kinds:
        # What does not fit beside the classes stands below.
        orient = "bottom" if held or class_count > 2 else "top"
        rings = plane_points.rings(wrong, kinds, size, orient)
        layers.append(rings.transform_calculate(set=in_set).encode(tooltip=tooltip))
    return layers
