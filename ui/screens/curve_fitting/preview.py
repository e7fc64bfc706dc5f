"""The small picture of the screen on the home page, computed like the large one."""

from __future__ import annotations

from core.datasets import CURVES
from core.studies.curve_fitting.study import CurveStudy
from ui import layout
from ui.i18n.language import _
from ui.screens.curve_fitting import unit_by_unit
from ui.screens.curve_fitting.charts import fits
from ui.widgets import scrubber

_SINE = CurveStudy(
    data="sine", interval=CURVES["sine"].interval, noise=CURVES["sine"].noise, size=201
)


def draw(height: int) -> None:
    """Draw it, with a chart of so many pixels."""
    # Hinges set by a formula need no training.
    run, data = unit_by_unit.interpolation(_SINE, 9)
    scrubber.hide_inputs()
    layout.draw(
        fits.both({"parallel": run}, data, height),
        alt=_("Straight pieces that follow a wave, a ring where each unit bends."),
    )
