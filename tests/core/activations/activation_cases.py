"""Every element-wise function with its default parameters, and with others over their bounds."""

from __future__ import annotations

from core.activations import ELEMENTWISE, Activation


def settings_of(f: Activation) -> list[dict[str, float]]:
    """The defaults, and each parameter at its bounds and between.

    Args:
        f: The function.

    Returns:
        Parameters by key, without doubles.
    """
    found = [f.defaults]
    for p in f.parameters:
        between = [value for value in (0.0, 0.3, 1.0, 1.7) if p.minimum < value < p.maximum]
        for value in (p.minimum, *between, p.maximum):
            settings = f.settings(**{p.key: value})
            if settings not in found:
                found.append(settings)
    return found


CASES = [(f, settings) for f in ELEMENTWISE.values() for settings in settings_of(f)]


def case_name(part: object) -> str:
    """How pytest shows one half of a case.

    Args:
        part: A function or its parameters.

    Returns:
        The key, or the parameters as name=value.
    """
    if isinstance(part, Activation):
        return part.key
    return ",".join(f"{key}={value:g}" for key, value in part.items()) or "plain"
