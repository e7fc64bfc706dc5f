"""What changes when a function looks at a whole vector at once?"""

import streamlit as st

from ui import layout, page
from ui.i18n import lessons
from ui.i18n.language import _
from ui.screens.softmax_and_maxout import SCREEN, controls, views

screen = page.open_screen(SCREEN)


@layout.part
def probabilities() -> None:
    show, ask = layout.stage("probabilities")
    with ask:
        study = controls.probabilities()
    with show:
        views.probabilities(study)

    st.header(_("How each output depends on each input"), anchor=False)
    show, ask = layout.stage("jacobian")
    with ask:
        study = controls.jacobian()
    with show:
        views.jacobian(study)
    with explanation.container():
        lessons.explain(screen, controls.code(study))
    with prediction.container():
        views.zeros_question(study)


@layout.part
def softmax_is_no_curve() -> None:
    st.header(_("Softmax is no curve over x"), anchor=False)
    show, ask = layout.stage("curve")
    with ask:
        study = controls.second_vector()
    with show:
        views.softmax_over_entries(study)


@layout.part
def maxout() -> None:
    st.header(_("Maxout: the upper envelope of lines"), anchor=False)
    show, ask = layout.stage("maxout")
    with ask:
        study = controls.lines()
    with show:
        views.maxout(study)
    with explanation.container():
        lessons.explain(screen, controls.code(study))


# The explanation follows the settings of two parts, but is read at the end.
first, further = st.container(), st.container()
explanation, prediction = st.empty(), st.empty()
with first:
    probabilities()
with further:
    softmax_is_no_curve()
    maxout()
page.close_screen(screen)
