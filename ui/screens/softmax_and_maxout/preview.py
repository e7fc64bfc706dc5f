"""The small picture of the screen on the home page, computed like the large one."""

from __future__ import annotations

from core.studies.softmax_and_maxout.study import VectorStudy
from ui import layout
from ui.i18n.language import _
from ui.screens.softmax_and_maxout.charts import envelopes


def draw(height: int) -> None:
    """Draw it, with a chart of so many pixels."""
    study = VectorStudy()
    layout.draw(
        envelopes.upper_envelope(study.slopes, study.intercepts, height),
        alt=_("Three lines and their upper envelope."),
    )
