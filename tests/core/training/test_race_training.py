"""Races as a worker runs them: what they leave behind, and what several share."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from core.datasets.examples import load
from core.datasets.tables import read_table
from core.experiments.race_results import PROBES, QUANTILES
from core.experiments.variant import NUMBER_LOSSES, Variant
from core.problems import Problem
from core.statistics import interval
from core.training.race.jobs import race_job, race_luck_job
from core.workers.pauses import Partial, without_pause
from tests.core.training.small_races import EVERY_KIND, SMALL, run_of, same, silent


@pytest.mark.parametrize("name", EVERY_KIND)
def test_every_kind_of_data_leaves_findings_that_agree_with_one_another(name):
    run = run_of(EVERY_KIND[name])
    for lane in run.lanes:
        found, classes = lane.findings, len(run.examples.classes)
        assert len(lane.history) == run.race.epochs
        assert found.confusion.sum() == run.examples.test
        right = np.trace(found.confusion) / run.examples.test
        assert right == pytest.approx(found.test.accuracy, abs=1e-6)
        assert (found.predicted == run.labels).mean() == pytest.approx(right)
        np.testing.assert_allclose(found.probabilities.sum(axis=1), 1, rtol=1e-5)
        assert found.probabilities.shape == (len(run.shown.indices), classes)
        np.testing.assert_array_equal(run.labels[run.shown.indices], run.shown.labels)
        assert len(found.zero_share) == 1
        assert 0 <= found.zero_share[0] <= 1
        assert f"{lane.parameters:,}" in found.summary
        for weights in found.weights:
            assert weights.before.sum() == weights.after.sum() > 0
        tables = run.examples.data == "breast_cancer"
        assert (found.importance is not None) == tables
        assert (lane.planes is not None) == (run.examples.data == "moons")


def test_variants_of_the_same_layers_start_alike():
    race = dataclasses.replace(SMALL, epochs=1, variants=(Variant(), Variant(l2=0.1)))
    first, second = (lane.findings.weights for lane in run_of(race).lanes)
    for one, other in zip(first, second, strict=True):
        assert one.norm_before == other.norm_before


def test_a_variant_learns_the_same_whatever_runs_beside_it():
    alone = run_of(dataclasses.replace(SMALL, variants=SMALL.variants[1:]))
    same(run_of(SMALL).lanes[1], alone.lanes[0])


def test_two_races_in_turn_are_those_that_run_one_after_the_other():
    races = [SMALL, dataclasses.replace(SMALL, seed=3)]
    expected = [run_of(race) for race in races]
    under_way = {number: race_job(silent, race) for number, race in enumerate(races)}
    found = {}
    while under_way:
        for number, job in list(under_way.items()):
            try:
                next(job)
            except StopIteration as end:
                found[number] = end.value
                del under_way[number]
    for number, run in enumerate(expected):
        for one, other in zip(run.lanes, found[number].lanes, strict=True):
            same(one, other)


def test_partial_results_grow_side_by_side_to_what_is_returned():
    job, shown = race_job(silent, SMALL), []
    while True:
        try:
            paused = next(job)
        except StopIteration as end:
            run = end.value
            break
        if isinstance(paused, Partial):
            shown.append([lane.history for lane in paused.value().lanes])
    lengths = np.array([[len(history) for history in histories] for histories in shown])
    assert (np.diff(lengths, axis=0) >= 0).all()
    assert (lengths.max(axis=1) - lengths.min(axis=1) <= 1).all()
    for last, lane in zip(shown[-1], run.lanes, strict=True):
        np.testing.assert_array_equal(last.loss, lane.history.loss[: len(last)])


def test_columns_are_judged_on_examples_from_all_of_a_sorted_table():
    # In the first half of the file the second column says nothing.
    rows = [f"{n % 2},0,{n % 2}" if n < 2000 else f"{n % 13},{n % 2},{n % 2}" for n in range(4000)]
    table = read_table(("a,b,label\n" + "\n".join(rows)).encode())
    race = dataclasses.replace(
        SMALL,
        data="own",
        epochs=20,
        train_share=0.5,
        validation_share=0.3,
        test_share=0.2,
        variants=(Variant(learning_rate=0.01),),
    )
    _first, second = run_of(race, table).lanes[0].findings.importance[:, 0]
    assert second > 0.1


def test_early_stopping_leaves_the_best_weights_or_the_last():
    stopping = Variant(learning_rate=0.3, early_stopping=True, patience=2)
    race = dataclasses.replace(
        SMALL,
        epochs=40,
        variants=(stopping, dataclasses.replace(stopping, restore_best=False)),
    )
    restored, kept = run_of(race).lanes
    for lane in (restored, kept):
        assert lane.why == "early_stopping"
        assert lane.stopped_epoch == len(lane.history) < 40
        monitored = lane.history.validation_loss + lane.history.validation_penalty
        assert lane.best_epoch == monitored.argmin() + 1 == lane.stopped_epoch - 2
        assert lane.findings.last != lane.findings.best
    assert restored.findings.test == restored.findings.best
    assert kept.findings.test == kept.findings.last


def test_a_variant_that_diverges_says_so_and_the_others_go_on():
    deep = {"hidden": (64, 64), "activations": ("linear", "linear")}
    wild = Variant(**deep, loss="mse", optimizer="sgd", learning_rate=10.0)
    table = read_table(
        b"a,b,y\n" + b"\n".join(b"%d,%d,%d.5" % (n, n * n % 7, 3 * n) for n in range(200))
    )
    race = dataclasses.replace(
        SMALL,
        data="own",
        epochs=20,
        train_share=0.5,
        test_share=0.25,
        variants=(wild, Variant(loss="mse")),
    )
    lost, sound = run_of(race, table).lanes
    assert (lost.why, sound.why) == ("diverged", "")
    assert len(lost.history) < 20 == len(sound.history)
    # It is left with the weights before the epoch that it diverged in.
    assert np.isfinite(lost.findings.test.loss)
    assert np.isfinite(lost.norm)


def test_a_number_to_predict_needs_a_loss_for_numbers_and_is_told_in_its_own_unit():
    rows = [f"{n},{n * 7 % 13},{100 + 2 * n}.25" for n in range(300)]
    table = read_table(("a,b,y\n" + "\n".join(rows)).encode())
    race = dataclasses.replace(
        SMALL, data="own", epochs=60, train_share=0.5, validation_share=0.2, test_share=0.3
    )
    with pytest.raises(Problem, match="a number to predict"):
        run_of(race, table)
    losses = tuple(Variant(loss=loss, learning_rate=0.01) for loss in NUMBER_LOSSES)
    run = run_of(dataclasses.replace(race, variants=losses), table)
    squared = run.lanes[0].findings
    assert squared.confusion is None
    assert np.isnan(run.lanes[0].history.accuracy).all()
    assert np.isnan(run.lanes[0].history.validation_accuracy).all()
    assert np.abs(squared.predicted - run.labels).mean() < 30
    # What decides is the first column; the second says nothing.
    assert squared.importance[0, 0] > 0.5 > abs(squared.importance[1, 0])
    assert run.examples.columns == ("a", "b")


def test_the_inputs_of_one_category_are_shuffled_together():
    rows = [f"{n * 7 % 13},{'abc'[n % 3]},{'no' if n % 3 else 'yes'}" for n in range(300)]
    table = read_table(("number,kind,label\n" + "\n".join(rows)).encode())
    race = dataclasses.replace(
        SMALL,
        data="own",
        epochs=40,
        train_share=0.5,
        validation_share=0.25,
        test_share=0.25,
        variants=(Variant(learning_rate=0.01),),
    )
    run = run_of(race, table)
    assert run.examples.columns == ("number", "kind")
    number, kind = run.lanes[0].findings.importance[:, 0]
    assert kind > 0.2 > abs(number)


def test_a_constraint_tells_how_often_it_bound():
    race = dataclasses.replace(
        SMALL,
        variants=(
            Variant(constraint="max_norm", max_norm=0.2),
            Variant(constraint="max_norm", max_norm=20.0),
            Variant(constraint="unit_norm"),
            Variant(constraint="non_neg"),
            Variant(),
        ),
    )
    tight, loose, unit, sign, free = (lane.constraint_hits for lane in run_of(race).lanes)
    assert (loose, free) == (0.0, None)
    assert tight > 0.5
    assert unit > 0.8
    assert 0 < sign < 0.5


def test_masks_switch_units_off_and_scale_the_others():
    rate = 0.75
    race = dataclasses.replace(SMALL, epochs=10, variants=(Variant(dropout=(rate,)),))
    (lane,) = run_of(race).lanes
    masks = lane.findings.masks
    assert set(np.unique(masks)) == {0.0, np.float32(1 / (1 - rate))}
    assert abs((masks == 0).mean() - rate) < 0.05
    assert len(np.unique(masks, axis=0)) == len(masks)


def test_batch_normalization_shows_distributions_around_zero_beside_those_without():
    race = dataclasses.replace(
        SMALL, variants=(Variant(normalization="batch"), Variant(hidden=(8,)))
    )
    normal, plain = run_of(race).lanes
    assert normal.sums.shape == normal.normalized.shape == (5, 1, 5)
    middle = normal.normalized[0, 0]
    assert abs(middle[2]) < 0.3
    assert 1.2 < middle[4] < 2.1
    np.testing.assert_array_equal(plain.sums, plain.normalized)
    assert run_of(SMALL).lanes[0].sums is None


def test_distributions_into_layers_are_those_of_training_examples():
    race = dataclasses.replace(SMALL, variants=(Variant(normalization="layer"),))
    (lane,) = run_of(race).lanes
    kernel, bias = lane.findings.trained[:2]
    sums = np.sort(load(race).train_x[:PROBES] @ kernel + bias, axis=None)
    np.testing.assert_allclose(lane.sums[-1, 0], np.quantile(sums, QUANTILES), atol=0.02)


def test_rates_are_told_with_the_plateaus_that_the_training_met():
    variant = Variant(learning_rate=0.3, schedule="plateau", plateau_patience=1, plateau_factor=0.1)
    race = dataclasses.replace(SMALL, epochs=12, variants=(variant,))
    run = run_of(race)
    (lane,) = run.lanes
    steps = math.ceil(run.examples.train / race.batch)
    assert lane.rate_steps.tolist() == list(range(12 * steps))
    by_epoch = lane.rates.reshape(12, steps)
    assert by_epoch[0] == pytest.approx(0.3)
    assert by_epoch[-1, 0] < 0.3
    np.testing.assert_allclose(by_epoch[:, -1], lane.history.rates, rtol=1e-6)


def test_luck_runs_the_same_race_from_each_seed():
    luck = without_pause(race_luck_job(silent, SMALL, seeds=2))
    for seed in (0, 1):
        run = run_of(dataclasses.replace(SMALL, seed=seed))
        for number, lane in enumerate(run.lanes):
            assert luck.loss[seed, number] == pytest.approx(lane.findings.test.loss)
            assert luck.accuracy[seed, number] == pytest.approx(lane.findings.test.accuracy)
            assert luck.gap[seed, number] == pytest.approx(lane.history.gap[-1])
            assert luck.epochs[seed, number] == len(lane.history)
            assert luck.norm[seed, number] == pytest.approx(lane.norm)


def test_an_interval_is_that_of_student():
    scipy = pytest.importorskip("scipy.stats")
    values = np.array([0.2, 0.5, 0.9, 0.4])
    low, high = scipy.t.interval(0.95, 3, values.mean(), scipy.sem(values))
    assert interval(values) == pytest.approx((0.5, low, high))
    assert interval(values[:1]) == (0.2, -np.inf, np.inf)
