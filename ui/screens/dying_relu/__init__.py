"""When does a unit stop learning?"""

from core.studies.dying_relu.study import DyingStudy
from ui.i18n.language import N_
from ui.screen import SECTIONS, Screen

SCREEN = Screen(
    "dying_relu",
    SECTIONS[2],
    ":material/heart_broken:",
    N_("Dying ReLU"),
    N_("When does a unit stop learning?"),
    DyingStudy,
)
