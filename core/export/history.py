"""The history of a training as a table that spreadsheets read."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from core.experiments.race_results import Lane
    from core.experiments.results import Run


def history_csv(run: Run | Lane) -> str:
    """The figures of each epoch as CSV.

    Args:
        run: A training, or one variant of a race.

    Returns:
        A line of names, then one line for each epoch, from 1: the columns of its history that hold
        any number, with as many digits as tell one float from the next.
    """
    columns = {
        field.name: values
        for field in dataclasses.fields(run.history)
        for values in [getattr(run.history, field.name)]
        if values is not None and not np.isnan(values).all()
    }
    lines = [",".join(["epoch", *columns])]
    for epoch, figures in enumerate(zip(*columns.values(), strict=True), start=1):
        lines.append(",".join([str(epoch), *(f"{figure!s}" for figure in figures)]))
    return "\n".join(lines) + "\n"
