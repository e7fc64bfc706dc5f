"""Names that a visitor reads for the keys of curves and of what is trained on them."""

from __future__ import annotations

from core.datasets import CURVES, OWN_CURVE
from core.networks.options import CONSTANT
from ui.i18n.language import N_, _
from ui.training import names

_FIELDS = {
    "interval": N_("Range of x"),
    "noise": N_("Noise"),
    "standardised": N_("Standardise x and y"),
    "bias": N_("Bias at the start"),
}

# Names of `CURVES` that another language writes differently.
_TRANSLATED = (N_("Step"), N_("Sawtooth"), N_("Sum of sines"))


def curve_name(key: str) -> str:
    """Display name of a curve, or of the visitor's own points."""
    return _("Your own points") if key == OWN_CURVE else _(CURVES[key].name)


def field_name(key: str) -> str:
    """What a setting of a curve's fit is called."""
    return _(_FIELDS[key]) if key in _FIELDS else names.field_name(key)


def initializer_name(key: str) -> str:
    """Display name of a start of weights or biases."""
    return _("One number for all") if key == CONSTANT else names.initializer_name(key)
