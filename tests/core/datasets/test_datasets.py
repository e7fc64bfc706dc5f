"""Data sets: their law, their two kinds of noise, and what is held out, judged from outside."""

from __future__ import annotations

import dataclasses
import operator

import numpy as np
import pytest
from hypothesis import given
from sklearn.datasets import make_moons
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors

from core import datasets
from core.datasets import FEATURES, GATES, PLANAR_SETS, RADIUS
from core.experiments import Experiment
from core.problems import Problem
from tests.core.experiments.experiment_strategies import any_experiment

OPERATORS = {
    "and": operator.and_,
    "or": operator.or_,
    "nand": lambda a, b: 1 - (a & b),
    "nor": lambda a, b: 1 - (a | b),
    "xor": operator.xor,
    "xnor": lambda a, b: 1 - (a ^ b),
}


@pytest.mark.parametrize("gate", GATES)
def test_a_gate_is_its_truth_table(gate):
    data = Experiment(data=gate).load()
    corners = data.train_points.astype(int)
    assert corners.tolist() == [[0, 0], [1, 0], [0, 1], [1, 1]]
    expected = [OPERATORS[gate](a, b) for a, b in corners.tolist()]
    assert data.train_targets[:, 0].tolist() == expected
    assert data.bounds == (0, 1, 0, 1)


def test_nothing_disturbs_a_gate():
    disturbed = Experiment(noise=0.5, flips=0.5, held_out=0.5, size=10, data_seed=9)
    assert_same(disturbed.load(), Experiment().load())


@given(any_experiment())
def test_every_experiment_has_data_of_the_shapes_it_says(experiment):
    data = experiment.load()
    assert data.train_inputs.shape == (experiment.examples, len(experiment.features))
    assert data.train_targets.shape == (experiment.examples, experiment.outputs)
    assert data.held_inputs.shape == (experiment.held_examples, len(experiment.features))
    assert data.held_targets.shape == (experiment.held_examples, experiment.outputs)
    assert data.train_points.shape == (experiment.examples, 2)
    assert data.held_points.shape == (experiment.held_examples, 2)
    for array in (data.train_inputs, data.train_targets, data.held_inputs, data.held_targets):
        assert array.dtype == np.float32
        assert np.isfinite(array).all()


@given(any_experiment())
def test_no_class_vanishes_from_the_training_examples(experiment):
    data = dataclasses.replace(experiment, flips=0).load()
    everything = np.concatenate([data.train_labels, data.held_labels])
    assert set(data.train_labels.tolist()) == set(everything.tolist())
    assert len(set(everything.tolist())) >= 2
    assert set(everything.tolist()) <= set(range(data.classes))


@given(any_experiment())
def test_every_point_lies_in_the_picture(experiment):
    data = experiment.load()
    left, right, bottom, top = data.bounds
    points = np.concatenate([data.train_points, data.held_points])
    assert ((points >= [left, bottom]) & (points <= [right, top])).all()
    assert right - left == pytest.approx(top - bottom)
    assert right > left


@given(any_experiment())
def test_targets_are_the_class_itself_or_one_hot(experiment):
    data = experiment.load()
    if experiment.outputs == 1:
        assert np.isin(data.train_targets, (0, 1)).all()
    else:
        assert (data.train_targets.sum(axis=1) == 1).all()
        assert (data.train_targets.max(axis=1) == 1).all()
    again = datasets.targets_of(data.train_labels, experiment.outputs)
    np.testing.assert_array_equal(again, data.train_targets)


def assert_same(first, second):
    for field in dataclasses.fields(first):
        np.testing.assert_array_equal(getattr(first, field.name), getattr(second, field.name))


@pytest.mark.parametrize("key", PLANAR_SETS)
def test_the_same_experiment_has_the_same_data_and_another_seed_has_other(key):
    experiment = Experiment(data=key, noise=0.1, flips=0.1, held_out=0.3)
    assert_same(experiment.load(), dataclasses.replace(experiment, seed=99).load())
    other = dataclasses.replace(experiment, data_seed=1).load()
    assert (other.train_points != experiment.load().train_points).all()


@pytest.mark.parametrize("key", PLANAR_SETS)
@pytest.mark.parametrize("size", [10, 200, 601])
def test_classes_are_of_equal_size(key, size):
    counts = np.bincount(Experiment(data=key, size=size).load().train_labels)
    assert counts.sum() == size
    assert counts.max() - counts.min() <= 1


def test_moons_lie_on_the_half_circles_of_scikit_learn():
    data = Experiment(data="moons", size=1000).load()
    curve, labels = make_moons(20_000, noise=0)
    points = data.train_points / RADIUS * 1.5 + [0.5, 0.25]
    for label in (0, 1):
        arc = NearestNeighbors(n_neighbors=1).fit(curve[labels == label])
        distance, _index = arc.kneighbors(points[data.train_labels == label])
        assert distance.max() < 2e-4


def test_the_circle_is_a_disc_within_a_ring():
    data = Experiment(data="circle", size=1000).load()
    radius = np.hypot(*data.train_points.T) / RADIUS
    inside = data.train_labels == 1
    assert radius[inside].max() <= 0.5
    assert radius[~inside].min() >= 0.7
    assert radius.max() <= 1
    # Uniform over the area: half of the disc's area lies within 0.5 / √2.
    assert (radius[inside] < 0.5 / np.sqrt(2)).mean() == pytest.approx(0.5, abs=0.07)


def test_the_checkerboard_has_sixteen_cells_of_alternating_class():
    data = Experiment(data="checkerboard", size=1000).load()
    column, row = np.floor((data.train_points / RADIUS + 1) * 2).astype(int).T
    assert len(set(zip(column.tolist(), row.tolist(), strict=True))) == 16
    assert {*column.tolist(), *row.tolist()} == {0, 1, 2, 3}
    np.testing.assert_array_equal((column + row) % 2, data.train_labels)


@pytest.mark.parametrize(
    ("key", "line", "neighbour"),
    [
        ("circle", (0.4, 0.7), 0.99),
        ("gaussians", (0.98, 1.0), 0.98),
        ("moons", (0.8, 0.95), 1.0),
        ("spiral", (0.45, 0.75), 0.98),
        ("checkerboard", (0.4, 0.65), 0.85),
        ("three_gaussians", (0.97, 1.0), 0.96),
    ],
)
def test_a_set_is_as_hard_as_its_name_says(key, line, neighbour):
    """A straight line fails where it should, and a nearest neighbour finds the classes."""
    data = Experiment(data=key, size=1000, held_out=0.5).load()
    straight = LogisticRegression().fit(data.train_points, data.train_labels)
    assert line[0] <= straight.score(data.held_points, data.held_labels) <= line[1]
    nearest = KNeighborsClassifier(1).fit(data.train_points, data.train_labels)
    assert nearest.score(data.held_points, data.held_labels) >= neighbour


@pytest.mark.parametrize("key", PLANAR_SETS)
@pytest.mark.parametrize("noise", [0.05, 0.5])
def test_noise_of_position_has_the_size_it_says_and_leaves_the_labels(key, noise):
    clean, noisy = (Experiment(data=key, size=1000, noise=n).load() for n in (0, noise))
    moved = (noisy.train_points - clean.train_points) / RADIUS
    assert moved.std() == pytest.approx(noise, rel=0.06)
    assert abs(moved.mean()) < 0.1 * noise
    np.testing.assert_array_equal(noisy.train_labels, clean.train_labels)


@pytest.mark.parametrize("key", PLANAR_SETS)
@pytest.mark.parametrize("share", [0.01, 0.1, 0.5])
def test_noise_of_labels_flips_exactly_its_share_and_moves_no_point(key, share):
    clean, noisy = (Experiment(data=key, size=1000, flips=f).load() for f in (0, share))
    assert (noisy.train_labels != clean.train_labels).mean() == share
    np.testing.assert_array_equal(noisy.train_points, clean.train_points)


def test_more_flips_keep_those_there_were():
    clean, few, many = (
        Experiment(data="three_gaussians", flips=f).load().train_labels for f in (0, 0.1, 0.3)
    )
    flipped = few != clean
    np.testing.assert_array_equal(many[flipped], few[flipped])
    assert set(few[flipped & (clean == 0)].tolist()) == {1, 2}


@pytest.mark.parametrize("share", [0.1, 0.25, 0.5])
def test_each_class_gives_its_share_to_the_examples_held_out(share):
    whole = Experiment(data="three_gaussians", size=600).load()
    split = Experiment(data="three_gaussians", size=600, held_out=share).load()
    assert len(split.held_points) == 600 * share
    counts = np.bincount(split.held_labels)
    assert counts.max() - counts.min() <= 1
    together = np.concatenate([split.train_points, split.held_points])
    np.testing.assert_array_equal(np.sort(together, axis=0), np.sort(whole.train_points, axis=0))


def test_own_points_are_taken_as_they_are():
    own = Experiment(data="points", points=(0, 0, 0, 1, 2, 1, 3, 4, 1), noise=0.5, flips=0.5)
    data = own.load()
    assert data.train_points.tolist() == [[0, 0], [1, 2], [3, 4]]
    assert data.train_labels.tolist() == [0, 1, 1]
    assert data.bounds == pytest.approx((-0.7, 3.7, -0.2, 4.2))


def test_points_that_coincide_still_get_a_picture():
    own = Experiment(data="points", points=(1, 1, 0, 1, 1, 1))
    assert own.load().bounds == (0.5, 1.5, 0.5, 1.5)


def test_features_are_what_their_keys_say():
    points = np.array([[2.0, -3.0], [0.5, 7.0]])
    first, second = points.T
    expected = [first, second, first**2, second**2, first * second, np.sin(first), np.sin(second)]
    columns = datasets.features(points, FEATURES)
    assert columns.dtype == np.float32
    np.testing.assert_allclose(columns, np.stack(expected, axis=1), rtol=1e-6)
    np.testing.assert_array_equal(datasets.features(points, ["x2"])[:, 0], [-3, 7])


def test_an_unknown_feature_is_named():
    with pytest.raises(Problem, match="no feature “x3”"):
        datasets.features(np.zeros((1, 2)), ["x3"])


def test_the_first_row_of_the_plane_is_the_top_of_the_picture():
    picture = datasets.plane(Experiment(data="and"), resolution=101).reshape(101, 101, 2)
    assert picture[0, 0].tolist() == [0, 1]
    assert picture[0, -1].tolist() == [1, 1]
    assert picture[-1, 0].tolist() == [0, 0]
    assert picture[50, 25].tolist() == [0.25, 0.5]


def test_the_plane_is_the_grid_within_the_bounds_in_the_features_chosen():
    experiment = Experiment(data="moons", noise=0.5, features=("x1", "x1_x2"))
    grid = datasets.grid(experiment.load().bounds, 31)
    expected = datasets.features(grid, experiment.features)
    np.testing.assert_array_equal(datasets.plane(experiment, 31), expected)
