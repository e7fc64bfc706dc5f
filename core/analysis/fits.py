"""What fits of a curve say: predictions, the parts they are made of, errors in units of y."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.networks.forward import blocks, outputs, signals
from core.networks.weights import variables

if TYPE_CHECKING:
    from core.datasets import CurveData
    from core.experiments import CurveFit

FOLLOWED = 0.5
"""A half of a curve is followed if at least this share of it is explained."""

GIVEN_UP = 0.1
"""A half of a curve is given up if less than this share of it is explained."""

_ROUNDING = 1e-6
"""Outputs that differ by less than this share of the largest are the same."""

_VARIES = 0.01
"""A half in which y varies less than this share of what it does in all is flat."""


def predictions(
    fit: CurveFit, data: CurveData, weights: np.ndarray, x: np.ndarray | None = None
) -> np.ndarray:
    """The fits of a network with several sets of weights.

    Args:
        fit: Which network.
        data: Its examples: they decide what standardising means.
        weights: Shape (frames, parameters).
        x: Where, shape (n,), in units of x; `CurveFit.grid` if left out.

    Returns:
        Predictions in units of y, shape (frames, n), float64.
    """
    x = fit.grid if x is None else x
    return data.to_y(_outputs(fit, weights, data.to_inputs(x)))


def _outputs(fit: CurveFit, weights: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    found = [outputs(fit, weights[b], inputs) for b in blocks(fit, len(weights), len(inputs))]
    return np.concatenate(found)[..., 0]


def contributions(
    fit: CurveFit, data: CurveData, weights: np.ndarray, x: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """What each unit of the last hidden layer adds to the fit: its output times its weight.

    Args:
        fit: Which network.
        data: Its examples.
        weights: Shape (frames, parameters).
        x: Where, shape (n,), in units of x; `CurveFit.grid` if left out.

    Returns:
        The parts, shape (frames, units, n), and the output's bias, shape (frames,), both in units
        of y, float64: the parts' sum plus the bias is what `predictions` gives. Without a hidden
        layer the one part is that of x itself.
    """
    x = fit.grid if x is None else x
    inputs = data.to_inputs(x)
    weights = np.atleast_2d(weights)
    layers = signals(fit, weights, inputs)
    shape = (len(weights), *inputs.shape)
    last = layers[-2].outputs if fit.hidden else np.broadcast_to(inputs, shape)
    *_others, kernel, bias = variables(fit, weights)
    parts = last.astype(np.float64) * kernel[:, None, :, 0] * data.scale[1]
    return parts.transpose(0, 2, 1), data.to_y(bias[:, 0])


def residuals(
    fit: CurveFit, data: CurveData, weights: np.ndarray, *, held: bool = False
) -> np.ndarray:
    """y less its prediction at the training examples, or at those held out.

    Args:
        fit: Which network.
        data: Its examples.
        weights: Shape (frames, parameters).
        held: Whether those held out.

    Returns:
        Shape (frames, n), in units of y.
    """
    x, y = (data.held_x, data.held_y) if held else (data.train_x, data.train_y)
    return y - predictions(fit, data, weights, x)


def constant(fit: CurveFit, data: CurveData, weights: np.ndarray) -> np.ndarray:
    """Which fits say the same for every training example, but for rounding.

    Args:
        fit: Which network.
        data: Its examples.
        weights: Shape (frames, parameters).

    Returns:
        Shape (frames,), bool. Such a fit cannot come back if all units of a layer are dead.
    """
    answers = _outputs(fit, weights, data.train_inputs)
    with np.errstate(invalid="ignore"):
        return np.ptp(answers, axis=1) <= _ROUNDING * np.abs(answers).max(axis=1)


def explained(fit: CurveFit, data: CurveData, weights: np.ndarray) -> np.ndarray:
    """How much of the curve a fit explains, on the left and on the right half of the range of x.

    1 - (MSE - floor) / (variance of y - floor), each taken over the training examples of that half;
    the floor is the mean square of their noise (0 for own points). 1 is the law itself, 0 the best
    constant of that half, and worse is below 0.

    Args:
        fit: Which network.
        data: Its examples.
        weights: Shape (frames, parameters).

    Returns:
        Shape (frames, 2); NaN for a half in which y does not vary more than its noise.
    """
    errors = np.square(residuals(fit, data, weights))
    noise = np.zeros(len(data.train_x)) if data.train_noise is None else data.train_noise
    found = np.full((len(weights), 2), np.nan)
    right = data.train_x >= sum(fit.span) / 2
    for side, half in enumerate((~right, right)):
        if not half.any():
            continue
        floor = np.mean(noise[half] ** 2)
        variance = data.train_y[half].var() - floor
        if variance > _VARIES * data.train_y.var():
            found[:, side] = 1 - (errors[:, half].mean(axis=1) - floor) / variance
    return found


def one_sided(fit: CurveFit, data: CurveData, weights: np.ndarray) -> np.ndarray:
    """Which fits follow the curve on one half of the range of x, and give the other half up.

    That is: they explain at least half of what there is to explain on one side, and less than a
    tenth on the other, where a constant would do as well; see `explained`.

    Args:
        fit: Which network.
        data: Its examples.
        weights: Shape (frames, parameters).

    Returns:
        Shape (frames,), bool; never where y varies on one side only.
    """
    shares = explained(fit, data, weights)
    with np.errstate(invalid="ignore"):
        return (shares.max(axis=1) >= FOLLOWED) & (shares.min(axis=1) < GIVEN_UP)
