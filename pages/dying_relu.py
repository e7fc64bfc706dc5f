"""When does a unit stop learning?"""

import streamlit as st

from ui import layout, page
from ui.i18n import lessons
from ui.i18n.language import _
from ui.screens.dying_relu import SCREEN, controls, learning_rates, remedies, revival, views
from ui.training import downloads, restart

screen = page.open_screen(SCREEN)


@layout.part
def laboratory() -> None:
    top = st.container()
    show, ask = layout.stage()
    with ask:
        study = controls.study()
    with top:
        restart.buttons(screen)
    with show:
        views.training(study)
    further()
    explanation()


@layout.part
def further() -> None:
    rates, others, back, home = st.tabs(
        [_("The learning rate"), _("Remedies"), _("Bring units back"), _("Take it home")],
        on_change="rerun",
        key=f"{screen} further",
    )
    study = controls.kept()
    run = views.finished(study)
    with rates:
        if rates.open:
            learning_rates.rates(study)
    if run is None:
        return
    with others:
        if others.open:
            remedies.remedies(study)
    with back:
        if back.open:
            revival.bring_back(study, run)
    with home:
        if home.open:
            downloads.take_home(screen, study.fit, run)


@layout.part
def explanation() -> None:
    study = controls.kept()
    lessons.explain(screen, downloads.code(study.fit))
    learning_rates.rates_question(study)


laboratory()
page.close_screen(screen)
