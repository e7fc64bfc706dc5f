"""The small picture of the screen on the home page, computed like the large one."""

from __future__ import annotations

import numpy as np

from core.experiments import Experiment
from ui import layout
from ui.charts import decision_plane
from ui.i18n.language import _
from ui.screens.decision_boundaries import views, weights_by_hand
from ui.screens.decision_boundaries.weights_by_hand import XOR_BY_HAND
from ui.widgets import scrubber


def draw(height: int) -> None:
    """Draw it, with a chart of so many pixels."""
    # Weights set by hand need no training: the home screen waits for no worker.
    experiment = Experiment(**XOR_BY_HAND)
    run = weights_by_hand.by_hand(experiment, np.array(experiment.weights))
    dataset = views.dataset(experiment)
    scrubber.hide_inputs()
    layout.draw(
        decision_plane.boundary(run, dataset, experiment.threshold, height, layout.dark()),
        alt=_("The plane between two lines, which is how a network tells XOR apart."),
    )
