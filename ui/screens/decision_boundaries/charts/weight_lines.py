"""The weights of a network as lines between its units, for every frame."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.experiments.results import Run
from core.networks.weights import split
from ui.i18n.language import _

if TYPE_CHECKING:
    from ui.screens.decision_boundaries.charts.unit_pictures import Column

CODES = 8_388_607
"""The code of weight 0: codes from 0 to twice this stand for weights from −most to most."""

MOST_LINKS = 240
"""Lines that a browser moves 60 times a second; more than these the eye does not tell apart."""

_ENDS = ("start", "start_tile", "start_down", "end", "end_tile", "end_down", "beside")
# Width of the circle of a bias, as a share of the height.
_BIAS = 0.05
# The widest line in pixels, halved where lines are many.
_WIDEST, _MANY_LINKS = 5.0, 200
# Pixels between the lines of one pair of units: maxout has several weights for each.
_BETWEEN_PIECES = 7


def links(
    run: Run, columns: Sequence[Column], names: Sequence[Sequence[str]], biases: float
) -> dict[str, Sequence]:
    """One row for each weight and bias; of a large network only for the largest in the end.

    Args:
        run: Whose weights.
        columns: Where the units of each layer stand, inputs first.
        names: What they are called.
        biases: Where the biases start, as a share of the height from the top.

    Returns:
        Ends in shares of width and height; names of both; the number of each row, `link`; the
        largest of all weights; and `codes`, six hexadecimal digits for the weight in each frame,
        see `CODES`. Not a column for each frame: a browser reads 60 columns of 1,000 weights far
        more slowly than 1,000 texts.
    """
    finite = np.where(np.isfinite(run.weights), run.weights, 0).astype(np.float64)
    most = float(np.abs(finite).max()) or 1.0
    rows = _rows(run, columns, names, biases)
    index = np.array([row[-1] for row in rows])
    if len(rows) > MOST_LINKS:
        sizes = np.abs(finite[-1, index])
        largest = np.sort(np.argsort(-sizes, kind="stable")[:MOST_LINKS])
        rows, index = [rows[place] for place in largest], index[largest]
    count = len(rows)
    return {
        **dict(zip((*_ENDS, "source", "target"), zip(*rows, strict=True), strict=False)),
        "link": [*range(count)],
        "codes": _codes(finite[:, index], most),
        "most": [most] * count,
        "widest": [_WIDEST if count < _MANY_LINKS else _WIDEST / 2] * count,
    }


def _rows(
    run: Run, columns: Sequence[Column], names: Sequence[Sequence[str]], biases: float
) -> list[tuple]:
    """Of each weight and bias: `_ENDS`, the names of both ends, its place among all weights."""
    shapes = run.experiment.shapes
    count = sum(map(math.prod, shapes))
    places = [part.astype(int) for part in split(np.arange(count), shapes)]
    rows: list[tuple] = []
    first = 0
    for number, layer in enumerate(run.experiment.layers):
        start, end = columns[number], columns[number + 1]
        kernel, bias = places[first], places[first + 1]
        first += len(layer.shapes(1))
        heights = (*start.middles, biases)
        sources = (*names[number], _("bias"))
        for source, weights in enumerate((*kernel, bias)):
            # A bias is drawn as a small circle, whatever the size of the units above it.
            tile = start.tile if source < len(kernel) else _BIAS
            for place, index in enumerate(weights):
                unit, piece = divmod(place, layer.pieces)
                beside = _BETWEEN_PIECES * (piece - (layer.pieces - 1) / 2)
                ends = (start.across, tile, heights[source])
                ends += (end.across, end.tile, end.middles[unit], beside)
                rows.append((*ends, sources[source], names[number + 1][unit], index))
    return rows


def _codes(weights: np.ndarray, most: float) -> list[str]:
    """For each parameter the codes of its weight in every frame, as one text."""
    whole = np.rint((weights.T / most + 1) * CODES).astype(">u4", order="C")
    digits = whole.view(np.uint8).reshape(*whole.shape, 4)[..., 1:]
    return [row.tobytes().hex() for row in digits]
