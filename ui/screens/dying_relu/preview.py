"""The small picture of the screen on the home page, computed like the large one."""

from __future__ import annotations

import numpy as np

from core.networks.descent import descent
from core.studies.dying_relu.study import DyingStudy
from core.studies.dying_relu.unit_lives import lives
from ui import layout
from ui.i18n.language import _
from ui.screens.dying_relu.charts import unit_map


def draw(height: int) -> None:
    """Draw it, with a chart of so many pixels."""
    # Plain gradient descent, computed here: the home screen waits for no worker.
    fit = DyingStudy(standardised=True, units=6, optimizer="sgd", batch=0).fit
    data = fit.load()
    weights = descent(fit, data, seed=9, steps=60)
    life = lives(fit, data, weights, np.arange(len(weights)))
    layout.draw(
        unit_map.small_map(life, height, moving=False),
        alt=_("Lines of life of a network’s units: some go on, others end in a cross."),
    )
