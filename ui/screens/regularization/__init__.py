"""Which brake works, and what does it do to the weights?"""

from core.experiments.race import Race
from ui.i18n.language import N_
from ui.screen import SECTIONS, Screen

SCREEN = Screen(
    "regularization",
    SECTIONS[2],
    ":material/speed:",
    N_("Watch it overfit, and stop it"),
    N_("Which brake works, and what does it do to the weights?"),
    Race,
)
