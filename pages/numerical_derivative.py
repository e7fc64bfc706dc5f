"""How small should a step be to measure a slope?"""

import streamlit as st

from ui import layout, page
from ui.i18n import lessons
from ui.i18n.language import _
from ui.screens.numerical_derivative import SCREEN, controls, views

screen = page.open_screen(SCREEN)


@layout.part
def difference_quotient() -> None:
    show, ask = layout.stage()
    with ask:
        study = controls.difference_quotient()
    with show:
        views.both_derivatives(study)
    st.header(_("The error of every step"), anchor=False)
    views.error_against_h(study)
    lessons.explain(screen, controls.code(study))
    views.question(study)


difference_quotient()
page.close_screen(screen)
