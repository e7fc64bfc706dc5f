"""Can straight pieces make a curve, and better side by side or one after another?"""

import streamlit as st

from ui import layout, page
from ui.i18n import lessons
from ui.i18n.language import _
from ui.screens.curve_fitting import SCREEN, controls, many_starts, own_points, unit_by_unit, views
from ui.training import downloads, restart

screen = page.open_screen(SCREEN)


@layout.part
def laboratory() -> None:
    top = st.container(horizontal=True, vertical_alignment="bottom")
    show, ask = layout.stage()
    with ask:
        study = controls.study()
    with top:
        controls.presets()
        restart.buttons(screen)
    with show:
        runs = views.training(study)
        if runs:
            views.details(study, runs)
    further()
    explanation()


@layout.part
def further() -> None:
    study = controls.kept()
    hinges, luck, budget, points, home = st.tabs(
        [
            _("Hinge by hinge"),
            _("Is it luck?"),
            _("Shape against budget"),
            _("Own points"),
            _("Take it home"),
        ],
        on_change="rerun",
        key=f"{screen} further",
    )
    runs = views.finished(study)
    with hinges:
        if hinges.open and runs:
            unit_by_unit.one_by_one(study, runs)
    with luck:
        if luck.open:
            many_starts.is_it_luck(study)
    with budget:
        if budget.open:
            many_starts.shape_against_budget(study)
    with points:
        if points.open:
            own_points.points(study)
    with home:
        if home.open and runs:
            key = views.which()
            downloads.take_home(screen, getattr(study, key), runs[key], key)


@layout.part
def explanation() -> None:
    study = controls.kept()
    codes = {
        _("Parallel in Keras"): downloads.code(study.parallel),
        _("Serial in Keras"): downloads.code(study.serial),
    }
    lessons.explain(screen, codes)
    many_starts.luck_question(study)


laboratory()
page.close_screen(screen)
