"""Experiments travel as text, to a worker and back; what is wrong in a text is named."""

from __future__ import annotations

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.experiments import Experiment
from core.problems import Problem
from core.studies.decision_boundaries.presets import NOTES
from tests.core.experiments.experiment_strategies import JSON_VALUES, any_experiment


@given(any_experiment())
def test_json_gives_back_the_very_experiment(experiment):
    copy = Experiment.from_json(experiment.to_json())
    assert copy == experiment
    assert hash(copy) == hash(experiment)
    assert set(json.loads(experiment.to_json())) == set(Experiment.kinds)


@given(any_experiment())
def test_an_address_gives_back_the_very_experiment(experiment):
    assert Experiment.from_query(experiment.to_query()) == (experiment, [])


@given(any_experiment())
def test_an_experiment_survives_the_way_to_a_worker(experiment):
    assert pickle.loads(pickle.dumps(experiment)) == experiment


def test_the_empty_network_has_a_text_in_the_address():
    query = NOTES["b2_or"].to_query()
    assert query["hidden"] == query["activations"] == "none"


def test_json_lists_the_parameters_in_full_so_that_old_files_keep_their_meaning():
    experiment = Experiment(activations=("elu",))
    assert json.loads(experiment.to_json())["parameters"] == {"elu.alpha": 1.0}


def test_json_without_a_field_takes_its_default():
    assert Experiment.from_json("{}") == Experiment()
    assert Experiment.from_json('{"seed": 7}') == Experiment(seed=7)


def read(text: str) -> Experiment | Problem:
    try:
        return Experiment.from_json(text)
    except Problem as problem:
        return problem


@given(st.dictionaries(st.sampled_from([*Experiment.kinds, "other"]), JSON_VALUES))
def test_hostile_json_gives_problems_only(values):
    result = read(json.dumps(values))
    if isinstance(result, Problem):
        # A sentence that can be shown: valid Unicode, and of a bounded length.
        assert len(str(result).encode("utf-8")) < 1000
    else:
        assert read(result.to_json()) == result


@given(st.text(max_size=80))
def test_text_that_is_no_json_gives_a_problem(text):
    with pytest.raises(Problem, match="An experiment is a JSON object"):
        Experiment.from_json(f"experiment {text}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "[" * 100_000,
        '{"seed": NaN}',
        '{"seed": 1e999}',
        '{"seed": ' + "9" * 5000 + "}",
        '{"seed": true}',
        '{"self": 1}',
        '{"__class__": "Experiment"}',
        '{"data": "\\ud800"}',
        '{"hidden": 3}',
        '{"hidden": "2"}',
        '{"hidden": {"2": 2}}',
        '{"points": [[0, 0, 1]]}',
        '{"parameters": [[[], 1]]}',
        '{"parameters": {"elu.alpha": {}}}',
        None,
    ],
)
def test_known_attacks_give_problems_that_can_be_shown(text):
    with pytest.raises(Problem) as problem:
        Experiment.from_json(text)
    assert str(problem.value).encode("utf-8")


@given(st.dictionaries(st.sampled_from([*Experiment.kinds, "other"]), st.text(max_size=60)))
def test_no_address_breaks_the_reader(query):
    experiment, problems = Experiment.from_query(query)
    assert problems or experiment.to_query().keys() <= Experiment.kinds.keys()
