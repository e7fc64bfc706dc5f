"""Many trainings that are compared, against single ones and against SciPy."""

from __future__ import annotations

import dataclasses
import os

import numpy as np
import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
pytest.importorskip("tensorflow")

from scipy import stats

from core.analysis.outcomes import outcomes
from core.experiments.results import Figures
from core.networks.slopes import dead
from core.studies.curve_fitting.comparisons import BUDGET_JOB, LUCK_JOB, Luck
from core.studies.curve_fitting.jobs import budget_job, luck_job
from core.studies.curve_fitting.study import CurveStudy
from core.studies.dying_relu.jobs import rates_job
from core.studies.dying_relu.rates import RATES_JOB
from core.studies.dying_relu.study import RATES, DyingStudy
from core.training import train
from core.training.program_cache import Programs
from core.workers.cancelled import Cancelled
from core.workers.inside import named
from core.workers.pauses import without_pause

STUDY = CurveStudy(size=101, epochs=12, held_out=0.1, learning_rate=0.02)
DYING = DyingStudy(size=101, epochs=6, units=4)


def quiet(done: int, total: int) -> None:
    """Reports to nobody."""


@pytest.fixture(scope="module")
def luck() -> Luck:
    return without_pause(luck_job(quiet, STUDY, seeds=60))


def test_workers_find_the_jobs():
    jobs = (LUCK_JOB, BUDGET_JOB, RATES_JOB)
    assert [named(job) for job in jobs] == [luck_job, budget_job, rates_job]


@pytest.mark.parametrize("name", ["parallel", "serial"])
def test_each_seed_of_both_networks_gives_what_train_gives(luck, name):
    found, fit = getattr(luck, name), getattr(STUDY, name)
    data = fit.load()
    np.testing.assert_array_equal(found.seeds, np.arange(60))
    for seed in (0, 31, 59):
        run = train(dataclasses.replace(fit, seed=seed), frames=2)
        assert found.losses[seed] == pytest.approx(run.figures.loss[-1], rel=1e-3)
        assert found.held_losses[seed] == pytest.approx(run.figures.held_loss[-1], rel=1e-3)
        np.testing.assert_allclose(found.final_weights[seed], run.weights[-1], atol=1e-3)
        shares = dead(fit, run.weights, data.train_inputs).mean(axis=1)
        assert (found.dead_before[seed], found.dead_after[seed]) == tuple(shares)
        constant = np.ptp(run.predictions, axis=1) == 0
        assert found.constant_before[seed] == constant[0]
        assert found.died[seed] == (constant[-1] and not constant[0])


def test_what_is_counted_has_wilsons_interval(luck):
    share = luck.serial.share("constant_before")
    assert 0 < share.count < share.of == 60
    reference = stats.binomtest(share.count, 60).proportion_ci(method="wilson")
    assert (share.low, share.high) == pytest.approx((reference.low, reference.high), abs=1e-6)
    assert share.value == luck.serial.constant_before.mean()
    assert luck.wins.count == sum(luck.parallel.losses < luck.serial.losses)


def test_the_difference_of_medians_has_the_interval_of_the_bootstrap(luck):
    def apart(parallel, serial, axis):
        return np.median(serial, axis=axis) - np.median(parallel, axis=axis)

    reference = stats.bootstrap(
        (luck.parallel.losses, luck.serial.losses),
        apart,
        paired=True,
        vectorized=True,
        method="percentile",
        n_resamples=9_999,
        rng=np.random.default_rng(1),
    ).confidence_interval
    found = luck.difference
    width = float(reference.high - reference.low)
    assert found.low == pytest.approx(reference.low, abs=0.1 * width)
    assert found.high == pytest.approx(reference.high, abs=0.1 * width)
    assert found.low <= found.value <= found.high


def outcomes_with(losses):
    """Outcomes of trainings with these errors."""
    fit, losses = STUDY.parallel, np.array(losses)
    weights = np.zeros((len(losses), fit.parameter_count), np.float32)
    return outcomes(fit, np.arange(len(losses)), weights, weights, Figures(losses, losses, None))


@pytest.mark.parametrize(
    ("parallel", "serial", "expected"),
    [
        ([np.inf] * 9, [np.inf] * 9, (np.nan, -np.inf, np.inf)),
        ([1.0] * 9, [np.inf] * 9, (np.inf, np.inf, np.inf)),
        ([np.inf] * 9, [1.0] * 9, (-np.inf, -np.inf, -np.inf)),
        # In some samples both medians are infinite: they bound nothing.
        ([1.0] * 6 + [np.inf] * 5, [2.0] * 6 + [np.inf] * 5, (1, -np.inf, np.inf)),
        ([1.0] * 10 + [np.inf], [3.0] * 10 + [np.inf], (2, 2, 2)),
    ],
)
def test_trainings_that_diverged_in_both_networks_bound_no_difference(parallel, serial, expected):
    found = Luck(outcomes_with(parallel), outcomes_with(serial), "", 0.0).difference
    np.testing.assert_array_equal(found, expected)


def test_progress_counts_trainings_and_never_falls():
    heard = []
    without_pause(luck_job(lambda *numbers: heard.append(numbers), STUDY, seeds=60))
    done, totals = zip(*heard, strict=True)
    assert set(totals) == {120}
    assert list(done) == sorted(done)
    assert done[-1] == 120


def test_cancelled_it_keeps_the_seeds_that_both_networks_have():
    def cancel(done, _total):
        if done > 100:
            raise Cancelled("limit")

    luck = without_pause(luck_job(cancel, STUDY, seeds=60))
    assert luck.why == "limit"
    assert len(luck.parallel.seeds) == len(luck.serial.seeds) == 50
    with pytest.raises(Cancelled):
        without_pause(luck_job(cancel_at_once, STUDY, seeds=60))


def cancel_at_once(_done: int, _total: int) -> None:
    raise Cancelled


@pytest.fixture
def programs(monkeypatch):
    """No program has been built yet."""
    fresh = Programs()
    monkeypatch.setattr("core.training.program_cache.programs", fresh)
    return fresh


@pytest.mark.parametrize("activations", [("sigmoid", "prelu"), ("maxout", "relu")])
def test_networks_of_several_widths_train_together_as_each_by_itself(activations, programs):
    parallel, serial = activations
    study = dataclasses.replace(
        STUDY, parallel_activation=parallel, serial_activation=serial, serial_layers=2
    )
    budget = without_pause(budget_job(quiet, study, seeds=2))
    # One program for all that is parallel, one for all that is serial.
    assert programs.built == 2
    shapes = study.budgets()
    for name in ("parallel", "serial"):
        found = getattr(budget, name)
        assert [shape.fit for shape in found] == list(shapes[name])
        for shape in found[::4]:
            for seed in range(2):
                run = train(dataclasses.replace(shape.fit, seed=seed), frames=2)
                assert shape.losses[seed] == pytest.approx(run.figures.loss[-1], rel=2e-3)
                assert shape.held_losses[seed] == pytest.approx(run.figures.held_loss[-1], rel=2e-3)
    assert budget.noise_floor == study.load().noise_floor


def test_a_budget_cancelled_half_way_has_the_parallel_networks():
    def cancel(done, total):
        if done > total / 2:
            raise Cancelled

    budget = without_pause(budget_job(cancel, STUDY, seeds=2))
    assert (len(budget.parallel), budget.serial, budget.why) == (6, (), "cancelled")
    with pytest.raises(Cancelled):
        without_pause(budget_job(cancel_at_once, STUDY, seeds=2))


def test_rates_are_trained_with_one_program_as_each_by_itself(programs):
    found = without_pause(rates_job(quiet, DYING, seeds=3))
    assert programs.built == 1
    assert found.rates.tolist() == list(RATES)
    assert found.dead.shape == found.losses.shape == found.constant.shape == (len(RATES), 3)
    data = DYING.fit.load()
    for number in (0, 5):
        for seed in range(3):
            fit = dataclasses.replace(DYING, learning_rate=RATES[number], seed=seed).fit
            run = train(fit, frames=2)
            before, after = dead(fit, run.weights, data.train_inputs).mean(axis=1)
            assert (found.dead_before[seed], found.dead[number, seed]) == (before, after)
            assert found.constant[number, seed] == (np.ptp(run.predictions[-1]) == 0)
            assert found.losses[number, seed] == pytest.approx(run.figures.loss[-1], rel=1e-3)


def test_networks_that_begin_to_tell_examples_apart_are_not_constant_at_the_end():
    study = DyingStudy(
        data="sine", size=101, epochs=30, layers=1, activation="sigmoid", initializer="zeros"
    )
    run = train(dataclasses.replace(study, learning_rate=RATES[-1], seed=0).fit, frames=2)
    before, after = np.ptp(run.predictions, axis=1)
    assert before == 0
    assert after > 0.1
    assert not without_pause(rates_job(quiet, study, seeds=1)).constant.any()


def test_rates_cancelled_are_those_that_are_done():
    def cancel(done, _total):
        if done > 7:
            raise Cancelled

    assert len(without_pause(rates_job(cancel, DYING, seeds=3)).rates) == 2
    with pytest.raises(Cancelled):
        without_pause(rates_job(cancel_at_once, DYING, seeds=3))


def test_a_training_that_diverged_has_an_infinite_error_and_dead_units():
    fit = STUDY.parallel
    weights = np.zeros((2, fit.parameter_count), np.float32)
    weights[1] = np.nan
    loss = np.array([1.0, np.nan])
    found = outcomes(fit, np.arange(2), weights, weights, Figures(loss, loss, None, loss))
    assert found.losses.tolist() == found.held_losses.tolist() == [1, np.inf]
    assert found.dead_after[1] == 1
    assert not found.died.any()
    assert not found.one_sided.any()
    assert Luck(found, found, "", 0.0).wins.count == 0
