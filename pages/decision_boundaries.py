"""What can a network tell apart, and how does it learn to?"""

import streamlit as st

from ui import (
    address,
    boundary_hands,
    boundary_neuron,
    boundary_points,
    boundary_studies,
    boundary_views,
    layout,
)
from ui.controls import decision_boundaries as controls
from ui.i18n import lessons
from ui.i18n.language import _
from ui.training import downloads, restart

screen = layout.open_screen("decision_boundaries")


@layout.part
def laboratory() -> None:
    top = st.container(horizontal=True, vertical_alignment="bottom")
    show, ask = layout.stage()
    with ask:
        experiment = controls.experiment()
    with top:
        controls.ladder()
        restart.buttons(screen.key)
    with show:
        run = boundary_views.training(experiment)
        if run:
            boundary_views.details(run)
    further()
    explanation()


@layout.part
def further() -> None:
    names = [
        _("How often?"),
        _("Side by side"),
        _("Weights by hand"),
        _("Own points"),
        _("One neuron"),
        _("Take it home"),
    ]
    often, beside, hand, points, neuron, home = st.tabs(
        names,
        on_change="rerun",
        # Who opens a link with pinned runs sees them.
        default=names[1] if address.pinned(screen.key) else None,
        key=f"{screen.key} further",
    )
    experiment = controls.kept()
    run = boundary_views.finished(experiment)
    with often:
        if often.open:
            boundary_studies.how_often(experiment)
    with points:
        if points.open:
            boundary_points.points(experiment)
    if run is None:
        return
    with beside:
        if beside.open:
            boundary_studies.side_by_side(experiment, run)
    with hand:
        if hand.open:
            boundary_hands.weights(experiment, run)
    with neuron:
        if neuron.open:
            boundary_neuron.neuron(experiment, run)
    with home:
        if home.open:
            downloads.take_home(screen.key, experiment, run)


@layout.part
def explanation() -> None:
    experiment = controls.kept()
    lessons.explain(screen.key, downloads.code(experiment))
    boundary_studies.how_often_question(experiment)


laboratory()
layout.close_screen(screen)
