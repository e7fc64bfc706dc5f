"""The small picture of the screen on the home page, computed like the large one."""

from __future__ import annotations

import streamlit as st

from core.images import Treatment
from core.studies.image_through_activation.study import ImageStudy
from ui import cached
from ui.i18n.language import _


def draw(height: int) -> None:
    """Draw it, with a chart of so many pixels."""
    study = ImageStudy()
    treatment = Treatment(study.mode, study.centre, study.gain, study.activation)
    shown = cached.treated_sample(study.sample, treatment)
    st.image(
        shown.activated.pixels,
        width="stretch",
        alt=_("A photograph after ReLU: the darker half has become one grey."),
    )
