"""Names that a visitor reads for the keys of the registry."""

from __future__ import annotations

from core.activations import ACTIVATIONS
from core.images.patterns import PATTERNS
from core.settings.functions import AFFINE
from ui.i18n.language import N_, _


def function_name(key: str) -> str:
    """Display name of a function; a name without translation stays as the registry has it."""
    if key == AFFINE:
        return "wx + b"
    return _(ACTIVATIONS[key].name)


def sample_name(key: str) -> str:
    """Display name of a sample picture."""
    if key in PATTERNS:
        return _(PATTERNS[key][0])
    return {
        "china": _("Photograph: a palace in China"),
        "flower": _("Photograph: a flower"),
    }[key]


def subscripted(letter: str, place: int) -> str:
    """A letter with a number below it, for a place counted from 0: x₁ is the first."""
    return letter + "₀₁₂₃₄₅₆₇₈₉"[place + 1]


# Names of the registry and of the patterns that another language writes differently. An
# entry without one here is shown as it is: most are written alike everywhere.
_TRANSLATED = (
    N_("Binary step"),
    N_("Linear"),
    N_("Sigmoid"),
    N_("Tanh"),
    N_("GELU (tanh form)"),
    N_("Softplus"),
    N_("Softsign"),
    N_("Hard sigmoid"),
    N_("Log-sigmoid"),
    N_("Softmax"),
    N_("Log-softmax"),
    N_("Sparsemax"),
    N_("Maxout"),
)
