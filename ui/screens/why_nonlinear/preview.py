"""The small picture of the screen on the home page, computed like the large one."""

from __future__ import annotations

from core.studies.why_nonlinear.affine_stack import pieces
from core.studies.why_nonlinear.study import LinearityStudy
from ui import layout
from ui.i18n.language import _
from ui.screens.why_nonlinear.charts import folds
from ui.screens.why_nonlinear.controls import INTERVAL
from ui.screens.why_nonlinear.views import product_of_layers


def draw(height: int) -> None:
    """Draw it, with a chart of so many pixels."""
    stack = LinearityStudy().stack()
    found = pieces(stack, *INTERVAL)
    layout.draw(
        folds.folds(stack, INTERVAL, found, product_of_layers(stack), height),
        alt=_("A folded line with {count} pieces, and a straight one.", count=found.count),
    )
