"""What does an activation function keep of a picture, and what does it throw away?"""

import streamlit as st

from ui import frame, lessons, pictures
from ui.controls import image_through_activation as controls
from ui.language import _

screen = frame.open_screen("image_through_activation")


@frame.part
def picture_through_functions() -> None:
    show, ask = frame.stage()
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
frame.close_screen(screen)
