"""Races of a few epochs, run as a worker runs them."""

from __future__ import annotations

import dataclasses

import numpy as np

from core.experiments.race import Race
from core.experiments.variant import Variant
from core.training.race.jobs import race_job
from core.workers.pauses import without_pause

SMALL = Race(epochs=5, variants=(Variant(), Variant(dropout=(0.5,))))
EVERY_KIND = {
    "digits": SMALL,
    "moons": dataclasses.replace(SMALL, data="moons"),
    "breast cancer": dataclasses.replace(SMALL, data="breast_cancer", train_share=0.3),
}


def silent(_done, _of):
    pass


def run_of(race, table=None):
    return without_pause(race_job(silent, race, table))


def same(one, other):
    np.testing.assert_array_equal(one.history.loss, other.history.loss)
    np.testing.assert_array_equal(one.history.validation_loss, other.history.validation_loss)
    np.testing.assert_array_equal(one.findings.confidence, other.findings.confidence)
