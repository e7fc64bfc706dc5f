"""What changes when a function looks at a whole vector at once?"""

from core.studies.softmax_and_maxout.study import VectorStudy
from ui.i18n.language import N_
from ui.screen import SECTIONS, Screen

SCREEN = Screen(
    "softmax_and_maxout",
    SECTIONS[0],
    ":material/bar_chart:",
    N_("Softmax and maxout"),
    N_("What changes when a function looks at a whole vector at once?"),
    VectorStudy,
)
