"""The small picture of the screen on the home page, computed like the large one."""

from __future__ import annotations

from core.experiments.race_results import Lane
from core.studies.regularization.small_race import SMALL, small_race
from ui import layout
from ui.i18n.language import _
from ui.memo import derived
from ui.screens.regularization import names as race_names
from ui.screens.regularization.charts import lines


def draw(height: int) -> None:
    """Draw it, with a chart of so many pixels."""
    # Small enough to be trained here: the home screen waits for no worker.
    lanes = small_lanes()
    layout.draw(
        lines.race(lanes, race_names.names(SMALL), SMALL.epochs, height=height),
        alt=_("Validation losses that part from training losses; one is stopped early."),
    )


@derived
def small_lanes() -> tuple[Lane, ...]:
    """A small race, trained in this process."""
    return small_race(SMALL)
