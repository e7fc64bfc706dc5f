"""Experiments and studies of curves: each one value that travels as text and refuses nonsense."""

from __future__ import annotations

import dataclasses
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.experiments import MOST_LINKED_POINTS, MOST_UNITS, MOST_WORK, CurveFit, Experiment
from core.problems import Problem
from core.settings.fields import Number
from core.settings.list_fields import Numbers
from core.studies.curve_fitting.study import MOST_SERIAL_UNITS, SERIAL_WIDTHS, CurveStudy
from core.studies.dying_relu.study import REMEDIES, DyingStudy
from tests.core.experiments.curve_strategies import any_curve_fit, any_curve_study, any_dying_study
from tests.core.experiments.experiment_strategies import JSON_VALUES

KINDS = (CurveFit, CurveStudy, DyingStudy)
ANY = any_curve_fit() | any_curve_study() | any_dying_study()


@given(ANY)
def test_an_address_gives_back_the_very_settings(value):
    assert type(value).from_query(value.to_query()) == (value, [])


@given(ANY)
def test_settings_survive_the_way_to_a_worker(value):
    copy = pickle.loads(pickle.dumps(value))
    assert copy == value
    assert hash(copy) == hash(value)


@given(any_curve_fit())
def test_json_gives_back_the_very_experiment(fit):
    assert CurveFit.from_json(fit.to_json()) == fit
    assert set(json.loads(fit.to_json())) == set(CurveFit.kinds)


def read(text: str) -> CurveFit | Problem:
    try:
        return CurveFit.from_json(text)
    except Problem as problem:
        return problem


@given(st.dictionaries(st.sampled_from([*CurveFit.kinds, "other"]), JSON_VALUES))
def test_hostile_json_gives_problems_only(values):
    result = read(json.dumps(values))
    if isinstance(result, Problem):
        assert len(str(result).encode("utf-8")) < 1000
    else:
        assert read(result.to_json()) == result


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_no_address_breaks_the_reader(kind, data):
    query = data.draw(
        st.dictionaries(st.sampled_from([*kind.kinds, "other"]), st.text(max_size=60))
    )
    value, problems = kind.from_query(query)
    assert problems or value.to_query().keys() <= kind.kinds.keys()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("end", ["minimum", "maximum"])
def test_a_number_out_of_bounds_is_named_with_its_bounds(kind, end):
    for name, of_field in kind.kinds.items():
        if not isinstance(of_field, (Number, Numbers)):
            continue
        bound = getattr(of_field, end)
        beyond = bound + (1 if end == "maximum" else -1)
        value = beyond if isinstance(of_field, Number) else [beyond] * max(of_field.least, 1)
        with pytest.raises(Problem) as problem:
            kind(**{name: value})
        assert name in str(problem.value)
        assert any(text in str(problem.value) for text in (f"{bound:g}", f"{bound:,.0f}"))


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"data": "points"}, "missing"),
        ({"points": (1, 2, 3)}, "3 numbers are no whole number of points"),
        ({"data": "points", "points": (1, 2, 1, 5)}, "two different values of x"),
        ({"data": "xor"}, "cannot be “xor”"),
        ({"interval": (3, 3)}, "from a smaller to a larger"),
        ({"size": 10.5}, "whole number"),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_what_cannot_be_is_refused_with_a_sentence(kind, settings, named):
    with pytest.raises(Problem, match=named):
        kind(**settings)


def test_the_network_of_a_fit_is_checked_as_that_of_any_experiment():
    with pytest.raises(Problem, match="2 layers and 1 functions"):
        CurveFit(hidden=(2, 2))
    with pytest.raises(Problem, match="has 19 weights and biases, not 3"):
        CurveFit(weights=(1, 2, 3))
    with pytest.raises(Problem, match="are too much"):
        CurveFit(size=5000, batch=1, epochs=2000)
    assert CurveFit(size=5000, epochs=500).work < MOST_WORK


def points(count: int) -> tuple[float, ...]:
    return tuple(float(number) for n in range(count) for number in (n, n % 100 / 7))


def test_a_link_carries_own_points_up_to_the_number_stated():
    few = CurveStudy(data="points", points=points(MOST_LINKED_POINTS))
    assert CurveStudy.from_query(few.to_query()) == (few, [])
    many = CurveStudy(data="points", points=points(MOST_LINKED_POINTS + 1))
    assert "points" not in many.to_query()
    _default, (problem,) = CurveStudy.from_query(many.to_query())
    assert str(MOST_LINKED_POINTS) in str(problem)


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_without_its_own_points_keeps_all_other_settings(kind):
    many = kind(data="points", points=points(MOST_LINKED_POINTS + 1), epochs=10, noise=3)
    found, problems = kind.from_query(many.to_query())
    assert found == kind(epochs=10, noise=3)
    assert len(problems) == 1
    assert kind.from_query({"data": "points", "points": "none", "epochs": "10"})[0].epochs == 10


@pytest.mark.parametrize("kind", KINDS)
def test_points_that_no_link_carries_are_found_in_the_settings_before(kind):
    before = kind(data="points", points=points(MOST_LINKED_POINTS + 1), epochs=10)
    after = dataclasses.replace(before, epochs=30)
    assert kind.from_query(after.completed(before.to_query())) == (before, [])
    few = kind(data="points", points=points(5))
    assert kind.from_query(after.completed(few.to_query())) == (few, [])
    assert after.completed({"data": "sine"}) == {"data": "sine"}


@pytest.mark.parametrize("large", [1_000_001.0, -1e300])
def test_a_point_out_of_bounds_is_named(large):
    with pytest.raises(Problem, match="between -1,000,000 and 1,000,000; point 2") as problem:
        CurveStudy(data="points", points=(0.0, 1.0, 2.0, large))
    assert f"{large:,.12g}." in str(problem.value)


def test_a_file_may_have_thousands_of_points():
    study = CurveStudy(data="points", points=points(5000))
    assert study.parallel.examples == 5000
    with pytest.raises(Problem, match="at most 5,000 points, not 5,001"):
        CurveStudy(data="points", points=points(5001))


def test_the_default_is_the_pair_of_the_notes():
    study = CurveStudy()
    assert study.parallel.hidden == (6,)
    assert study.serial.hidden == (2, 2, 2)
    assert study.parallel.parameter_count == study.serial.parameter_count == 19
    for fit in (study.parallel, study.serial):
        assert set(fit.activations) == {"relu"}
        assert (fit.data, fit.interval, fit.size, fit.noise) == ("square", (-10, 10), 2001, 10)
        assert (fit.loss, fit.optimizer, fit.learning_rate) == ("mse", "adam", 0.005)
        assert (fit.batch, fit.epochs, fit.steps) == (32, 100, 63)


@given(any_curve_study())
def test_both_networks_have_the_settings_of_the_study(study):
    for fit in (study.parallel, study.serial):
        for name in set(CurveStudy.kinds) & set(CurveFit.kinds) - {"parameters"}:
            assert getattr(fit, name) == getattr(study, name)
    assert study.parallel.hidden == (study.parallel_units,)
    assert study.serial.hidden == (study.serial_units,) * study.serial_layers


def test_parameters_reach_the_network_that_has_the_function():
    study = CurveStudy(
        parallel_activation="elu", parameters=(("elu.alpha", 0.3), ("leaky_relu.alpha", 0.2))
    )
    assert study.parallel.layers[0].parameters == (("alpha", 0.3),)
    assert study.serial.parameters == ()


@given(any_curve_study())
def test_no_other_shape_is_nearer_in_parameters_than_the_match(study):
    def apart(other: CurveStudy) -> int:
        return abs(other.parallel.parameter_count - other.serial.parameter_count)

    for matched, name, most in (
        (study.match_parallel(), "parallel_units", MOST_UNITS),
        (study.match_serial(), "serial_units", MOST_SERIAL_UNITS),
    ):
        assert dataclasses.replace(matched, **{name: getattr(study, name)}) == study
        near = {max(getattr(matched, name) - 1, 1), min(getattr(matched, name) + 1, most)}
        for units in {1, most, *near}:
            assert apart(matched) <= apart(dataclasses.replace(study, **{name: units}))


@given(any_curve_study())
def test_budgets_pair_serial_networks_with_parallel_ones_of_a_like_number(study):
    shapes = study.budgets()
    assert [fit.hidden for fit in shapes["serial"]] == [
        (units,) * study.serial_layers for units in SERIAL_WIDTHS
    ]
    for parallel, serial in zip(shapes["parallel"], shapes["serial"], strict=True):
        own = dataclasses.replace(study, serial_units=serial.hidden[0])
        assert parallel == own.match_parallel().parallel


def test_each_remedy_changes_one_thing_and_keeps_the_seed():
    study = DyingStudy(seed=5)
    remedies = study.remedies()
    assert list(remedies) == ["none", *REMEDIES]
    assert remedies["none"] == study.fit
    assert len(set(remedies.values())) == len(remedies)
    assert {fit.seed for fit in remedies.values()} == {5}
    assert {fit.hidden for fit in remedies.values()} == {study.fit.hidden}


def test_the_lower_rate_stays_within_its_bounds():
    assert DyingStudy(learning_rate=2e-5).remedies()["lower_rate"].learning_rate == 1e-5


def test_a_revived_network_starts_from_the_weights_given():
    study = DyingStudy(layers=3, units=16)
    weights = [number / 3 for number in range(study.fit.parameter_count)]
    fit = study.revived(weights)
    assert fit.activations == ("leaky_relu",) * 3
    assert fit.weights == pytest.approx(weights, rel=1e-11)


def test_a_revived_network_takes_the_parameters_given():
    study = DyingStudy()
    weights = [0.5] * study.fit.parameter_count
    assert study.revived(weights, alpha=0.3).parameters_of("leaky_relu") == {"alpha": 0.3}
    assert study.revived(weights).parameters_of("leaky_relu") == {"alpha": 0.01}


def test_what_both_kinds_of_experiment_share_is_the_same():
    fit = CurveFit(size=40, noise=0, batch=10, epochs=3)
    other = Experiment(
        data="moons", size=40, features=("x1",), hidden=(6,), activations=("relu",), batch=10,
        epochs=3,
    )  # fmt: skip
    assert fit.architecture == other.architecture
    for name in ("layers", "shapes", "parameter_count", "batch_examples", "steps", "work"):
        assert getattr(fit, name) == getattr(other, name)
