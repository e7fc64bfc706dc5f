"""The screens: their order, section, title and question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.experiments import Experiment
from core.experiments.race import Race
from core.settings import Settings
from core.studies.curve_fitting.study import CurveStudy
from core.studies.dying_relu.study import DyingStudy
from core.studies.function_gallery.study import GalleryStudy
from core.studies.image_through_activation.study import ImageStudy
from core.studies.numerical_derivative.study import DerivativeStudy
from core.studies.softmax_and_maxout.study import VectorStudy
from core.studies.why_nonlinear.study import LinearityStudy
from ui.i18n.language import N_

SECTIONS = (N_("Functions"), N_("Networks"), N_("Training"))
"""Headings of the menu, in order; one without a screen is not shown."""


@dataclass(frozen=True)
class Screen:
    """One page: one question.

    Attributes:
        key: Name of its file in `pages`, of its lessons, and of its address.
        section: Heading of the menu that it stands under.
        icon: Material symbol.
        title: English title, translated when shown.
        question: The question that the screen answers, in one English sentence.
        settings: What its controls return.
        pins: How many other settings can be kept beside those shown.
    """

    key: str
    section: str
    icon: str
    title: str
    question: str
    settings: type[Settings]
    pins: int = 0

    @property
    def path(self) -> str:
        """The file of its page, as Streamlit names it."""
        return f"pages/{self.key}.py"


HOME_PATH = "streamlit_app.py"

_ALL = (
    Screen(
        "function_gallery",
        SECTIONS[0],
        ":material/show_chart:",
        N_("Function gallery"),
        N_("What does each activation function do to a number, and to a gradient?"),
        GalleryStudy,
    ),
    Screen(
        "image_through_activation",
        SECTIONS[0],
        ":material/image:",
        N_("Image through an activation"),
        N_("What does an activation function keep of a picture, and what does it throw away?"),
        ImageStudy,
    ),
    Screen(
        "numerical_derivative",
        SECTIONS[0],
        ":material/architecture:",
        N_("Numerical derivative"),
        N_("How small should a step be to measure a slope?"),
        DerivativeStudy,
    ),
    Screen(
        "why_nonlinear",
        SECTIONS[0],
        ":material/polyline:",
        N_("Why non-linear?"),
        N_("Why is a deep network without non-linearity only one straight line?"),
        LinearityStudy,
    ),
    Screen(
        "softmax_and_maxout",
        SECTIONS[0],
        ":material/bar_chart:",
        N_("Softmax and maxout"),
        N_("What changes when a function looks at a whole vector at once?"),
        VectorStudy,
    ),
    Screen(
        "decision_boundaries",
        SECTIONS[1],
        ":material/hub:",
        N_("Decision boundaries"),
        N_("What can a network tell apart, and how does it learn to?"),
        Experiment,
        pins=3,
    ),
    Screen(
        "curve_fitting",
        SECTIONS[1],
        ":material/ssid_chart:",
        N_("Curve fitting"),
        N_(
            "Can straight pieces make a curve, and is it better to put them side by side or one "
            "after another?"
        ),
        CurveStudy,
    ),
    Screen(
        "dying_relu",
        SECTIONS[2],
        ":material/heart_broken:",
        N_("Dying ReLU"),
        N_("When does a unit stop learning?"),
        DyingStudy,
    ),
    Screen(
        "regularization",
        SECTIONS[2],
        ":material/speed:",
        N_("Watch it overfit, and stop it"),
        N_("Which brake works, and what does it do to the weights?"),
        Race,
    ),
)

SCREENS: Mapping[str, Screen] = MappingProxyType({screen.key: screen for screen in _ALL})
"""Every screen by key, in the order of the path."""


def following(key: str) -> Screen | None:
    """The screen that comes after `key` on the path, or None at its end."""
    order = list(SCREENS)
    place = order.index(key) + 1
    return SCREENS[order[place]] if place < len(order) else None
