"""The jobs that train, by name; see `core.workers.submit_job`."""

from __future__ import annotations

TRAIN = "core.training.jobs:train_job"
"""From an experiment to a `Run`."""

TRAIN_MANY = "core.training.jobs:train_many_job"
"""From an experiment and a number of seeds to `Many`."""

SUMMARY = "core.training.jobs:summary_job"
"""From an experiment to the text of `model.summary()`."""

RACE = "core.training.race.jobs:race_job"
"""From a `Race`, and a table of the visitor's own, to a `RaceRun`."""

RACE_LUCK = "core.training.race.jobs:race_luck_job"
"""Likewise, and from a number of seeds, to a `RaceLuck`."""
