"""What does an activation function keep of a picture, and what does it throw away?"""

import streamlit as st

from ui import layout, page
from ui.i18n import lessons
from ui.i18n.language import _
from ui.screens.image_through_activation import SCREEN, controls, views

screen = page.open_screen(SCREEN)


@layout.part
def picture_through_functions() -> None:
    show, ask = layout.stage()
    with ask:
        chosen = controls.picture()
        study = controls.treatment(chosen)
    with show:
        views.stages(chosen, study)
        views.download(chosen, study)

    st.header(_("The same picture through many functions"), anchor=False)
    study = controls.everything()
    views.comparison(chosen, study)

    lessons.explain(screen, controls.code(study))
    views.question(chosen, study)


picture_through_functions()
page.close_screen(screen)
