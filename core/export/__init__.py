"""An experiment to take home: as a Keras script, a notebook, a table, a model file."""

from core.export.documents import notebook, script
from core.export.history import history_csv
from core.export.race_examples import RaceEntry
from core.export.texts import LANGUAGES

SAVE_JOB = "core.export.saving:save_job"
"""Makes the `.keras` file in a worker, see `core.workers.submit_job`; it imports TensorFlow."""

SAVE_VARIANT_JOB = "core.export.saving:save_variant_job"
"""The same for a variant of a race."""

__all__ = [
    "LANGUAGES",
    "SAVE_JOB",
    "SAVE_VARIANT_JOB",
    "RaceEntry",
    "history_csv",
    "notebook",
    "script",
]
