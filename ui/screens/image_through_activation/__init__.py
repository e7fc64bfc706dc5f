"""What does an activation function keep of a picture, and what does it throw away?"""

from core.studies.image_through_activation.study import ImageStudy
from ui.i18n.language import N_
from ui.screen import SECTIONS, Screen

SCREEN = Screen(
    "image_through_activation",
    SECTIONS[0],
    ":material/image:",
    N_("Image through an activation"),
    N_("What does an activation function keep of a picture, and what does it throw away?"),
    ImageStudy,
)
