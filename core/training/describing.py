"""What Keras says about a network; runs in a worker process."""

from __future__ import annotations

from collections.abc import Callable

from core.experiments import NetworkExperiment
from core.models import summary


def summary_job(report: Callable[[int, int], None], experiment: NetworkExperiment) -> str:
    """The text of `model.summary()`.

    Args:
        report: Not needed: there is one step.
        experiment: Which network.

    Returns:
        As Keras prints it.
    """
    return summary(experiment)
