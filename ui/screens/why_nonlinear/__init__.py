"""Why is a deep network without non-linearity only one straight line?"""

from core.studies.why_nonlinear.study import LinearityStudy
from ui.i18n.language import N_
from ui.screen import SECTIONS, Screen

SCREEN = Screen(
    "why_nonlinear",
    SECTIONS[0],
    ":material/polyline:",
    N_("Why non-linear?"),
    N_("Why is a deep network without non-linearity only one straight line?"),
    LinearityStudy,
)
