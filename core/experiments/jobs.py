"""The jobs that train, by name; see `core.workers.submit_job`."""

from __future__ import annotations

TRAIN = "core.training.jobs:train_job"
"""From an experiment to a `Run`."""

TRAIN_MANY = "core.training.jobs:train_many_job"
"""From an experiment and a number of seeds to `Many`."""

SUMMARY = "core.training.jobs:summary_job"
"""From an experiment to the text of `model.summary()`."""

RACE = "core.training.race.jobs:race_job"
"""From a `Race` (and, for own data, `table=`) to a `RaceRun`. `handle.partial()` is a `RaceRun`
too, whose lanes have no `findings` yet, or a `Download`."""

RACE_LUCK = "core.training.race.jobs:race_luck_job"
"""From a `Race` and `seeds=` (a number; the seeds 0 to seeds - 1) to a `RaceLuck`."""
