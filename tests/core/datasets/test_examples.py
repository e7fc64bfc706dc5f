"""Examples are split by class and seed, and stand on a common scale."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.datasets import load_points, sklearn_files
from core.datasets.example_sets import FASHION_MNIST, SETS
from core.datasets.examples import load
from core.datasets.split import split
from core.datasets.tables import read_table
from core.experiments import Experiment
from core.experiments.race import Race
from core.problems import Problem
from tests.core.datasets.table_files import HEADING, ROWS, file_of

TABLE = read_table(file_of(ROWS * 5, HEADING))
NUMBERS = read_table(file_of([(str(n % 11), str(n * n / 7)) for n in range(60)]))
AT_HAND = [key for key in SETS if key != FASHION_MNIST]


def settings(data="digits", **others):
    values = {"train_share": 0.6, "validation_share": 0.2, "test_share": 0.2, "noise": 0.1}
    return Race(data=data, **(values | {"size": 200} | others))


def loaded(data, **others):
    return load(settings(data, **others), TABLE if data == "own" else None)


def parts(examples):
    return {
        "train": (examples.train_x, examples.train_y),
        "validation": (examples.validation_x, examples.validation_y),
        "test": (examples.test_x, examples.test_y),
    }


@pytest.mark.parametrize("name", ["digits", "breast_cancer"])
def test_bundled_files_hold_what_scikit_learn_loads(name):
    from sklearn import datasets

    judge = getattr(datasets, f"load_{name}")()
    values, labels, *names = getattr(sklearn_files, name)()
    np.testing.assert_array_equal(values, judge.data)
    np.testing.assert_array_equal(labels, judge.target)
    if names:
        assert names[0] == tuple(judge.target_names)
        assert tuple(judge.feature_names) == sklearn_files.BREAST_CANCER_FEATURES


@pytest.mark.parametrize("data", AT_HAND)
def test_the_same_settings_give_the_same_examples_and_another_seed_others(data):
    one, again, other = loaded(data), loaded(data), loaded(data, data_seed=1)
    for name, (inputs, labels) in parts(one).items():
        np.testing.assert_array_equal(inputs, parts(again)[name][0])
        np.testing.assert_array_equal(labels, parts(again)[name][1])
        assert not np.array_equal(inputs, parts(other)[name][0])


@pytest.mark.parametrize("data", AT_HAND)
def test_examples_are_of_the_promised_shapes_and_types(data):
    examples = loaded(data)
    assert examples.name == data
    assert examples.instead is None
    for inputs, labels in parts(examples).values():
        assert inputs.shape == (len(labels), len(examples.features))
        assert inputs.dtype == np.float32
        assert labels.dtype == np.int64
        assert set(labels.tolist()) <= set(range(len(examples.classes)))
    assert (examples.image is not None) == (SETS[data].kind == "image")
    assert (examples.bounds is not None) == (SETS[data].kind == "plane")
    assert sorted(itertools.chain(*examples.columns.values())) == [*range(len(examples.features))]


@pytest.mark.parametrize("data", [key for key in AT_HAND if SETS[key].kind != "image"])
def test_training_inputs_have_mean_0_and_deviation_1_and_the_others_follow(data):
    examples = loaded(data)
    np.testing.assert_allclose(examples.train_x.mean(axis=0), 0, atol=1e-5)
    np.testing.assert_allclose(examples.train_x.std(axis=0), 1, atol=1e-5)
    for inputs, _labels in parts(examples).values():
        np.testing.assert_allclose(examples.scaled(examples.raw(inputs)), inputs, atol=1e-5)


def test_a_column_that_is_constant_in_training_is_not_blown_up():
    rows = [(str(n), "0" if n else "1", str(n % 2)) for n in range(40)]
    table = read_table(file_of(rows))
    for seed in range(10):
        examples = load(settings("own", data_seed=seed), table)
        for inputs, _labels in parts(examples).values():
            assert np.abs(inputs).max() < 10


def test_images_reach_from_0_to_1_and_are_upright():
    examples = loaded("digits")
    assert examples.train_x.min() == 0
    assert examples.train_x.max() == 1
    pixels, _labels = sklearn_files.digits()
    known = {image.tobytes() for image in pixels.reshape(-1, 8, 8)}
    pictures = examples.raw(examples.test_x).astype(np.float32).reshape(-1, *examples.image)
    assert all(picture.tobytes() in known for picture in pictures)


def test_moons_are_those_of_the_decision_boundaries():
    asked = settings("moons", flips=0.1, train_share=0.5)
    examples = load(asked)
    judge = load_points(
        Experiment(data="moons", size=200, noise=0.1, flips=0.1, data_seed=0, held_out=0)
    )
    given_out = {
        (*np.round(point, 3), label)
        for inputs, labels in parts(examples).values()
        for point, label in zip(examples.raw(inputs), labels, strict=True)
    }
    known = {
        (*np.round(point, 3), label)
        for point, label in zip(judge.train_points, judge.train_labels, strict=True)
    }
    assert len(given_out & known) > 0.95 * len(given_out)
    assert examples.bounds == judge.bounds


def test_three_quarters_of_the_digits_are_1347():
    examples = load(settings(train_share=0.75, validation_share=0.125, test_share=0.125))
    assert examples.train_x.shape == (1347, 64)


def test_an_own_table_is_split_and_a_category_stays_together():
    examples = loaded("own")
    assert examples.label == "risk"
    assert examples.columns == {"age": [0], "weight": [1], "sex": [2, 3], "smokes": [4, 5, 6]}


def test_a_number_to_predict_stays_in_its_unit():
    examples = load(settings("own", table=NUMBERS.digest), NUMBERS)
    assert examples.classes == ()
    assert examples.train_y.dtype == np.float32
    assert set(examples.train_y.tolist()) <= set(NUMBERS.labels.tolist())
    scaled = (examples.train_y - examples.label_centre) / examples.label_scale
    assert abs(scaled.mean()) < 1e-5
    assert scaled.std() == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(("table", "digest"), [(None, TABLE.digest), (TABLE, NUMBERS.digest)])
def test_a_link_to_an_own_table_says_which_is_missing(table, digest):
    with pytest.raises(Problem, match=digest):
        load(settings("own", table=digest), table)


LABELS = st.lists(st.integers(0, 5), min_size=10, max_size=300).map(np.array)
SHARES = st.tuples(*[st.integers(1, 98)] * 3).filter(lambda shares: sum(shares) <= 100)


@given(LABELS, SHARES, st.integers(0, 50))
def test_parts_are_apart_and_each_holds_each_class_in_its_share(labels, shares, seed):
    labels = np.unique(labels, return_inverse=True)[1]
    shares = [share / 100 for share in shares]
    found = split(labels, *shares, seed)
    together = np.concatenate(found)
    assert len(set(together.tolist())) == len(together)
    counts = np.bincount(labels)
    for part, share in zip(found, shares, strict=True):
        of_part = np.bincount(labels[part], minlength=len(counts))
        assert (of_part[counts >= 3] >= 1).all()
        # Whole examples, and one of each class in each part, are all that may come between.
        assert (np.abs(of_part - share * counts) <= len(counts) + 2).all()
        assert len(part) <= share * len(labels) + len(counts) + 1e-6
        if counts.min() >= 300 / 2:
            assert len(part) == int(share * len(labels) + 1e-9)


@given(LABELS, st.integers(0, 50), st.integers(1, 60), st.integers(1, 60))
def test_another_share_to_train_with_leaves_the_other_parts_alone(labels, seed, share, other):
    _train, *one = split(labels, share / 100, 0.2, 0.2, seed)
    _train, *two = split(labels, other / 100, 0.2, 0.2, seed)
    for part, same in zip(one, two, strict=True):
        np.testing.assert_array_equal(part, same)


def test_training_examples_are_in_random_order():
    labels = np.repeat(np.arange(4), 250)
    train, _validation, _test = split(labels, 0.8, 0.1, 0.1, 0)
    assert len(np.unique(labels[train[:40]])) == 4
