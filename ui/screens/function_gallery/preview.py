"""The small picture of the screen on the home page, computed like the large one."""

from __future__ import annotations

from core.activations import ELEMENTWISE
from ui import layout
from ui.i18n.function_names import function_name
from ui.i18n.language import _
from ui.screens.function_gallery.charts import curves


def draw(height: int) -> None:
    """Draw it, with a chart of so many pixels."""
    chosen = [
        curves.Curve(ELEMENTWISE[key], ELEMENTWISE[key].defaults, function_name(key))
        for key in ("tanh", "relu", "gelu")
    ]
    picture = curves.functions(chosen, (-3.0, 3.0), guides=False, height=height)
    layout.draw(picture, alt=_("Three functions above their derivatives."))
