"""Experiments: one value that says everything, refuses what cannot be, and knows its shapes."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import experiments
from core.experiments import Experiment
from core.problems import Problem
from core.settings.fields import Choice, Number
from core.settings.list_fields import Numbers
from core.studies.decision_boundaries.presets import NOTES
from tests.core.experiments.experiment_strategies import any_experiment

TWO_POINTS = (0.0, 0.0, 0.0, 1.0, 1.0, 1.0)


NUMBERS = {
    name: kind for name, kind in Experiment.kinds.items() if isinstance(kind, (Number, Numbers))
}


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("end", ["minimum", "maximum"])
def test_a_number_out_of_bounds_is_named_with_its_bounds(name, end):
    kind = NUMBERS[name]
    value = getattr(kind, end) + (1 if end == "maximum" else -1)
    with pytest.raises(Problem) as problem:
        Experiment(**{name: [value] if isinstance(kind, Numbers) else value})
    for said in (name, f"{value:g}", f"{kind.minimum:g}", f"{kind.maximum:g}"):
        assert said in str(problem.value)


@pytest.mark.parametrize(
    "name", [name for name, kind in Experiment.kinds.items() if isinstance(kind, Choice)]
)
def test_a_key_that_does_not_exist_is_named_with_those_that_do(name):
    with pytest.raises(Problem) as problem:
        Experiment(**{name: "nonsense"})
    assert {"name", "value", "options"} == set(problem.value.values)
    assert "nonsense" in str(problem.value)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"hidden": (2, 2)}, "2 layers and 1 functions"),
        ({"activations": ()}, "1 layers and 0 functions"),
        ({"hidden": (2,) * 7, "activations": ("relu",) * 7}, "0 to 6 numbers, not 7"),
        ({"activations": ("softmax",)}, "cannot be “softmax”"),
        ({"features": ()}, "1 to 7 different entries, not 0"),
        ({"features": ("x1", "x1")}, "not 2"),
        ({"output": "softmax"}, "“categorical_crossentropy”, not “mse”"),
        ({"loss": "binary_crossentropy"}, "a linear output gives none"),
        ({"output": "step"}, "“step” and the rule “rosenblatt” go together"),
        ({"rule": "rosenblatt"}, "“step” and the rule “rosenblatt” go together"),
        ({"rule": "rosenblatt", "output": "step"}, "Take the 1 hidden layers away"),
        ({"weights": (1.0,) * 8}, "9 weights and biases, not 8"),
        ({"data": "points"}, "at least two different labels"),
        ({"data": "points", "points": (0, 0, 1, 1, 1, 1)}, "at least two different labels"),
        ({"points": (0.0, 0.0)}, "2 numbers are no whole number of points"),
        ({"points": (0, 0, 0, 1, 1, 3)}, "label of point 2 must be one of 0 to 2, not 3"),
        ({"points": (0, 0, 0.5)}, "label of point 1"),
        ({"points": TWO_POINTS * 101}, "0 to 600 numbers, not 606"),
        ({"data": "points", "points": TWO_POINTS, "held_out": 0.5}, "Only one point has the label"),
    ],
)
def test_settings_that_do_not_go_together_say_what_to_change(settings, said):
    with pytest.raises(Problem, match=said):
        Experiment(**settings)


def test_a_single_neuron_with_a_step_tells_two_classes_apart():
    with pytest.raises(Problem, match="two classes apart, not 3"):
        dataclasses.replace(NOTES["b1_xor"], data="three_gaussians")
    with pytest.raises(Problem, match="labels 0 and 1 alone"):
        dataclasses.replace(NOTES["b1_xor"], data="points", points=(0, 0, 0, 1, 1, 2))


def test_a_single_neuron_with_too_much_to_do_is_not_told_to_change_its_batch_or_units():
    with pytest.raises(Problem, match=r"at most [0-9]+ epochs, or take fewer points") as problem:
        dataclasses.replace(NOTES["b1_xor"], data="moons", size=1000, epochs=20_000)
    dataclasses.replace(
        NOTES["b1_xor"], data="moons", size=1000, epochs=problem.value.values["most"]
    )


@given(any_experiment(), st.sampled_from((0, 1, 7)), st.integers(1, 20_000))
def test_too_much_work_is_refused_with_a_number_of_epochs_that_is_not(experiment, batch, epochs):
    try:
        changed = dataclasses.replace(experiment, batch=batch, epochs=epochs)
    except Problem as problem:
        most = problem.values["most"]
        changed = dataclasses.replace(experiment, batch=batch, epochs=most)
        with pytest.raises(Problem, match="are too much"):
            dataclasses.replace(changed, epochs=most + 1)
    assert 0 < changed.work <= experiments.MOST_WORK


def test_the_largest_network_can_still_be_trained_for_some_epochs():
    settings = {
        "data": "three_gaussians",
        "size": 1000,
        "features": tuple(Experiment.kinds["features"].options),
        "hidden": (16,) * 6,
        "activations": ("maxout",) * 6,
        "parameters": (("maxout.k", 8),),
    }
    assert Experiment(**settings, batch=1, epochs=50).parameter_count == 11_955
    assert Experiment(**settings, batch=0, epochs=500).steps == 1
    with pytest.raises(Problem, match="1000 steps are too much") as problem:
        Experiment(**settings, batch=1, epochs=1000)
    most = problem.value.values["most"]
    assert Experiment(**settings, batch=1, epochs=most).work <= experiments.MOST_WORK
    with pytest.raises(Problem, match="are too much"):
        Experiment(**settings, batch=1, epochs=most + 1)


@pytest.mark.parametrize("gate", ["or", "and", "xor"])
def test_the_ladder_of_the_notes_is_complete(gate):
    rungs = [NOTES[f"b{number}_{gate}"] for number in range(1, 6)]
    assert {rung.data for rung in rungs} == {gate}
    assert {(rung.epochs, rung.learning_rate) for rung in rungs} == {(1000, 0.01)}
    assert [rung.output for rung in rungs] == ["step", "linear", "sigmoid", "sigmoid", "linear"]
    assert [rung.parameter_count for rung in rungs] == [3, 3, 3, 6, 9]
    assert [rung.threshold for rung in rungs] == [0, 0.5, 0.5, 0.5, 0.5]
    assert rungs[0].rule == "rosenblatt"
    assert {(rung.optimizer, rung.loss, rung.rule) for rung in rungs[1:]} == {
        ("adam", "mse", "gradient")
    }
    assert rungs[4].hidden == (2,)
    assert rungs[4].activations == ("sigmoid",)


def test_the_default_is_the_network_of_the_notes_that_solves_xor():
    assert Experiment() == NOTES["b5_xor"]


def test_features_stand_in_one_order_however_they_were_chosen():
    chosen = Experiment(features=("x1_x2", "x2", "x1"))
    assert chosen == Experiment(features=("x1", "x2", "x1_x2"))
    assert chosen.features == ("x1", "x2", "x1_x2")


def test_shapes_follow_keras_order_of_kernel_bias_and_learned_slope():
    network = Experiment(
        hidden=(3, 2, 4),
        activations=("prelu", "maxout", "elu"),
        parameters={"maxout.k": 3},
        data="three_gaussians",
    )
    assert network.shapes == (
        *((2, 3), (3,), (3,)),
        *((3, 6), (6,)),
        *((2, 4), (4,)),
        *((4, 3), (3,)),
    )
    assert network.parameter_count == 53 + 10


@pytest.mark.parametrize(
    ("data", "output", "loss", "outputs"),
    [
        ("xor", "linear", "mse", 1),
        ("xor", "softmax", "categorical_crossentropy", 2),
        ("three_gaussians", "linear", "mse", 3),
        ("three_gaussians", "sigmoid", "binary_crossentropy", 3),
        ("three_gaussians", "softmax", "categorical_crossentropy", 3),
    ],
)
def test_one_output_tells_two_classes_apart_and_more_take_one_each(data, output, loss, outputs):
    experiment = Experiment(data=data, output=output, loss=loss)
    assert experiment.outputs == outputs == experiment.layers[-1].units


def test_own_points_say_how_many_classes_there_are():
    own = Experiment(data="points", points=(0, 0, 0, 1, 1, 2))
    assert (own.classes, own.outputs, own.examples) == (3, 3, 2)


def test_own_coordinates_are_rounded_so_that_200_points_fit_in_a_link():
    points = (-9.123456789, 9.987654321, 1.0, 1 / 3, -2 / 3, 0.0) * 100
    own = Experiment(data="points", points=points)
    assert own.points[:6] == (-9.1235, 9.9877, 1.0, 0.3333, -0.6667, 0.0)
    assert len(own.to_query()["points"]) < 4000


@pytest.mark.parametrize(
    ("examples", "batch", "rows", "steps"),
    [(200, 0, 200, 1), (200, 32, 32, 7), (200, 200, 200, 1), (200, 999, 200, 1), (200, 1, 1, 200)],
)
def test_an_epoch_has_a_step_for_each_batch_and_one_for_the_rest(examples, batch, rows, steps):
    experiment = Experiment(data="moons", size=examples, batch=batch)
    assert (experiment.batch_examples, experiment.steps) == (rows, steps)


@pytest.mark.parametrize(("size", "held"), [(10, 5), (11, 5), (15, 7), (1000, 500)])
def test_at_most_half_of_the_examples_are_held_out(size, held):
    experiment = Experiment(data="moons", size=size, held_out=0.5)
    assert (experiment.held_examples, experiment.examples) == (held, size - held)


@pytest.mark.parametrize(
    "changes",
    [
        {"learning_rate": 0.1},
        {"seed": 5},
        {"epochs": 7},
        {"data": "circle"},
        {"data_seed": 3},
        {"noise": 0.2, "flips": 0.1},
        {"weight_decay": 0.5},
        {"threshold": 0.1},
        {"initializer": "he_normal"},
        {"l2": 0.5},
        {"parameters": {"prelu.alpha": 0.3}},
        {"weights": (0.0,) * 11},
        {"batch": 200},
    ],
)
def test_what_changes_most_keeps_the_compiled_program(changes):
    base = Experiment(data="moons", activations=("prelu",), l2=0.1)
    assert dataclasses.replace(base, **changes).architecture == base.architecture


@pytest.mark.parametrize(
    "changes",
    [
        {"hidden": (3,)},
        {"activations": ("relu",)},
        {"parameters": {"elu.alpha": 0.5}},
        {"features": ("x1",)},
        {"output": "sigmoid"},
        {"loss": "mae"},
        {"optimizer": "sgd"},
        {"l1": 0.1},
        {"l2": 0.1},
        {"batch": 10},
        {"size": 100},
        {"held_out": 0.1},
    ],
)
def test_what_shapes_the_program_makes_another_one(changes):
    base = Experiment(data="moons", activations=("elu",))
    assert dataclasses.replace(base, **changes).architecture != base.architecture


@given(any_experiment())
def test_every_architecture_can_be_the_key_of_a_program(experiment):
    assert hash(experiment.architecture) == hash(dataclasses.replace(experiment).architecture)
