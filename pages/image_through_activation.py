"""What does an activation function keep of a picture, and what does it throw away?"""

import streamlit as st

from ui import layout, pictures
from ui.controls import image_through_activation as controls
from ui.i18n import lessons
from ui.i18n.language import _

screen = layout.open_screen("image_through_activation")


@layout.part
def picture_through_functions() -> None:
    show, ask = layout.stage()
    with ask:
        chosen = controls.picture()
        study = controls.treatment(chosen)
    with show:
        pictures.stages(chosen, study)
        pictures.download(chosen, study)

    st.header(_("The same picture through many functions"), anchor=False)
    study = controls.everything()
    pictures.comparison(chosen, study)

    lessons.explain(screen.key, controls.code(study))
    pictures.question(chosen, study)


picture_through_functions()
layout.close_screen(screen)
