"""Units that start alike: they get the same gradient, and so never come to differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.networks.weights import variables

if TYPE_CHECKING:
    from core.experiments import NetworkExperiment

_ROUNDING = 1e-3
"""Weights that differ by less than this share of the layer's largest are the same: rounding alone
parts them by some millionths over a thousand epochs."""


def alike_units(experiment: NetworkExperiment, weights: np.ndarray) -> int:
    """How many hidden units are alike because their start has no chance in it.

    That are those of layers whose units all have the same incoming weights and bias in every frame.
    Such a layer does no more than one unit would: only the sum of its outgoing weights counts.

    Args:
        experiment: Which network.
        weights: Shape (frames, parameters), finite.

    Returns:
        Their number, 0 if another seed gives other first weights; a layer of one unit does not
        count.

    Source: Goodfellow, Bengio, Courville (2016), Deep Learning, section 8.4.
    """
    if experiment.random_start:
        return 0
    parts = iter(variables(experiment, weights))
    count = 0
    for layer in experiment.layers[:-1]:
        own = [next(parts) for _shape in layer.shapes(1)]
        if layer.units > 1 and all(_same(part) for part in own):
            count += layer.units
    return count


def _same(part: np.ndarray) -> bool:
    """Are the columns of a variable, shape (frames, …, units), the same in every frame?"""
    apart = np.abs(part - part[..., :1])
    return bool(apart.max() <= _ROUNDING * np.abs(part).max())
