"""A curve, fitted by a network with one input and one output: one experiment as a value."""

from __future__ import annotations

import dataclasses

from core.experiments.base import NetworkExperiment
from core.experiments.checks import check_network, check_work
from core.experiments.regression import CurveTask
from core.networks.options import HIDDEN_ACTIVATIONS
from core.settings import ChoiceList, Numbers, Wholes, setting

MOST_LAYERS = 6
MOST_UNITS = 128
MOST_STARTING_WEIGHTS = 2_000
"""Most weights from which a training can be made to start."""


@dataclasses.dataclass(frozen=True)
class CurveFit(CurveTask, NetworkExperiment):
    """One network that learns y from x; nothing about a run lives anywhere else.

    Network: one entry of `activations` for each entry of `hidden`; the output is linear. `weights`,
    if not empty, take the place of the drawn start: all variables of the network one after the
    other, each row by row, in the order of `shapes`.

    Raises:
        Problem: If a field is out of bounds, or fields do not go together.
    """

    classifies = False
    inputs = outputs = 1

    hidden: tuple[int, ...] = setting(Wholes(1, MOST_UNITS, 0, MOST_LAYERS), (6,))
    activations: tuple[str, ...] = setting(
        ChoiceList(HIDDEN_ACTIVATIONS, 0, MOST_LAYERS), ("relu",)
    )
    weights: tuple[float, ...] = setting(Numbers(-1e6, 1e6, 0, MOST_STARTING_WEIGHTS), ())

    def __post_init__(self) -> None:
        super().__post_init__()
        check_network(self)
        check_work(self)
