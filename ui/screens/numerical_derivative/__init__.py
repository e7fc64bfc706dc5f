"""How small should a step be to measure a slope?"""

from core.studies.numerical_derivative.study import DerivativeStudy
from ui.i18n.language import N_
from ui.screen import SECTIONS, Screen

SCREEN = Screen(
    "numerical_derivative",
    SECTIONS[0],
    ":material/architecture:",
    N_("Numerical derivative"),
    N_("How small should a step be to measure a slope?"),
    DerivativeStudy,
)
