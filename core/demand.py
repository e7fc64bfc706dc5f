"""What a run asks of a worker, told before it starts: the bytes that it holds, its seconds.

Bytes are what the process grows by until the run ends, at the most: weights, the optimizer's state
and the best weights of each variant, frames, examples, what the largest step needs for its
arithmetic, the compiled program, and the result while it is handed over. They are estimates, within
a factor of 1.5 of what was measured; seconds are coarser, within a factor of about three.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from core.example_sets import FASHION_MNIST, OWN
from core.experiments import Experiment

if TYPE_CHECKING:
    from core.curve_study import CurveStudy
    from core.dying_study import DyingStudy
    from core.experiments import NetworkExperiment
    from core.experiments.variant import Variant
    from core.race import Race
    from core.tables import Table


class Demand(NamedTuple):
    """What a run asks for.

    Attributes:
        memory: Bytes that it holds from its first turn to its end.
        seconds: Of computing.
    """

    memory: int
    seconds: float


_NOTHING = Demand(0, 0.0)

SLOTS = MappingProxyType(
    {"sgd": 0, **dict.fromkeys(("momentum", "nesterov", "adagrad", "rmsprop"), 1)}
    | dict.fromkeys(("adam", "adamw", "nadam"), 2)
)
"""Numbers that each optimizer keeps of a weight."""

_NUMBER = 4  # bytes, float32
_COPIES = 4  # of a result: itself, put together from blocks, and pickled twice
_COMPILED, _GRAPH = 14_000_000, 4_000_000  # a program, by XLA and as a plain graph
_FRAMES, _KEPT_FRAMES = 60, 32
_PLANE, _MAP = 101**2, 31**2
_SEEDS_AT_ONCE = 50
_ORDERS_AT_ONCE = 2_000_000
_OF_OUTPUT = 30  # bytes of arithmetic for each output of a step's examples
_SECONDS_OF_WORK = 4e-10
_SECONDS_OF_RACE_STEP, _SECONDS_OF_RACE_WEIGHT = 3e-4, 1.5e-9


def of(job: str, arguments: tuple, options: Mapping[str, Any]) -> Demand:
    """What a run of a job asks for; nothing if nobody knows.

    Args:
        job: "package.module:function".
        arguments, options: As the job takes them.
    """
    rule = _RULES.get(job.rpartition(":")[2])
    return rule(*arguments, **options) if rule and arguments else _NOTHING


def _training(experiment: NetworkExperiment, frames: int = _FRAMES) -> Demand:
    frames = min(frames, experiment.epochs + 1)
    of_frame = experiment.parameter_count + _pictured(experiment)
    result = _NUMBER * (frames * of_frame + 5 * experiment.epochs)
    if experiment.rule == "rosenblatt":
        return Demand(_COPIES * result + 8 * 8 * experiment.epochs, _seconds(experiment))
    state = _NUMBER * experiment.parameter_count * (2 + 2 * SLOTS[experiment.optimizer])
    kept = _NUMBER * _KEPT_FRAMES * experiment.parameter_count
    return Demand(
        _COMPILED + _COPIES * result + state + kept + _orders(experiment, 1), _seconds(experiment)
    )


def _many(experiment: NetworkExperiment, seeds: int = 200) -> Demand:
    result = _NUMBER * (2 * seeds * experiment.parameter_count + 2 * _pictured(experiment, maps=0))
    held = _COPIES * result + _side_by_side(experiment, _SEEDS_AT_ONCE)
    return Demand(held, seeds * _seconds(experiment))


def _luck(study: CurveStudy, seeds: int = 100) -> Demand:
    both = [_many(fit, seeds) for fit in (study.parallel, study.serial)]
    return Demand(sum(one.memory for one in both), sum(one.seconds for one in both))


def _budget(study: CurveStudy, seeds: int = 8) -> Demand:
    fits = study.budgets().values()
    widest = [max(some, key=lambda fit: fit.parameter_count) for some in fits]
    return Demand(
        sum(_side_by_side(fit, len(some) * seeds) for fit, some in zip(widest, fits, strict=True)),
        sum(len(some) * seeds * _seconds(fit) for fit, some in zip(widest, fits, strict=True)),
    )


def _rates(study: DyingStudy, seeds: int = 20) -> Demand:
    once = _many(study.fit, seeds)
    return Demand(once.memory, 8 * once.seconds)


def _side_by_side(experiment: NetworkExperiment, runs: int) -> int:
    """Bytes of several runs of one program."""
    state = experiment.parameter_count * (2 + 2 * SLOTS[experiment.optimizer])
    units = sum(layer.units * layer.pieces for layer in experiment.layers)
    step = _OF_OUTPUT * experiment.batch_examples * units
    return _COMPILED + runs * (_NUMBER * state + step) + _orders(experiment, runs)


def _orders(experiment: NetworkExperiment, runs: int) -> int:
    """Bytes of the orders of the examples for one call of a program."""
    if experiment.batch_examples == experiment.examples:
        return 0
    orders = min(64 * experiment.examples * runs, _ORDERS_AT_ONCE)
    return 2 * _NUMBER * orders


def _pictured(experiment: NetworkExperiment, maps: int = _MAP) -> int:
    """Numbers of a frame's pictures."""
    if not isinstance(experiment, Experiment):
        return 2 * len(experiment.grid)
    return _PLANE * experiment.outputs + maps * sum(experiment.hidden)


def _seconds(experiment: NetworkExperiment) -> float:
    return _SECONDS_OF_WORK * experiment.work


def _race(race: Race, table: Table | None = None) -> Demand:
    train, judged, features, classes = _sizes(race, table)
    programs = {(one.hidden, one.activations, one.optimizer) for one in race.variants}
    held = len(programs) * _GRAPH + _NUMBER * (train + judged) * (features + max(classes, 1))
    steps, seconds = 0, 0.0
    for variant in race.variants:
        parameters = variant.parameter_count(features, classes)
        # The start; the state before the epoch, in its midst, and the best one.
        held += _NUMBER * parameters * (1 + 3 * (1 + SLOTS[variant.optimizer]))
        held += _COPIES * 61 * _PLANE if race.data == "moons" else 0
        steps = max(steps, _step(race, variant, parameters, classes, max(train, 1), judged))
        batches = -(-train // race.batch_examples(max(train, 1)))
        of_step = _SECONDS_OF_RACE_STEP + _SECONDS_OF_RACE_WEIGHT * parameters
        seconds += race.epochs * (batches * of_step + train * parameters * 3e-11)
    return Demand(int(held + steps), seconds)


def _step(
    race: Race, variant: Variant, parameters: int, classes: int, train: int, judged: int
) -> int:
    """Bytes of the arithmetic of a step, or of judging if that takes more examples at once."""
    units = sum(variant.hidden) + variant.outputs(classes)
    quick = max(64, min(judged, 1_440_000_000 // (3 * parameters)))
    rows = max(race.batch_examples(train), quick)
    return _OF_OUTPUT * rows * units + _NUMBER * parameters * 3


def _race_luck(race: Race, seeds: int = 8, table: Table | None = None) -> Demand:
    once = _race(race, table)
    return Demand(once.memory, seeds * once.seconds)


def _sizes(race: Race, table: Table | None) -> tuple[int, int, int, int]:
    """Examples to train and to judge with, features and classes, at the most."""
    if race.data == OWN and table is not None:
        rows, features, classes = *table.inputs.shape, len(table.classes)
    else:
        rows, features, classes = _SIZES.get(race.data, (0, 0, 0))
        rows = race.size if race.data == "moons" else rows
    judged = race.validation_share + race.test_share
    return int(rows * race.train_share), int(rows * judged), features, classes


_SIZES = {
    "digits": (1797, 64, 10),
    "moons": (0, 2, 2),
    FASHION_MNIST: (70_000, 784, 10),
    "breast_cancer": (569, 30, 2),
}

_RULES: Mapping[str, Callable[..., Demand]] = MappingProxyType(
    {
        "train_job": _training,
        "train_many_job": _many,
        "luck_job": _luck,
        "budget_job": _budget,
        "rates_job": _rates,
        "race_job": _race,
        "race_luck_job": _race_luck,
    }
)
