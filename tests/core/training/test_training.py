"""What a run promises: the same each time, frames that are what they say, and how it can end."""

from __future__ import annotations

import concurrent.futures
import dataclasses
import os
import pickle
import subprocess
import sys
import threading

import numpy as np
import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
keras = pytest.importorskip("keras")

from core import models  # noqa: E402
from core.datasets import plane  # noqa: E402
from core.experiments import Experiment  # noqa: E402
from core.perceptron import Perceptron  # noqa: E402
from core.studies.decision_boundaries.presets import NOTES  # noqa: E402
from core.training import Cancelled, train  # noqa: E402
from core.training.program_cache import Programs, programs  # noqa: E402
from core.training.single import frame_epochs  # noqa: E402
from tests.core.training.training_cases import SMALL, difference, used_before  # noqa: E402

XOR = Experiment(epochs=200)
BATCHED = dataclasses.replace(SMALL, batch=7, l2=0.01)
DIVERGING = dataclasses.replace(
    XOR, hidden=(8,), activations=("relu",), optimizer="sgd", learning_rate=10.0
)


def assert_same(run, other) -> None:
    np.testing.assert_array_equal(run.weights, other.weights)
    np.testing.assert_array_equal(run.history.loss, other.history.loss)
    np.testing.assert_array_equal(run.planes, other.planes)


@pytest.mark.parametrize("experiment", [XOR, BATCHED], ids=["full batch", "batches"])
def test_the_same_experiment_gives_the_same_run(experiment):
    first = train(experiment, frames=4)
    train(used_before(experiment), frames=3)
    assert_same(train(experiment, frames=4), first)


def test_runs_beside_one_another_do_not_disturb_one_another():
    experiments = [dataclasses.replace(XOR, seed=seed) for seed in range(6)] + [BATCHED] * 2
    alone = [train(experiment, frames=5) for experiment in experiments]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda experiment: train(experiment, frames=5), experiments))
    for run, other in zip(together, alone, strict=True):
        assert_same(run, other)


def test_the_number_of_frames_does_not_change_the_training():
    many, few = train(BATCHED, frames=20), train(BATCHED, frames=2)
    np.testing.assert_array_equal(many.weights[-1], few.weights[-1])
    np.testing.assert_array_equal(many.history.loss, few.history.loss)


def test_a_kept_program_takes_rates_seed_data_targets_and_epochs_as_inputs():
    train(BATCHED, frames=2)
    before = programs.built
    for change in (
        {"learning_rate": 0.5},
        {"seed": 8},
        {"data_seed": 8},
        {"data": "circle"},
        {"noise": 0.3},
        {"epochs": 33},
        {"threshold": 0.2},
        {"l2": 0.2},
        {"initializer": "he_normal"},
    ):
        train(dataclasses.replace(BATCHED, **change), frames=2)
    assert programs.built == before
    train(dataclasses.replace(BATCHED, optimizer="sgd"), frames=2)
    assert programs.built == before + 1


def test_the_number_of_kept_programs_is_bounded(monkeypatch):
    monkeypatch.setattr("core.training.program.built", lambda *key: key)
    few, first = Programs(most=2), BATCHED.architecture
    others = [first._replace(batch=batch) for batch in (1, 2)]
    for architecture in (first, others[0], first, others[1], first):
        with few.wanted(architecture) as program:
            assert program.result()[0] == architecture
    assert (len(few), few.built) == (2, 3)
    with few.wanted(others[0]):
        assert few.built == 4


def test_a_program_that_nobody_waits_for_any_more_is_not_built(monkeypatch):
    began, go_on, built = threading.Event(), threading.Event(), []

    def slow(architecture, *_key):
        began.set()
        assert go_on.wait(30)
        built.append(architecture.batch)

    monkeypatch.setattr("core.training.program.built", slow)
    programs, first = Programs(), BATCHED.architecture
    architectures = [first._replace(batch=batch) for batch in (1, 2, 3)]
    with programs.wanted(architectures[0]) as under_way:
        assert began.wait(30)
        with programs.wanted(architectures[1]), programs.wanted(architectures[2]) as shared:
            with programs.wanted(architectures[2]):
                pass
            assert not shared.cancelled()
        assert shared.cancelled()
        with programs.wanted(architectures[2]) as again:
            go_on.set()
            again.result(30)
    assert under_way.done()
    assert built == [1, 3]
    # The one under way is kept, for whoever may ask for it again.
    assert len(programs) == 2


@pytest.mark.parametrize(
    ("epochs", "frames", "expected"),
    [(1000, 1, [1000]), (10, 3, [0, 5, 10]), (3, 60, [0, 1, 2, 3]), (1, 2, [0, 1])],
)
def test_frames_are_spread_evenly_from_the_start_to_the_end(epochs, frames, expected):
    assert frame_epochs(epochs, frames) == expected


def test_a_training_without_frames_is_refused():
    with pytest.raises(ValueError, match="at least 1 frame, not 0"):
        train(XOR, frames=0)


def test_the_first_frame_is_the_start_and_the_figures_are_those_of_the_frame():
    run = train(XOR, frames=XOR.epochs + 1)
    np.testing.assert_array_equal(run.weights[0], models.initial_weights(XOR))
    # With the full batch, the loss of an epoch is that of the weights it began with.
    np.testing.assert_allclose(run.figures.loss[:-1], run.history.loss, rtol=1e-4, atol=1e-6)
    np.testing.assert_array_equal(run.epochs, np.arange(XOR.epochs + 1))


MIXED = dataclasses.replace(
    SMALL, hidden=(3, 2, 4), activations=("prelu", "maxout", "leaky_relu"), epochs=5
)
CLASSES = dataclasses.replace(
    SMALL, data="three_gaussians", output="softmax", loss="categorical_crossentropy", epochs=5
)


@pytest.mark.parametrize("experiment", [MIXED, CLASSES], ids=["mixed", "classes"])
def test_pictures_and_figures_are_those_of_the_keras_model(experiment):
    run = train(experiment, frames=3)
    data = experiment.load()
    for frame in run.frames:
        model = models.compiled(experiment)
        model.set_weights(frame.weights)
        outputs = model(plane(experiment, 101)).numpy().reshape(101, 101, -1)
        np.testing.assert_allclose(frame.plane, outputs, rtol=1e-4, atol=1e-5)
        for i, units in enumerate(frame.maps):
            last = [layer for layer in model.layers if layer.name.startswith(f"hidden_{i + 1}")][-1]
            values = keras.Model(model.inputs[0], last.output)(plane(experiment, 31)).numpy()
            np.testing.assert_allclose(units, values.T.reshape(-1, 31, 31), rtol=1e-4, atol=1e-5)
        held = model.evaluate(data.held_inputs, data.held_targets, verbose=0)
        found = [frame.figures["held_loss"], frame.figures["held_accuracy"]]
        np.testing.assert_allclose(found, held, rtol=1e-4)
    assert [units.shape[1] for units in run.maps] == list(experiment.hidden)


def test_a_loss_that_is_not_finite_ends_the_run_and_says_when():
    run = train(DIVERGING, frames=10)
    assert run.why == "diverged"
    assert run.stopped_at == len(run.history) < DIVERGING.epochs
    assert np.isfinite(run.history.loss[:-1]).all()
    assert not np.isfinite(run.history.loss[-1])
    for shown in (run.weights, run.figures.loss, run.planes, *run.maps):
        assert np.isfinite(shown).all()
    assert run.epochs[-1] > 0
    assert train(DIVERGING, frames=1).stopped_at == run.stopped_at


def test_a_cancelled_run_ends_at_the_frame_and_returns_what_it_has():
    def cancel(number, total, loss):
        assert total == 9
        if number == 4:
            raise Cancelled("limit")

    whole, run = train(XOR, frames=10), train(XOR, cancel, frames=10)
    assert (run.why, run.stopped_at) == ("limit", whole.epochs[4])
    np.testing.assert_array_equal(run.epochs, whole.epochs[:5])
    np.testing.assert_array_equal(run.weights, whole.weights[:5])
    np.testing.assert_array_equal(run.history.loss, whole.history.loss[: run.stopped_at])


def test_progress_tells_of_every_frame_once_in_order():
    heard = []
    run = train(XOR, lambda *words: heard.append(words), frames=30)
    assert [(number, total) for number, total, _loss in heard] == [(i, 29) for i in range(1, 30)]
    losses = [run.history.loss[epoch - 1] for epoch in run.epochs[1:]]
    np.testing.assert_array_equal([loss for *_numbers, loss in heard], losses)


def test_early_stopping_of_keras_ends_the_run_where_it_ends_fit():
    experiment = dataclasses.replace(BATCHED, learning_rate=0.3, epochs=60)

    def stopping():
        return keras.callbacks.EarlyStopping("val_loss", patience=3, restore_best_weights=True)

    run = train(experiment, frames=61, callbacks=[stopping()], shuffle=False)
    data, model = experiment.load(), models.compiled(experiment)
    fitted = model.fit(
        data.train_inputs,
        data.train_targets,
        batch_size=7,
        epochs=60,
        validation_data=(data.held_inputs, data.held_targets),
        shuffle=False,
        callbacks=[stopping()],
        verbose=0,
    )
    assert run.why == "callback"
    assert run.stopped_at == len(fitted.history["loss"]) < 60
    for ours, theirs in zip(run.final_weights, model.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-3, atol=1e-4)


def test_callbacks_see_current_weights_and_may_change_the_learning_rate(tmp_path):
    file = tmp_path / "best.weights.h5"
    checkpoint = keras.callbacks.ModelCheckpoint(file, save_weights_only=True)
    rates = keras.callbacks.LearningRateScheduler(lambda epoch: 0.05 if epoch < 10 else 0.0)
    run = train(SMALL, frames=21, callbacks=[checkpoint, rates])
    model = models.build(SMALL)
    model.load_weights(file)
    for ours, saved in zip(run.final_weights, model.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, saved)
    assert difference(run.weights[10], run.weights[9]) > 0
    np.testing.assert_array_equal(run.weights[12], run.weights[11])


@pytest.mark.parametrize("gate", ["or", "and", "xor"])
def test_rosenblatts_rule_gives_a_run_like_any_other(gate):
    experiment = dataclasses.replace(NOTES[f"b1_{gate}"], stop_when_solved=True)
    run = train(experiment, frames=5)
    data = experiment.load()
    neuron = Perceptron.drawn(2, experiment.seed)
    learned = neuron.train(data.train_inputs, data.train_targets, 1000, 0.01, True)
    np.testing.assert_allclose(run.weights[-1], [*neuron.weights, neuron.bias], rtol=1e-6)
    np.testing.assert_array_equal(run.history.accuracy, learned.accuracy[1:])
    # The curve and the frames say the same of an epoch.
    np.testing.assert_array_equal(run.history.loss, 1 - run.history.accuracy)
    np.testing.assert_array_equal(run.history.loss[run.epochs[1:] - 1], run.figures.loss[1:])
    solved = gate != "xor"
    assert (run.why, run.stopped_at) == (("solved", learned.solved_at) if solved else ("", None))
    assert (run.figures.accuracy[-1] == 1) == solved
    np.testing.assert_array_equal(run.planes[-1].ravel(), neuron(plane(experiment)))


def test_the_server_can_hold_a_run_without_tensorflow():
    code = (
        "import pickle, sys; run = pickle.load(sys.stdin.buffer); "
        "print(len(run), run.frame(-1).epoch, 'tensorflow' in sys.modules, 'keras' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=pickle.dumps(train(XOR, frames=3)),
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().split() == ["3", "200", "False", "False"]


def test_an_unknown_name_of_the_package_is_an_error():
    import core.training

    with pytest.raises(AttributeError, match="nothing_of_ours"):
        core.training.nothing_of_ours  # noqa: B018


def test_the_first_picture_of_the_app_is_a_solved_xor():
    assert train(Experiment(), frames=2).figures.accuracy[-1] == 1


def test_the_penalty_of_weights_that_diverged_is_no_warning():
    from core.analysis.evaluation import penalty

    experiment = dataclasses.replace(Experiment(), l2=0.1)
    weights = np.full((2, experiment.parameter_count), 1e30, np.float32)
    weights[1] = np.nan
    assert not np.isfinite(penalty(experiment, weights)).any()
