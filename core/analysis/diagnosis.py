"""Why a training ended as it did: what its own numbers say about success and failure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.activations import ELEMENTWISE
from core.activations.properties import largest_slope, saturated
from core.analysis.symmetry import alike_units
from core.datasets import Dataset
from core.experiments.results import Run
from core.networks.forward import outputs
from core.networks.slopes import slopes

UNDECIDED = 0.01
"""Outputs nearer to the threshold than this are no answer, but chance."""

FLAT = 0.05
"""Outputs that differ by less than this over all examples are the same answer everywhere."""

STALLED = 0.01
"""A loss that falls by less than this share of itself in the last third of a run is on a plateau.
That is no end: in a count over seven settings of XOR, most of such runs solved it later."""


@dataclass(frozen=True)
class Finding:
    """One thing that the numbers of a run show.

    Attributes:
        kind: "diverged", "diverged at once" (only the start is left), "solved", "unsolved",
            "chance", "flat", "dead", "saturated", "step", "line", "alike", "plateau" or "falling".
        epoch: Since when it is so, as exactly as the frames tell; None where that means nothing.
        count: Of how many units it is true, where it is about units.
        of: Of how many units there are.
        value: The output, where it is about a constant output.
    """

    kind: str
    epoch: int | None = None
    count: int = 0
    of: int = 0
    value: float = 0.0


def diagnose(run: Run, dataset: Dataset) -> list[Finding]:
    """What happened in a run: how it ended, then what may be the reasons.

    Args:
        run: The training.
        dataset: What it was trained on.

    Returns:
        One finding or more; the first says how the run ended.
    """
    if run.why == "diverged":
        return [Finding("diverged" if len(run) > 1 else "diverged at once", run.stopped_at)]
    solved = run.figures.accuracy == 1
    undecided = _undecided(run, dataset)
    if solved[-1] and not undecided:
        return [Finding("solved", _since(run, solved))]
    found = [*undecided, *_flat(run, dataset)][:1]
    found += _line(run)
    alike, units = _alike(run), _units(run, dataset)
    if alike:
        # What else is seen follows from it, and is mended with it; only steps stay as they are.
        units = [finding for finding in units if finding.kind == "step"]
    found += units
    found += alike or _course(run)
    return [Finding("unsolved"), *found]


def _since(run: Run, true: np.ndarray) -> int:
    """The epoch from which on something is true in every frame, as it is in the last."""
    false = np.flatnonzero(~true)
    return int(run.epochs[false[-1] + 1] if false.size else run.epochs[0])


def _outputs(run: Run, dataset: Dataset) -> np.ndarray:
    return outputs(run.experiment, run.weights, dataset.train_inputs)


def _undecided(run: Run, dataset: Dataset) -> list[Finding]:
    """Is every output so near to the threshold that the side on which it falls is chance?"""
    answers = _outputs(run, dataset)
    if answers.shape[-1] > 1 or run.experiment.output == "step":
        return []
    near = np.abs(answers - run.experiment.threshold).max(axis=(1, 2)) < UNDECIDED
    if not near[-1]:
        return []
    return [Finding("chance", _since(run, near), value=float(answers[-1].mean()))]


def _flat(run: Run, dataset: Dataset) -> list[Finding]:
    """Is the output the same for all examples?"""
    answers = _outputs(run, dataset)
    flat = np.ptp(answers, axis=1).max(axis=1) < FLAT
    if not flat[-1]:
        return []
    return [Finding("flat", _since(run, flat), value=float(answers[-1, :, 0].mean()))]


def _line(run: Run) -> list[Finding]:
    """Is a straight line all that this network can draw, where none can do?"""
    experiment = run.experiment
    straight = not set(experiment.features) - {"x1", "x2"}
    linear = all(key == "linear" for key in experiment.activations)
    return [Finding("line")] if straight and linear and experiment.data in _NO_LINE else []


# Data that no straight line can tell apart.
_NO_LINE = frozenset({"xor", "xnor", "circle", "moons", "spiral", "checkerboard"})


def _alike(run: Run) -> list[Finding]:
    """Are all units of a layer the same, because their start has no chance in it?"""
    count = alike_units(run.experiment, run.weights)
    return [Finding("alike", count=count, of=sum(run.experiment.hidden))] if count else []


def _units(run: Run, dataset: Dataset) -> list[Finding]:
    """Hidden units without a slope on any example: they get no gradient, or hardly any."""
    experiment = run.experiment
    layers = slopes(experiment, run.weights, dataset.train_inputs)
    steps, dead_units, flat_units = 0, [], []
    for layer, of_layer in zip(experiment.layers, layers, strict=False):
        if layer.activation not in ELEMENTWISE or layer.learned:
            continue
        f, parameters = ELEMENTWISE[layer.activation], dict(layer.parameters)
        if not largest_slope(f, **parameters):
            steps += layer.units
            continue
        steepest = np.abs(of_layer).max(axis=1)  # frames, units
        dead_units.append(steepest == 0)
        flat_units.append(saturated(f, steepest, **parameters))
    of = sum(experiment.hidden)
    found = [Finding("step", count=steps, of=of)] if steps else []
    if not dead_units:
        return found
    dead, flat = np.concatenate(dead_units, axis=1), np.concatenate(flat_units, axis=1)
    if dead[-1].any():
        since = _since(run, dead[:, dead[-1]].all(axis=1))
        found.append(Finding("dead", since, int(dead[-1].sum()), of))
    stuck = flat[-1] & ~dead[-1]
    if stuck.any():
        since = _since(run, flat[:, stuck].all(axis=1))
        found.append(Finding("saturated", since, int(stuck.sum()), of))
    return found


def _course(run: Run) -> list[Finding]:
    """Is the loss still falling at the end, or since when is it on a plateau?"""
    losses = run.history.loss + run.history.penalty
    if len(losses) < 3 or run.experiment.rule == "rosenblatt":
        return []
    start = 2 * len(losses) // 3
    # Means of a few epochs: mini-batches make single ones jump.
    few = max(1, len(losses) // 20)
    before, after = losses[start : start + few].mean(), losses[-few:].mean()
    if before - after >= STALLED * abs(before):
        return [Finding("falling", len(losses))]
    best = losses.min() + STALLED * abs(losses.min())
    return [Finding("plateau", int(np.flatnonzero(losses <= best)[0]) + 1)]
