"""The history of a training as a table that spreadsheets read."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.training.run import Run


def history_csv(run: Run) -> str:
    """The figures of each epoch as CSV.

    Args:
        run: A training.

    Returns:
        A line of names, then one line for each epoch, from 1: the columns of `Figures` that the
        run has, with as many digits as tell one float from the next.
    """
    columns = {
        field.name: getattr(run.history, field.name)
        for field in dataclasses.fields(run.history)
        if getattr(run.history, field.name) is not None
    }
    lines = [",".join(["epoch", *columns])]
    for epoch, figures in enumerate(zip(*columns.values(), strict=True), start=1):
        lines.append(",".join([str(epoch), *(f"{figure!s}" for figure in figures)]))
    return "\n".join(lines) + "\n"
