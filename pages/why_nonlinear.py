"""Why is a deep network without non-linearity only one straight line?"""

import streamlit as st

from ui import layout, page
from ui.i18n import lessons
from ui.i18n.language import _
from ui.screens.why_nonlinear import SCREEN, controls, views

screen = page.open_screen(SCREEN)


@layout.part
def stack_of_layers() -> None:
    show, ask = layout.stage("stack")
    with ask:
        study = controls.stack()
    with show:
        views.stack(study)
    with explanation:
        lessons.explain(screen, controls.code(study))
        views.fold_question(study)


@layout.part
def linear_or_not() -> None:
    st.header(_("What linear means, tested"), anchor=False)
    show, ask = layout.stage("linear")
    with ask:
        study = controls.function()
    with show:
        views.linear_or_not(study)


@layout.part
def where_it_began() -> None:
    st.header(_("Where it began: a neuron and its threshold"), anchor=False)
    st.markdown(
        _(
            "McCulloch and Pitts (1943) let a neuron sum its inputs and fire at a threshold; "
            "Rosenblatt (1958) let it learn its weights. The step is the first non-linearity."
        )
    )
    show, ask = layout.stage("neuron")
    with ask:
        study = controls.neuron()
    with show:
        views.neuron(study)


# The explanation follows the stack's settings, but is read at the end.
first, further, explanation = st.container(), st.container(), st.container()
with first:
    stack_of_layers()
with further:
    linear_or_not()
    where_it_began()
page.close_screen(screen)
