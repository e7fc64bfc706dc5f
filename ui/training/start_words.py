"""What is said of first weights, and what to try where they are to blame."""

from __future__ import annotations

from core.experiments import NetworkExperiment
from ui.i18n.language import _


def alike(count: int, experiment: NetworkExperiment) -> str:
    """That units which start alike stay alike, and what to do about it.

    Args:
        count: As `core.analysis.symmetry.alike_units` gives it.
        experiment: Whose start has no chance in it.
    """
    text = _(
        "**Units that are alike: {count} of {of}.** All units of such a layer start with the same "
        "weights, so they get the same gradient and stay alike for ever: together they do no more "
        "than one unit would.",
        count=count,
        of=sum(experiment.hidden),
    )
    return f"{text} {another_seed(experiment)} {at_random()}"


def another_seed(experiment: NetworkExperiment) -> str:
    """What another seed changes where it draws no other weights."""
    if experiment.steps > 1:
        return _(
            "Another seed changes the order of the examples, but not this: there is no chance in "
            "the start."
        )
    return _("Another seed changes nothing: there is no chance in the start.")


def at_random() -> str:
    """The advice where another seed draws no other weights."""
    return _("Draw the first weights at random, as Glorot's and He's initializers do.")


def another_start(experiment: NetworkExperiment) -> str:
    """The advice to begin from other weights, as can be had by the settings of an experiment."""
    return _("Try a new start.") if experiment.random_start else at_random()
