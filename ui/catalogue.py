"""All screens, in the order of the menu: a new one adds its line here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ui.screen import Screen
from ui.screens.curve_fitting import SCREEN as curve_fitting
from ui.screens.decision_boundaries import SCREEN as decision_boundaries
from ui.screens.dying_relu import SCREEN as dying_relu
from ui.screens.function_gallery import SCREEN as function_gallery
from ui.screens.image_through_activation import SCREEN as image_through_activation
from ui.screens.numerical_derivative import SCREEN as numerical_derivative
from ui.screens.regularization import SCREEN as regularization
from ui.screens.softmax_and_maxout import SCREEN as softmax_and_maxout
from ui.screens.why_nonlinear import SCREEN as why_nonlinear

_ALL = (
    function_gallery,
    image_through_activation,
    numerical_derivative,
    why_nonlinear,
    softmax_and_maxout,
    decision_boundaries,
    curve_fitting,
    dying_relu,
    regularization,
)

SCREENS: Mapping[str, Screen] = MappingProxyType({screen.key: screen for screen in _ALL})
"""Every screen by key, in the order of the path."""


def following(key: str) -> Screen | None:
    """The screen that comes after `key` on the path, or None at its end."""
    order = list(SCREENS)
    place = order.index(key) + 1
    return SCREENS[order[place]] if place < len(order) else None
