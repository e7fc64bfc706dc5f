"""Code that makes the very examples of an experiment, with NumPy alone."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from core.datasets import CORNERS, GATES, OWN_POINTS, PLANAR_SETS, RADIUS
from core.experiments import CurveFit, Experiment
from core.export.cells import Cell, Comment, array
from core.export.curves import curve_examples
from core.export.sources import sources

if TYPE_CHECKING:
    from core.experiments import NetworkExperiment

_FEATURES = {
    "x1": "x1",
    "x2": "x2",
    "x1_squared": "x1**2",
    "x2_squared": "x2**2",
    "x1_x2": "x1 * x2",
    "sin_x1": "np.sin(x1)",
    "sin_x2": "np.sin(x2)",
}


@functools.singledispatch
def examples(experiment: NetworkExperiment) -> list[Cell]:
    """Code that leaves `inputs` and `targets`, and likewise `held_…` if some are held out.

    Args:
        experiment: Whose examples.

    Returns:
        Cells whose arrays are those of `Experiment.load`, float32.
    """
    raise TypeError(f"no code makes the examples of {type(experiment).__name__}")


examples.register(CurveFit, curve_examples)


@examples.register
def _planar_examples(experiment: Experiment) -> list[Cell]:
    if experiment.data in GATES:
        cells = [_gate(experiment)]
    elif experiment.data == OWN_POINTS:
        cells = [_own_points(experiment)]
    else:
        cells = [planar_set(experiment)]
    cells.append(_inputs(experiment))
    if experiment.held_examples:
        cells.append(_held_out(experiment))
    return cells


def _gate(experiment: Experiment) -> Cell:
    gate = GATES[experiment.data]
    corners = [[int(x) for x in corner] for corner in CORNERS]
    code = f"points = np.array({corners})\nlabels = np.array({list(gate.truth)})"
    return Cell((Comment("gate", {"gate": gate.name}),), code)


def _own_points(experiment: Experiment) -> Cell:
    rows = [list(experiment.points[i : i + 3]) for i in range(0, len(experiment.points), 3)]
    code = f"table = {array(rows)}\npoints, labels = table[:, :2], table[:, 2].astype(int)"
    return Cell((Comment("own points"),), code)


def planar_set(experiment: Experiment) -> Cell:
    """Code that leaves `points` and `labels`, as `core.datasets.planar.labelled_points`."""
    planar = PLANAR_SETS[experiment.data]
    size, seed, flips = experiment.size, experiment.data_seed, experiment.flips
    comments = [Comment("planar set", {"size": size, "seed": seed})]
    functions = sources(planar.draw)
    lines = [
        f"labels = np.arange({size}) % {planar.classes}",
        f"points = {functions[-1][0]}(labels, np.random.default_rng([{seed}, 0]))",
    ]
    if experiment.noise:
        comments.append(Comment("noise"))
        lines += [
            f"noise = np.random.default_rng([{seed}, 1]).standard_normal(points.shape)",
            f"points = {RADIUS:g} * (points + {experiment.noise} * noise)",
        ]
    else:
        lines.append(f"points = {RADIUS:g} * points")
    if flipped := round(flips * size):
        comments.append(Comment("flips", {"count": flipped}))
        lines += [
            f"generator = np.random.default_rng([{seed}, 2])",
            f"shift = generator.integers(1, {planar.classes}, {size})",
            f"shift[generator.permutation({size})[{flipped}:]] = 0",
            f"labels = (labels + shift) % {planar.classes}",
        ]
    definitions = "\n\n\n".join(source for _name, source in functions)
    return Cell(tuple(comments), f"{definitions}\n\n\n" + "\n".join(lines))


def _inputs(experiment: Experiment) -> Cell:
    if experiment.features == ("x1", "x2"):
        lines = ['inputs = points.astype("float32")']
    else:
        columns = ", ".join(_FEATURES[key] for key in experiment.features)
        lines = ["x1, x2 = points.T", f'inputs = np.array([{columns}], dtype="float32").T']
    if experiment.outputs == 1:
        lines.append('targets = labels[:, None].astype("float32")')
    else:
        lines.append(f'targets = np.eye({experiment.outputs}, dtype="float32")[labels]')
    return Cell((Comment("inputs"),), "\n".join(lines))


def _held_out(experiment: Experiment) -> Cell:
    held = experiment.held_examples
    every = experiment.examples + held
    code = f"""\
random = np.random.default_rng([{experiment.data_seed}, 3]).random({every})
by_class = np.lexsort((random, labels))
held = np.zeros({every}, dtype=bool)
held[by_class[((np.arange({held}) + 0.5) * {every} / {held}).astype(int)]] = True
held_inputs, held_targets = inputs[held], targets[held]
inputs, targets = inputs[~held], targets[~held]"""
    return Cell((Comment("held out", {"count": held}),), code)
