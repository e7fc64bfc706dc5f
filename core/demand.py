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

from core.datasets.example_sets import FASHION_MNIST, OWN
from core.experiments import Experiment
from core.studies.dying_relu.study import RATES
from core.workers.tasks import NOTHING, Needs

if TYPE_CHECKING:
    from core.datasets.tables import Table
    from core.experiments import NetworkExperiment
    from core.experiments.race import Race
    from core.experiments.variant import Variant
    from core.studies.curve_fitting.study import CurveStudy
    from core.studies.dying_relu.study import DyingStudy


SLOTS = MappingProxyType(
    {"sgd": 0, **dict.fromkeys(("momentum", "nesterov", "adagrad", "rmsprop"), 1)}
    | dict.fromkeys(("adam", "adamw", "nadam"), 2)
)
"""Numbers that each optimizer keeps of a weight."""

_NUMBER = 4  # bytes, float32
_COPIES = 3  # of a result: itself, put together from blocks, and pickled
_GRAPH = 4_000_000  # a program as a plain graph
# A program that XLA compiles: at least, for each layer, for drawing mini-batches; and by how much
# it is more for many runs at once.
_COMPILED, _OF_LAYER, _OF_BATCHES, _AT_ONCE = 2_000_000, 4_000_000, 8_000_000, 1.8
_FRAMES, _KEPT_FRAMES = 60, 32
_PLANE, _MAP = 101**2, 31**2
_SEEDS_AT_ONCE = 50
_ORDERS_AT_ONCE = 2_000_000
_OF_OUTPUT = 30  # bytes of arithmetic for each output of a step's examples
_SECONDS_OF_WORK = 4e-10
_SECONDS_OF_RACE_STEP, _SECONDS_OF_RACE_WEIGHT = 3e-4, 1.5e-9


def of(job: str, arguments: tuple, options: Mapping[str, Any]) -> Needs:
    """What a run of a job needs; nothing if nobody knows.

    Args:
        job: "package.module:function".
        arguments, options: As the job takes them.
    """
    rule = _RULES.get(job.rpartition(":")[2])
    if rule is None or not arguments:
        return NOTHING
    # Trainings of one architecture share a compiled program, see `core.training.program_cache`.
    architecture = getattr(arguments[0], "architecture", None)
    program = None if architecture is None else (job, architecture)
    memory, seconds = rule(*arguments, **options)
    return Needs(program, memory, seconds)


class _Demand(NamedTuple):
    memory: int
    seconds: float


def _training(experiment: NetworkExperiment, frames: int = _FRAMES) -> _Demand:
    frames = min(frames, experiment.epochs + 1)
    of_frame = experiment.parameter_count + _pictured(experiment)
    result = _NUMBER * (frames * of_frame + 5 * experiment.epochs)
    if experiment.rule == "rosenblatt":
        return _Demand(_COPIES * result + 8 * 8 * experiment.epochs, _seconds(experiment))
    state = _NUMBER * experiment.parameter_count * (2 + 2 * SLOTS[experiment.optimizer])
    kept = _NUMBER * _KEPT_FRAMES * experiment.parameter_count
    held = _compiled(experiment) + _COPIES * result + state + kept + _orders(experiment, 1)
    return _Demand(held, _seconds(experiment))


def _many(experiment: NetworkExperiment, seeds: int = 200) -> _Demand:
    return _one_after_another([(experiment, _SEEDS_AT_ONCE)], seeds)


def _luck(study: CurveStudy, seeds: int = 100) -> _Demand:
    return _one_after_another(
        [(fit, _SEEDS_AT_ONCE) for fit in (study.parallel, study.serial)], seeds
    )


def _budget(study: CurveStudy, seeds: int = 8) -> _Demand:
    shapes = study.budgets().values()
    widest = [max(fits, key=lambda fit: fit.parameter_count) for fits in shapes]
    runs = [len(fits) * seeds for fits in shapes]
    return _one_after_another([*zip(widest, runs, strict=True)], max(runs))


def _rates(study: DyingStudy, seeds: int = 20) -> _Demand:
    once = _many(study.fit, seeds)
    return _Demand(once.memory, len(RATES) * once.seconds)


def _one_after_another(programs: list[tuple[NetworkExperiment, int]], seeds: int) -> _Demand:
    """Of programs that each train some runs at once: what they compile stays, the rest does not."""
    compiled = sum(_AT_ONCE * _compiled(experiment) for experiment, _runs in programs)
    return _Demand(
        int(compiled + max(_side_by_side(*program, seeds) for program in programs)),
        seeds * sum(_seconds(experiment) for experiment, _runs in programs),
    )


def _side_by_side(experiment: NetworkExperiment, runs: int, seeds: int) -> int:
    """Bytes of several runs of one program, and of what comes of all seeds."""
    state = experiment.parameter_count * (2 + 2 * SLOTS[experiment.optimizer])
    units = sum(layer.units * layer.pieces for layer in experiment.layers)
    step = _OF_OUTPUT * experiment.batch_examples * units
    result = 2 * seeds * experiment.parameter_count + 2 * _pictured(experiment, maps=0)
    held = runs * (_NUMBER * state + step) + _orders(experiment, runs)
    return held + _COPIES * _NUMBER * result


def _compiled(experiment: NetworkExperiment) -> int:
    """Bytes of a program, and of compiling it."""
    batches = _OF_BATCHES if experiment.batch_examples < experiment.examples else 0
    return _COMPILED + _OF_LAYER * len(experiment.layers) + batches


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


def _race(race: Race, table: Table | None = None) -> _Demand:
    train, judged, features, classes = _sizes(race, table)
    held = len({*map(_structure, race.variants)}) * _GRAPH + _NUMBER * (train + judged) * (
        features + max(classes, 1)
    )
    # A table comes pickled, and is there once more when it has been read.
    held += 2 * table.inputs.nbytes if table is not None else 0
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
    return _Demand(int(held + steps), seconds)


def _structure(variant: Variant) -> tuple:
    """What tells its program from those of others."""
    brakes = (name for name, _strength in variant.brakes())
    changing = (name for name in brakes if name not in ("label_smoothing", "early_stopping"))
    return variant.hidden, variant.activations, variant.loss, variant.optimizer, *changing


def _step(
    race: Race, variant: Variant, parameters: int, classes: int, train: int, judged: int
) -> int:
    """Bytes of the arithmetic of a step, or of judging if that takes more examples at once."""
    units = sum(variant.hidden) + variant.outputs(classes)
    quick = max(64, min(judged, 1_440_000_000 // (3 * parameters)))
    rows = max(race.batch_examples(train), quick)
    return _OF_OUTPUT * rows * units + _NUMBER * parameters * 3


def _race_luck(race: Race, seeds: int = 8, table: Table | None = None) -> _Demand:
    once = _race(race, table)
    return _Demand(once.memory, seeds * once.seconds)


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

_RULES: Mapping[str, Callable[..., _Demand]] = MappingProxyType(
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
