"""The small picture of the screen on the home page, computed like the large one."""

from __future__ import annotations

import numpy as np

from core.activations import ELEMENTWISE
from core.studies.numerical_derivative.derivatives import numerical_derivative
from core.studies.numerical_derivative.study import DerivativeStudy
from ui import layout
from ui.i18n.language import _
from ui.screens.numerical_derivative.charts import derivative


def draw(height: int) -> None:
    """Draw it, with a chart of so many pixels."""
    study = DerivativeStudy()
    f = ELEMENTWISE[study.activation]
    x = np.linspace(*study.interval, 1001)
    numerical = numerical_derivative(f, x, study.h, study.scheme)
    layout.draw(
        derivative.over_a_range(x, numerical, f.derivative(x), height),
        alt=_("A derivative of sigmoid with a step that is too small: noise."),
    )
