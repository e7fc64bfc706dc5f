"""What does each activation function do to a number, and to a gradient?"""

from core.studies.function_gallery.study import GalleryStudy
from ui.i18n.language import N_
from ui.screen import SECTIONS, Screen

SCREEN = Screen(
    "function_gallery",
    SECTIONS[0],
    ":material/show_chart:",
    N_("Function gallery"),
    N_("What does each activation function do to a number, and to a gradient?"),
    GalleryStudy,
)
