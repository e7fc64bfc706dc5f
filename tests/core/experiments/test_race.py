"""Races and variants as values: bounds, text in an address, what the notes race."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.experiments.race import MOST_VARIANTS, Race
from core.experiments.variant import CONSTRAINTS, FUNCTIONS, NORMALIZATIONS, SCHEDULES, Variant
from core.problems import Problem
from core.settings import Choice, Number, Switch, Whole
from core.studies.regularization.presets import NOTES, NOTES_FIGURES, notes_race


def values(kind):
    if isinstance(kind, Switch):
        return st.booleans()
    if isinstance(kind, Whole):
        return st.integers(int(kind.minimum), int(kind.maximum))
    if isinstance(kind, Number):
        return st.floats(kind.minimum, kind.maximum)
    return st.sampled_from(kind.options)


@st.composite
def variants(draw):
    simple = {
        name: draw(values(kind))
        for name, kind in Variant.kinds.items()
        if isinstance(kind, Switch | Number | Choice)
    }
    hidden = draw(st.lists(st.integers(1, 512), max_size=3))
    functions = [draw(st.sampled_from(FUNCTIONS)) for _ in hidden]
    dropout = draw(st.sampled_from([(), (0.5,), tuple(0.1 * (i + 1) for i in range(len(hidden)))]))
    return Variant(hidden=hidden, activations=functions, dropout=dropout, **simple)


@given(st.lists(variants(), min_size=1, max_size=MOST_VARIANTS), st.integers(1, 500))
def test_a_race_comes_back_from_its_address(entries, epochs):
    race = Race(variants=entries, epochs=epochs)
    assert Race.from_query(race.to_query()) == (race, [])


@given(st.text(max_size=80))
def test_any_text_for_variants_is_a_race_or_a_sentence(text):
    race, problems = Race.from_query({"variants": text})
    assert problems or race.variants
    assert all(isinstance(problem, Problem) for problem in problems)


def test_a_wrong_variant_is_named_by_its_number():
    text = f"{Variant().to_text()}~~hidden:64~l2:7"
    _race, (problem,) = Race.from_query({"variants": text})
    assert str(problem) == "Entry 2 of “variants”: “l2” must lie between 0 and 1, not 7."


@pytest.mark.parametrize("noise", ["1.05", "2", "5"])
def test_noise_of_an_older_link_that_keras_does_not_take_is_bounded_and_said(noise):
    text = f"{Variant().to_text()}~input_noise:{noise}~~{Variant(input_noise=0.3).to_text()}"
    race, (problem,) = Race.from_query({"variants": text})
    assert [variant.input_noise for variant in race.variants] == [1, 0.3]
    assert noise in str(problem)


def test_noise_that_no_link_ever_had_is_refused():
    text = Variant(input_noise=1).to_text().replace("input_noise:1", "input_noise:7")
    _race, (problem,) = Race.from_query({"variants": text})
    assert "must lie between 0 and 1" in str(problem)


def test_a_setting_that_a_variant_is_given_twice_is_named():
    text = f"{Variant(l2=0.1).to_text()}~l2:0.2"
    _race, (problem,) = Race.from_query({"variants": text})
    assert str(problem) == "Entry 1 of “variants”: “l2” is given twice. Leave one of them out."


def test_variants_that_train_alike_are_equal():
    assert Variant(max_norm=5.0, decay_steps=7, patience=3, rho=0.5) == Variant()
    assert Variant(constraint="max_norm", max_norm=5.0) != Variant(constraint="max_norm")
    assert Variant(hidden=(8, 8), activations=("relu",) * 2, dropout=(0.5,)).dropout == (0.5, 0.5)


@pytest.mark.parametrize(
    "settings",
    [
        {"hidden": (4, 4)},
        {"hidden": (4, 4), "activations": ("relu", "relu"), "dropout": (0.1, 0.2, 0.3)},
        {"dropout": (0.96,)},
        {"hidden": (513,)},
        {"learning_rate": float("nan")},
    ],
    ids=str,
)
def test_settings_that_do_not_go_together_are_refused(settings):
    with pytest.raises(Problem):
        Variant(**settings)


def test_shares_of_more_than_everything_are_refused():
    with pytest.raises(Problem, match="130 %"):
        Race(train_share=0.5, validation_share=0.4, test_share=0.4)


def test_brakes_are_what_is_on():
    assert Variant().brakes() == ()
    every = Variant(
        dropout=(0.5,),
        l2=0.01,
        normalization=NORMALIZATIONS[1],
        constraint=CONSTRAINTS[3],
        schedule=SCHEDULES[2],
        early_stopping=True,
    )
    assert [name for name, _value in every.brakes()] == [
        "dropout",
        "normalization",
        "l2",
        "non_neg",
        "schedule",
        "early_stopping",
    ]


def test_the_notes_have_the_parameters_that_they_print():
    found = {key: NOTES[key].variants[0].parameter_count(784, 10) for key in NOTES_FIGURES}
    assert found == {"d1": 7850} | {f"d{n}": 50890 for n in range(2, 8)}


@pytest.mark.parametrize("key", NOTES)
def test_an_experiment_of_the_notes_runs_on_any_data_and_has_an_address(key):
    for data in ("", "digits", "moons", "fashion_mnist", "breast_cancer", "own"):
        race = notes_race(key, data)
        assert race.data == (data or NOTES[key].data)
        assert race.variants == NOTES[key].variants
        assert Race.from_query(race.to_query()) == (race, [])


def test_the_notes_steps_are_told_apart_by_one_setting():
    def differing(first, second):
        one, other = (dataclasses.asdict(NOTES[key].variants[0]) for key in (first, second))
        return {name for name in one if one[name] != other[name]}

    assert differing("d2", "d3") == {"constraint"}
    assert differing("d3", "d4") == {"dropout"}
    assert differing("d4", "d5") == {"beta_1"}
