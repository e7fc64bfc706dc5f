"""Can straight pieces make a curve, and is it better to put them side by side or one after
another?"""

from core.studies.curve_fitting.study import CurveStudy
from ui.i18n.language import N_
from ui.screen import SECTIONS, Screen

SCREEN = Screen(
    "curve_fitting",
    SECTIONS[1],
    ":material/ssid_chart:",
    N_("Curve fitting"),
    N_(
        "Can straight pieces make a curve, and is it better to put them side by side or one "
        "after another?"
    ),
    CurveStudy,
)
