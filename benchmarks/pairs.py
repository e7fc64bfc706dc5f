"""Settings that cover every pair of values of a screen's fields."""

from __future__ import annotations

import dataclasses
import itertools
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from core.activations import ACTIVATIONS
from core.datasets import OWN_POINTS
from core.datasets.example_sets import FASHION_MNIST, OWN
from core.experiments.race import MOST_VARIANTS, Race
from core.experiments.regression import CurveTask
from core.experiments.variant import Variant
from core.problems import Problem
from core.settings import (
    Choice,
    Choices,
    NamedNumbers,
    Number,
    Numbers,
    Settings,
    Span,
    Switch,
    Whole,
)
from core.settings.fields import Kind

Levels = Mapping[str, Sequence[Any]]

_TRIES = 40
_EPOCHS = (1, 2, 5)
_OWN_POINTS = (0.1, 0.2, 0.0, 0.9, 0.8, 1.0, 0.3, 0.7, 0.0, 0.6, 0.1, 1.0)
_OWN_CURVE = (-1.0, 2.0, 0.0, 0.5, 1.0, 3.0, 2.5, -4.0)
_LEFT_OUT = ("points", "weights", "variants", "table")


def covering(
    levels: Levels, made: Callable[[dict], Any], draw: random.Random
) -> Iterator[dict[str, Any]]:
    """Rows in which each pair of levels of two fields stands together at least once.

    Args:
        levels: For each field the values to try.
        made: Makes settings of a row; raises `Problem` where values do not go together. A pair for
            which no valid row is found in some tries is left out.
        draw: Decides between rows that are as good.

    Yields:
        One value for each field.
    """
    places = {name: range(len(values)) for name, values in levels.items()}
    left = {
        frozenset(((one, i), (other, j)))
        for one, other in itertools.combinations(levels, 2)
        for i in places[one]
        for j in places[other]
    }
    order = sorted(left, key=sorted)
    draw.shuffle(order)
    for pair in order:
        if pair not in left:
            continue
        for attempt in range(_TRIES):
            row = _filled(dict(pair), places, left, draw, greedy=attempt == 0)
            values = {name: levels[name][place] for name, place in row.items()}
            try:
                made(values)
            except Problem:
                continue
            left -= {frozenset(two) for two in itertools.combinations(row.items(), 2)}
            yield values
            break


def _filled(
    row: dict[str, int],
    places: Mapping[str, range],
    left: set[frozenset],
    draw: random.Random,
    greedy: bool,
) -> dict[str, int]:
    """A row that holds a pair; the other fields bring as many new pairs as they can."""
    others = [name for name in places if name not in row]
    draw.shuffle(others)
    for name in others:
        offered = [*places[name]]
        draw.shuffle(offered)
        if greedy:
            # Of a long menu a handful is looked at: all would take minutes.
            offered = sorted(offered[:6], key=lambda place: -_new((name, place), row, left))
        row[name] = offered[0]
    return row


def _new(one: tuple[str, int], row: Mapping[str, int], left: set[frozenset]) -> int:
    return sum(frozenset((one, known)) in left for known in row.items())


def levels_of(settings: type[Settings], draw: random.Random) -> dict[str, list[Any]]:
    """For each field: a menu in full; of a number both bounds, the default and one between."""
    found = {
        field.name: [*dict.fromkeys(_values(settings.kinds[field.name], field.default, draw))]
        for field in dataclasses.fields(settings)
        if field.name not in _LEFT_OUT
    }
    if "epochs" in found:
        found["epochs"] = [*_EPOCHS]
    if "size" in found:
        # A large set costs a second of training without showing more.
        found["size"] = [max(settings.kinds["size"].minimum, size) for size in (10, 40, 200)]
    if settings is Race:
        found["data"] = [key for key in found["data"] if key not in (OWN, FASHION_MNIST)]
    if "hidden" in found:
        kind = settings.kinds["hidden"]
        most = int(min(kind.maximum, 16))
        found["hidden"] = [(), (1,), (3, 2), (2,) * kind.most, (most,) * kind.most]
        found["activations"] = [*settings.kinds["activations"].options]
    return found


def _values(kind: Kind, default: Any, draw: random.Random) -> list[Any]:
    if isinstance(kind, Choice):
        return [*kind.options]
    if isinstance(kind, Switch):
        return [False, True]
    if isinstance(kind, Whole):
        return [default, kind.minimum, kind.maximum, draw.randint(kind.minimum, kind.maximum)]
    if isinstance(kind, Number):
        return [default, kind.minimum, kind.maximum, draw.uniform(kind.minimum, kind.maximum)]
    if isinstance(kind, Span):
        least = (kind.minimum, kind.minimum + kind.step)
        most = (kind.maximum - kind.step, kind.maximum)
        return [default, (kind.minimum, kind.maximum), least, most]
    if isinstance(kind, Numbers):
        return [default, (kind.minimum,) * kind.least, (kind.maximum,) * kind.most]
    if isinstance(kind, Choices):
        several = tuple(draw.sample(kind.options, min(kind.most, len(kind.options), 6)))
        return [default, several, *((option,) for option in kind.options)]
    if isinstance(kind, NamedNumbers):
        return ["default", "minimum", "maximum"]
    return [default]


def rows(settings: type[Settings], draw: random.Random) -> Iterator[Settings]:
    """Settings of a screen that cover every pair; of a race, its variants do too."""
    levels = levels_of(settings, draw)
    variants: list[Variant] = []
    if settings is Race:
        of_variants = levels_of(Variant, draw)
        variants = [_made(Variant, row) for row in covering(of_variants, _maker(Variant), draw)]
    for row in covering(levels, _maker(settings), draw):
        if variants:
            count = draw.randint(1, MOST_VARIANTS)
            row |= {"variants": tuple(variants[:count])}
            variants = variants[count:] + variants[:count]
        yield _made(settings, row)


def _maker(settings: type[Settings]) -> Callable[[dict], Settings]:
    return lambda row: _made(settings, row)


def _made(settings: type[Settings], row: Mapping[str, Any]) -> Settings:
    given = dict(row)
    if "hidden" in given:
        given["activations"] = (given["activations"],) * len(given["hidden"])
    if given.get("data") == OWN_POINTS:
        given["points"] = _OWN_CURVE if issubclass(settings, CurveTask) else _OWN_POINTS
    if "parameters" in given:
        given["parameters"] = _parameters(given)
    return settings(**given)


def _parameters(given: Mapping[str, Any]) -> tuple[tuple[str, float], ...]:
    """Every parameter of the functions of a row at the same end of its range."""
    if given["parameters"] == "default":
        return ()
    keys = {key for value in given.values() for key in ((value,) if isinstance(value, str) else ())}
    keys |= {*given.get("functions", ()), *given.get("activations", ())}
    return tuple(
        (f"{key}.{parameter.key}", getattr(parameter, given["parameters"]))
        for key in sorted(keys & set(ACTIVATIONS))
        for parameter in ACTIVATIONS[key].parameters
    )
