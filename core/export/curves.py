"""Code that makes the very points of a curve, with NumPy alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.datasets import CURVES, OWN_CURVE
from core.export.cells import Cell, Comment, array
from core.export.sources import sources

if TYPE_CHECKING:
    from core.experiments import CurveFit

Y_DEVIATION = "y_deviation"
"""The variable by which standardised y was divided."""


def curve_examples(fit: CurveFit) -> list[Cell]:
    """Code that leaves `inputs` and `targets`, and likewise `held_…` if some are held out.

    Args:
        fit: Whose examples.

    Returns:
        Cells whose arrays are those of `Experiment.load`, float32.
    """
    cells = [_own_points(fit) if fit.data == OWN_CURVE else _law(fit)]
    if fit.held_examples:
        cells.append(_held_out(fit))
    cells.append(_inputs(fit))
    if fit.held_examples:
        lines = [
            "held_inputs, held_targets = inputs[held], targets[held]",
            "inputs, targets = inputs[~held], targets[~held]",
        ]
        cells.append(Cell((), "\n".join(lines)))
    return cells


def _law(fit: CurveFit) -> Cell:
    functions = sources(CURVES[fit.data].law)
    low, high = fit.interval
    lines = [f"x = np.linspace({low}, {high}, {fit.size})"]
    comments = [Comment("curve", {"size": fit.size})]
    y = f"{functions[-1][0]}(x)"
    if fit.noise:
        comments.append(Comment("curve noise", {"seed": fit.data_seed}))
        lines.append(
            f"noise = np.random.default_rng([{fit.data_seed}, 1]).standard_normal({fit.size})"
        )
        y += f" + {fit.noise} * noise"
    lines.append(f"y = {y}")
    definitions = "\n\n\n".join(source for _name, source in functions)
    return Cell(tuple(comments), f"{definitions}\n\n\n" + "\n".join(lines))


def _own_points(fit: CurveFit) -> Cell:
    rows = [list(fit.points[i : i + 2]) for i in range(0, len(fit.points), 2)]
    code = f"""\
table = {array(rows)}
x, y = table[np.argsort(table[:, 0], kind="stable")].T"""
    return Cell((Comment("own curve"),), code)


def _held_out(fit: CurveFit) -> Cell:
    held, every = fit.held_examples, fit.examples + fit.held_examples
    code = f"""\
held = np.zeros({every}, dtype=bool)
held[np.random.default_rng([{fit.data_seed}, 3]).permutation({every})[:{held}]] = True"""
    return Cell((Comment("held out", {"count": held}),), code)


def _inputs(fit: CurveFit) -> Cell:
    if not fit.standardised:
        code = 'inputs = x.astype("float32")[:, None]\ntargets = y.astype("float32")[:, None]'
        return Cell((Comment("columns"),), code)
    train = "[~held]" if fit.held_examples else ""
    # Numbers that are all the same are divided by 1.
    x_deviation, y_deviation = (
        "1.0" if scale == 1 else f"{name}{train}.std()"
        for name, scale in zip("xy", fit.load().scale, strict=True)
    )
    lines = [
        f"x_mean, x_deviation = x{train}.mean(), {x_deviation}",
        f"y_mean, {Y_DEVIATION} = y{train}.mean(), {y_deviation}",
        'inputs = ((x - x_mean) / x_deviation).astype("float32")[:, None]',
        f'targets = ((y - y_mean) / {Y_DEVIATION}).astype("float32")[:, None]',
    ]
    return Cell((Comment("standardised"),), "\n".join(lines))
