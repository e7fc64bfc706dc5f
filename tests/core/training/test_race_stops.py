"""Races that are told to end: what they keep, wherever they are."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.experiments.variant import Variant
from core.training.race.jobs import race_job, race_luck_job
from core.workers.cancelled import Cancelled
from core.workers.pauses import without_pause
from tests.core.training.small_races import EVERY_KIND, SMALL, run_of, same


def test_a_stopped_race_keeps_what_has_run():
    def report(done, of):
        if done == 5:
            raise Cancelled

    run = without_pause(race_job(report, SMALL))
    assert run.why == "cancelled"
    assert [lane.why for lane in run.lanes] == ["cancelled"] * 2
    assert sum(len(lane.history) for lane in run.lanes) == 5
    whole = run_of(SMALL)
    for lane, other in zip(run.lanes, whole.lanes, strict=True):
        epochs = len(lane.history)
        np.testing.assert_array_equal(lane.history.loss, other.history.loss[:epochs])
        assert lane.findings.test.loss > 0


def test_of_a_variant_stopped_before_its_first_epoch_the_start_is_seen():
    def report(done, of):
        if done == 1:
            raise Cancelled

    race = dataclasses.replace(SMALL, data="moons", train_share=0.3)
    first, second = without_pause(race_job(report, race)).lanes
    assert (len(first.history), len(second.history)) == (1, 0)
    assert second.frames.tolist() == [0]
    np.testing.assert_array_equal(second.planes[0], first.planes[0])


def test_a_race_stopped_before_its_first_epoch_leaves_nothing():
    def report(_done, _of):
        raise Cancelled

    with pytest.raises(Cancelled):
        without_pause(race_job(report, dataclasses.replace(SMALL, batch=1)))


def test_a_race_stopped_in_mid_epoch_is_left_with_the_weights_of_a_whole_one():
    calls = 0

    def report(done, of):
        nonlocal calls
        calls += done >= 3
        if calls == 2:
            raise Cancelled

    # So many steps that an epoch takes several calls.
    race = dataclasses.replace(
        SMALL,
        data="moons",
        size=2000,
        train_share=0.7,
        test_share=0.05,
        batch=1,
        epochs=5,
        variants=(Variant(),),
    )
    stopped = without_pause(race_job(report, race)).lanes[0]
    assert len(stopped.history) == 3
    whole = run_of(dataclasses.replace(race, epochs=3)).lanes[0]
    assert stopped.norm == whole.norm
    assert stopped.findings.last == whole.findings.last


@pytest.mark.parametrize("pause", [1, 3, 8])
def test_a_race_stopped_while_it_is_judged_keeps_all_but_the_importance_of_columns(pause):
    race = dataclasses.replace(EVERY_KIND["breast cancer"], epochs=2)
    whole, calls = run_of(race), 0

    def report(done, of):
        nonlocal calls
        calls += done == of
        if calls == 1 + pause:
            raise Cancelled("limit")

    run = without_pause(race_job(report, race))
    assert run.why == "limit"
    for lane, other in zip(run.lanes, whole.lanes, strict=True):
        same(lane, other)
        assert lane.findings.test == other.findings.test
        assert lane.findings.importance is None


def test_luck_stopped_while_a_seed_is_judged_keeps_the_seeds_before():
    calls = 0

    def report(done, of):
        nonlocal calls
        calls += done == of
        if calls == 3:  # after the last epoch, and while it is judged
            raise Cancelled

    luck = without_pause(race_luck_job(report, SMALL, seeds=2))
    assert luck.why == "cancelled"
    assert luck.seeds.tolist() == [0]
    assert luck.loss.shape == (1, 2)
