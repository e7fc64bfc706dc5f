"""What a worker process runs: races, and the same race from several seeds."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any

import numpy as np

from core.experiments.race import check_work
from core.experiments.race_results import Download, ExamplesSummary, RaceLuck, RaceRun
from core.training.fashion_mnist import loading
from core.training.race.data import Material
from core.training.race.evaluation import findings, predictions, shown_of
from core.training.race.trainer import Running
from core.workers.cancelled import Cancelled
from core.workers.pauses import Partial, telling, without_pause

if TYPE_CHECKING:
    from core.datasets.examples import Examples
    from core.datasets.tables import Table
    from core.experiments.race import Race

Report = Callable[[int, int], None]


def race_job(
    report: Report, race: Race, table: Table | None = None
) -> Generator[Any, None, RaceRun]:
    """Train all variants of a race side by side, epoch by epoch.

    Args:
        report: Called with epochs done and epochs of all variants; may raise `Cancelled`.
        race: What to run.
        table: The visitor's own data, if the race is on them.

    Returns:
        What came of it; stopped, what has run until then. Pauses with
        `core.workers.pauses.Partial`.

    Raises:
        Cancelled: If it was cancelled before the first epoch.
        Problem: If the data or a variant cannot be used, or the race is too much.
    """
    began, why = time.perf_counter(), ""
    material = yield from _material(report, race, table)
    watched = any(variant.normalization != "none" for variant in race.variants)
    runnings = [Running(race, variant, material, watched) for variant in race.variants]

    def part() -> RaceRun:
        return _run(race, material, runnings, "", began)

    try:
        for _ in _side_by_side(report, runnings):
            yield Partial(part)
    except Cancelled as cancelled:
        if not any(running.epochs for running in runnings):
            raise
        why = cancelled.why
        for running in runnings:
            if not running.ended:
                running.stop(why)
    if not why:
        try:
            concluding = _concluded(race, material, runnings, why, began)
            of_all = race.epochs * len(race.variants)
            return (yield from telling(concluding, lambda _paused: report(of_all, of_all)))
        except Cancelled as cancelled:
            why = cancelled.why
    # Who was told to end has no time for pauses.
    return without_pause(_concluded(race, material, runnings, why, began))


def _one_seed(
    tell: Report, runnings: list[Running], of_one: int
) -> Generator[Any, None, list[tuple[float, ...]]]:
    yield from _side_by_side(tell, runnings)
    return (yield from telling(_outcomes(runnings), lambda _paused: tell(of_one, of_one)))


def race_luck_job(
    report: Report, race: Race, seeds: int = 8, table: Table | None = None
) -> Generator[Any, None, RaceLuck]:
    """Run a race from the seeds 0 to `seeds` - 1, on the same data, split alike.

    Args:
        report: As in `race_job`, over all seeds.
        race: Its own seed does not count.
        seeds: Number of seeds.
        table: As in `race_job`.

    Returns:
        What came of it; stopped, of the seeds that are done.

    Raises:
        Cancelled: If it was cancelled before the first seed was done.
        Problem: As in `race_job`.
    """
    began, why = time.perf_counter(), ""
    material = yield from _material(report, race, table)
    rows: list[list[tuple[float, ...]]] = []
    of_one = race.epochs * len(race.variants)
    for seed in range(seeds):
        once = dataclasses.replace(race, seed=seed)
        runnings = [Running(once, variant, material) for variant in race.variants]

        def tell(done: int, _of: int, before: int = seed * of_one) -> None:
            report(before + done, seeds * of_one)

        try:
            rows.append((yield from _one_seed(tell, runnings, of_one)))
        except Cancelled as cancelled:
            if not rows:
                raise
            why = cancelled.why
            break
    loss, accuracy, gap, epochs, norm = np.moveaxis(np.array(rows), -1, 0)
    return RaceLuck(
        race=race,
        examples=summarised(material.examples),
        seeds=np.arange(len(rows)),
        loss=loss,
        accuracy=accuracy,
        gap=gap,
        epochs=epochs.astype(int),
        norm=norm,
        why=why,
        seconds=time.perf_counter() - began,
    )


def summarised(examples: Examples) -> ExamplesSummary:
    """What stands beside the figures about the examples."""
    return ExamplesSummary(
        data=examples.name,
        instead=examples.instead,
        train=len(examples.train_y),
        validation=len(examples.validation_y),
        test=len(examples.test_y),
        features=examples.features,
        classes=examples.classes,
        image=examples.image,
        label=examples.label,
        columns=tuple(examples.columns) if examples.image is None else (),
        way=examples.way,
    )


def _material(report: Report, race: Race, table: Table | None) -> Generator[Any, None, Material]:
    """What the variants learn from, if that is not too much."""
    # Without a name of their own: `Material` lets go of the examples.
    material = Material((yield from _examples(report, race, table)))
    check_work(race, material.examples)
    return material


def _examples(report: Report, race: Race, table: Table | None) -> Generator[Any, None, Examples]:
    """The examples; shows how far a download is."""
    of_all = race.epochs * len(race.variants)
    download = Download(0, 0)

    def on_bytes(done: int, of: int) -> None:
        nonlocal download
        download = Download(done, of)
        report(0, of_all)

    pausing = loading(race, table, on_bytes)
    while True:
        try:
            paused = next(pausing)
        except StopIteration as end:
            return end.value
        yield Partial(lambda: download)
        yield paused


def _side_by_side(report: Report, runnings: list[Running]) -> Generator[None, None, None]:
    """Train all to their ends, an epoch of each in turn."""
    of_all = sum(running.race.epochs for running in runnings)
    while under_way := [running for running in runnings if not running.ended]:
        for running in under_way:
            for _ in running.epoch():
                report(_done(runnings), of_all)
                yield
            report(_done(runnings), of_all)
            yield


def _done(runnings: list[Running]) -> int:
    return sum(one.race.epochs if one.ended else one.epochs for one in runnings)


def _concluded(
    race: Race, material: Material, runnings: list[Running], why: str, began: float
) -> Generator[None, None, RaceRun]:
    """The run with all that is found at its end; in a hurry if it was told to end."""
    judged = []
    for running in runnings:
        judged.append((yield from running.judge("test", running.state)))
    pairs = list(zip(runnings, judged, strict=True))
    shown = shown_of(runnings, [predictions(running, one.outputs)[0] for running, one in pairs])
    found = []
    for running, one in pairs:
        found.append((yield from findings(running, one, shown, hurried=bool(why))))
        yield
    run = _run(race, material, runnings, why, began, live=False)
    lanes = tuple(
        dataclasses.replace(lane, findings=one) for lane, one in zip(run.lanes, found, strict=True)
    )
    return dataclasses.replace(run, lanes=lanes, shown=shown)


def _run(
    race: Race,
    material: Material,
    runnings: list[Running],
    why: str,
    began: float,
    live: bool = True,
) -> RaceRun:
    examples, points = material.examples, None
    if examples.bounds is not None:
        raw = examples.raw(examples.train_x)
        points = np.column_stack([raw, examples.train_y]).astype(np.float32)
    return RaceRun(
        race=race,
        examples=summarised(examples),
        lanes=tuple(running.lane(live) for running in runnings),
        labels=examples.test_y,
        shown=None,
        bounds=examples.bounds,
        points=points,
        why=why,
        seconds=time.perf_counter() - began,
    )


def _outcomes(runnings: list[Running]) -> Generator[None, None, list[tuple[float, ...]]]:
    """Test loss and accuracy, gap, epochs and norm of each that has ended."""
    rows = []
    for running in runnings:
        judged = yield from running.judge("test", running.state)
        lane = running.lane(live=True)
        accuracy = judged.accuracy if running.material.classes else np.nan
        history = lane.history
        rows.append((float(judged.loss), accuracy, history.gap[-1], len(history), lane.norm))
    return rows
