"""What can a network tell apart, and how does it learn to?"""

from core.experiments import Experiment
from ui.i18n.language import N_
from ui.screen import SECTIONS, Screen

SCREEN = Screen(
    "decision_boundaries",
    SECTIONS[1],
    ":material/hub:",
    N_("Decision boundaries"),
    N_("What can a network tell apart, and how does it learn to?"),
    Experiment,
    pins=3,
)
