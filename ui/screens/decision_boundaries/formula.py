"""A neuron as a formula with its weights as numbers, in LaTeX or in plain text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from core.datasets import FEATURES
from core.experiments import Experiment
from core.networks.layers import LEARNED, MAXOUT, Layer
from core.networks.weights import variables
from ui.training.names import FEATURE_NAMES

_LOW_DIGITS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class Notation(NamedTuple):
    """How formulas are written.

    Attributes:
        feature: Symbol of an input by its key.
        symbol: A letter with numbers at its foot.
        times: Between a number and a symbol.
        minus: The sign.
        call: A function of its key, what is at its foot, and its argument.
        largest: The largest of several sums.
        comma: Between two formulas.
    """

    feature: Callable[[str], str]
    symbol: Callable[..., str]
    times: str
    minus: str
    call: Callable[[str, str, str], str]
    largest: Callable[[Sequence[str]], str]
    comma: str


def _latex_symbol(letter: str, *numbers: int) -> str:
    return f"{letter}_{{{','.join(map(str, numbers))}}}" if numbers else letter


def _latex_call(key: str, foot: str, argument: str) -> str:
    short = key.replace("_", r"\_")
    return rf"\operatorname{{{short}}}{foot and f'_{{{foot}}}'}\left({argument}\right)"


def _latex_largest(sums: Sequence[str]) -> str:
    lines = r",\\ &".join(sums)
    return rf"\max\left(\begin{{aligned}}&{lines}\end{{aligned}}\right)"


def _plain_symbol(letter: str, *numbers: int) -> str:
    return letter + ",".join(map(str, numbers)).translate(_LOW_DIGITS)


def _plain_call(key: str, foot: str, argument: str) -> str:
    low = foot.translate(_LOW_DIGITS) if foot.isdigit() else foot and f"[{foot}]"
    return f"{key}{low}({argument})"


LATEX = Notation(
    lambda key: FEATURES[key].symbol,
    _latex_symbol,
    r"\,",
    "-",
    _latex_call,
    _latex_largest,
    r", \quad ",
)
PLAIN = Notation(
    FEATURE_NAMES.__getitem__,
    _plain_symbol,
    "·",
    "−",
    _plain_call,
    lambda sums: f"max({', '.join(sums)})",
    ", ",
)


def formula(
    experiment: Experiment, vector: np.ndarray, number: int, unit: int, notation: Notation
) -> str:
    """The neuron's formula, with weights and bias as numbers.

    Args:
        experiment: Which network.
        vector: All weights, shape (parameters,).
        number: Layer, from 0.
        unit: Unit of the layer, from 0.
        notation: `LATEX` or `PLAIN`.
    """
    return layer_formulas(experiment, vector[None], number, notation)[0][unit]


def layer_formulas(
    experiment: Experiment, weights: np.ndarray, number: int, notation: Notation
) -> list[list[str]]:
    """The formulas of all neurons of a layer, for each frame.

    Args:
        experiment: Which network.
        weights: Shape (frames, parameters).
        number: Layer, from 0.
        notation: `LATEX` or `PLAIN`.

    Returns:
        A list for each frame, with a text for each neuron.
    """
    layers = experiment.layers
    layer, last = layers[number], number + 1 == len(layers)
    before = sum(len(earlier.shapes(1)) for earlier in layers[:number])
    kernel, bias, *learned = variables(experiment, weights)[before:][: len(layer.shapes(1))]
    if number == 0:
        inputs = [notation.feature(key) for key in experiment.features]
    else:
        units = range(1, experiment.hidden[number - 1] + 1)
        inputs = [notation.symbol("h", number, unit) for unit in units]
    names = [_name(layer, number, unit, last, notation) for unit in range(layer.units)]
    sums = _sums(inputs, np.concatenate([kernel, bias[:, None]], axis=1), notation)
    # Those of a function that is learned; else nothing.
    alphas = [alpha.tolist() for alpha in learned] or [[[]] * len(weights)]
    return [
        [f"{name} = {_body(layer, unit, mine, alpha, notation)}" for unit, name in enumerate(names)]
        for mine, alpha in zip(sums, alphas[0], strict=True)
    ]


def _name(layer: Layer, number: int, unit: int, last: bool, notation: Notation) -> str:
    if last:
        return _output("y", layer, unit, notation)
    return notation.symbol("h", number + 1, unit + 1)


def _output(letter: str, layer: Layer, unit: int, notation: Notation) -> str:
    return notation.symbol(letter, *([unit] if layer.units > 1 else []))


def _body(
    layer: Layer, unit: int, sums: list[str], learned: list[float], notation: Notation
) -> str:
    """What a unit makes of its sums; maxout has several for each unit."""
    mine = sums[unit * layer.pieces : (unit + 1) * layer.pieces]
    if layer.activation == MAXOUT:
        return notation.largest(mine)
    if layer.activation == "linear":
        return mine[0]
    if layer.activation == "softmax":
        before = [_output("z", layer, other, notation) for other in range(layer.units)]
        call = notation.call("softmax", str(unit), ", ".join(before))
        return f"{call}{notation.comma}{before[unit]} = {mine[0]}"
    foot = ""
    if layer.activation == LEARNED:
        alpha = notation.symbol(r"\alpha" if notation is LATEX else "α")
        foot = f"{alpha} = {_signed(learned[unit], notation)}"
    return notation.call(layer.activation, foot, mine[0])


def _sums(inputs: list[str], weights: np.ndarray, notation: Notation) -> list[list[str]]:
    """Weighted sums; weights have the shape (frames, inputs and bias, sums)."""
    symbols = [*(f"{notation.times}{name}" for name in inputs), ""]
    return [
        [_sum(symbols, one, notation) for one in frame] for frame in weights.swapaxes(1, 2).tolist()
    ]


def _sum(symbols: list[str], weights: list[float], notation: Notation) -> str:
    minus = notation.minus
    text = " ".join(
        [
            f"{minus if weight < 0 else '+'} {_number(abs(weight))}{symbol}"
            for weight, symbol in zip(weights, symbols, strict=True)
        ]
    )
    # A sign that is not between two terms stands close to its own.
    return text.removeprefix("+ ") if weights[0] >= 0 else text.replace(" ", "", 1)


def _signed(value: float, notation: Notation) -> str:
    return (notation.minus if value < 0 else "") + _number(abs(value))


def _number(size: float) -> str:
    return f"{size:.3f}" if size < 1000 else f"{size:.3g}"
