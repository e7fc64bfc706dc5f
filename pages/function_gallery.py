"""What does each activation function do to a number, and to a gradient?"""

import streamlit as st

from core.activations import ELEMENTWISE
from core.studies.function_gallery.cost import relative_cost
from ui import layout, page
from ui.i18n import lessons
from ui.i18n.language import _
from ui.screens.function_gallery import SCREEN, properties_table, views
from ui.screens.function_gallery import controls as gallery

screen = page.open_screen(SCREEN)


@layout.part
def functions() -> None:
    show, ask = layout.stage("functions")
    with ask:
        study = gallery.comparison()
    with show:
        views.comparison(study)

    st.header(_("One function, six views"), anchor=False)
    show, ask = layout.stage("samples")
    with ask:
        study = gallery.samples()
    with show:
        views.six_views(study)
    with explanation:
        lessons.explain(screen, gallery.code(study))
        views.gradient_question(study)


@layout.part
def tanh_is_a_sigmoid() -> None:
    st.header(_("Tanh is a stretched, shifted sigmoid"), anchor=False)
    show, ask = layout.stage("tanh")
    with ask:
        study = gallery.sigmoid_shape()
    with show:
        views.tanh_from_sigmoid(study)


@layout.part
def all_functions() -> None:
    st.header(_("All functions by property"), anchor=False)
    if st.button(_("Measure the cost here and now"), icon=":material/timer:"):
        progress = st.progress(0.0, _("Each function on a million float32 numbers"))
        st.session_state["measured costs"] = relative_cost(
            tuple(ELEMENTWISE), on_progress=progress.progress
        )
        progress.empty()
    properties_table.show_functions(st.session_state.get("measured costs"))


# The explanation follows the first part's settings, but is read at the end.
first, further, explanation = st.container(), st.container(), st.container()
with first:
    functions()
with further:
    tanh_is_a_sigmoid()
    all_functions()
page.close_screen(screen)
