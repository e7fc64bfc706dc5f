"""For each set of data a race whose overfitting is quick to see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from core.datasets.example_sets import FASHION_MNIST, OWN
from core.experiments.race import Race
from core.experiments.variant import Variant

_SHARES = ("train_share", "validation_share", "test_share")


def _braked(patience: int = 10, **network: object) -> tuple[Variant, ...]:
    """One network without brakes, and with each of three."""
    return (
        Variant(**network),
        Variant(**network, l2=0.003),
        Variant(**network, dropout=(0.5,)),
        Variant(**network, early_stopping=True, patience=patience),
    )


_TABLE = Race(
    data="breast_cancer",
    train_share=0.2,
    validation_share=0.3,
    test_share=0.3,
    variants=_braked(learning_rate=0.01),
)

STARTS: Mapping[str, Race] = MappingProxyType(
    {
        "digits": Race(),
        "moons": Race(
            data="moons",
            noise=0.3,
            train_share=0.2,
            validation_share=0.3,
            test_share=0.3,
            epochs=200,
            variants=_braked(20, hidden=(64, 64), activations=("relu", "relu"), learning_rate=0.01),
        ),
        FASHION_MNIST: Race(
            data=FASHION_MNIST,
            train_share=0.02,
            validation_share=0.05,
            test_share=0.1,
            epochs=50,
            variants=_braked(5, hidden=(64,), activations=("relu",)),
        ),
        "breast_cancer": _TABLE,
        OWN: Race(
            data=OWN,
            train_share=0.5,
            variants=_braked(learning_rate=0.01),
        ),
    }
)
"""By key of the data, in menu order."""


def started_on(race: Race, data: str) -> Race:
    """A race on other data: where it was as it starts on its own, as it starts on the others.

    Args:
        race: As it stands.
        data: Key of other data.

    Returns:
        A race on `data` with the seeds of `race`, and with what was changed in it. The shares of
        the split, where they were not, are those of the other data: of a small table, the share of
        a large one would leave next to nothing.
    """
    seeds = {"seed": race.seed, "data_seed": race.data_seed}
    start = replace(STARTS[race.data], **seeds, table=race.table)
    if race == start:
        return replace(STARTS[data], **seeds)
    shares = {name: getattr(race, name) for name in _SHARES}
    if shares == {name: getattr(start, name) for name in _SHARES}:
        shares = {name: getattr(STARTS[data], name) for name in _SHARES}
    return replace(race, data=data, table="", **shares)
