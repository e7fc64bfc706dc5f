"""Code that reads a visitor's own table from its file as the app read it, or refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.datasets.tables.cells import GAPS
from core.datasets.tables.decoding import END
from core.datasets.tables.records import THOUSANDS, number_of
from core.export.cells import Cell, Comment
from core.export.sources import sources

if TYPE_CHECKING:
    from core.experiments.race_results import ExamplesSummary

_READING = f"""\
def refuse(why):
    raise SystemExit(f"<own other>")


def meaning(cell):
    if cell.lower() in GAPS:
        return None
    number = number_of(cell, DECIMAL_COMMAS)
    if number is None:
        return cell
    return None if np.isnan(number) else number


def records():
    try:
        text = Path(FILE).read_bytes().decode(ENCODING).removesuffix({END!r})
    except UnicodeError:
        refuse(f"<own encoding>")
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=SEPARATOR, skipinitialspace=True)
    for row, cells in enumerate(reader, start=1):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != WIDTH:
            refuse(f"<own width>")
        yield [meaning(cell.strip()) for cell in cells]


table = list(records())[HEADED:]
table = [row for row in table if not any(row[place] is None for place in COMPLETE)]"""

_COLUMNS = """\
def numbers(place):
    column = [row[place] for row in table]
    for cell in column:
        if isinstance(cell, str):
            refuse(f"<own cell>")
    return np.array(column, float)


def categories(place):
    column = [row[place] for row in table]
    kinds = sorted(set(column), key=lambda kind: (isinstance(kind, str), kind))
    places = {kind: number for number, kind in enumerate(kinds)}
    return np.array([places[cell] for cell in column]), len(kinds)


def encoded(place):
    if place in NUMBERS:
        return numbers(place)[:, None]
    places, count = categories(place)
    return np.eye(count)[places]
"""


def own_table_cells(examples: ExamplesSummary) -> list[Cell]:
    """Code that leaves the `inputs` and `labels` of a visitor's table.

    Nothing of the table is written out, neither its names nor its values: the code does with the
    file what the app did, and ends with a sentence if it finds another number of rows, inputs or
    classes than the app.

    Args:
        examples: Those of the table.
    """
    way = examples.way
    settings = f"""\
import csv
import io
import re
from pathlib import Path

FILE = "my_table.csv"
ENCODING = {way.encoding!r}
SEPARATOR = {way.separator!r}
DECIMAL_COMMAS = {way.decimal_commas}
HEADED = {way.headed}
WIDTH = {way.width}
COMPLETE = {_places(way.complete)}
READ = {_places(way.read[:-1])}
NUMBERS = {_places(way.numbers)}
LABEL = {way.read[-1] - 1}
GAPS = {sorted(GAPS)}
THOUSANDS = re.compile({THOUSANDS.pattern!r})"""
    number = "\n\n\n".join(source for _name, source in sources(number_of))
    return [
        Cell((Comment("own table"), Comment("own way"), Comment("own columns")), settings),
        Cell((Comment("own numbers"),), number),
        Cell((Comment("own rows"),), _READING),
        Cell((Comment("own categories"),), _COLUMNS + "\n\n" + _arrays(examples)),
    ]


def _arrays(examples: ExamplesSummary) -> str:
    labels = "labels, count = categories(LABEL)"
    if not examples.classes:
        labels = "labels, count = numbers(LABEL).astype(np.float32), 0"
    known = (examples.way.rows, len(examples.features), len(examples.classes))
    return f"""\
if not table:
    refuse(f"<own empty>")
inputs = np.concatenate([encoded(place) for place in READ], axis=1)
{labels}
found, known = (*inputs.shape, count), {known}
if found != known:
    refuse(f"<own counts>")"""


def _places(numbers: tuple[int, ...]) -> list[int]:
    return [number - 1 for number in numbers]
