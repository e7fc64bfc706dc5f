"""Every weight is a link and every unit a picture; the loss over the epochs; the surface."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.experiments import Experiment
from core.experiments.results import Figures
from core.networks.weights import split
from tests.ui.charts.test_decision_plane import decoded
from tests.ui.run_cases import THREE, XOR, run_of
from ui.charts import losses, sprites
from ui.screens.decision_boundaries.charts import network, unit_pictures, weight_lines
from ui.screens.decision_boundaries.charts import surface as surfaces

CASES = {
    "one output": XOR,
    "maxout": THREE,
    "learned parameter": Experiment(hidden=(2,), activations=("prelu",)),
    "no hidden layer": Experiment(hidden=(), activations=()),
}


def weights_in(table, frame: int) -> np.ndarray:
    """What the diagram makes of the codes of a frame."""
    codes = np.array([int(text[6 * frame : 6 * frame + 6], 16) for text in table["codes"]])
    return np.array(table["most"]) * (codes / weight_lines.CODES - 1)


@pytest.mark.parametrize("experiment", CASES.values(), ids=CASES)
def test_every_weight_and_bias_is_a_link_in_every_frame(experiment):
    run = run_of(experiment)
    table = network.diagram(run).tables["links"]
    for frame in range(len(run)):
        parts = iter(split(run.weights[frame], experiment.shapes))
        expected = []
        for layer in experiment.layers:
            kernel, bias = next(parts), next(parts)
            expected += [*kernel.ravel(), *bias]
            for _learned in layer.learned:
                next(parts)
        np.testing.assert_allclose(weights_in(table, frame), expected, atol=1e-6)


def test_a_link_names_its_ends():
    table = network.diagram(run_of(XOR)).tables["links"]
    assert (table["source"][0], table["target"][0]) == ("x₁", "hidden layer 1, unit 1")
    assert (table["source"][-1], table["target"][-1]) == ("bias", "output")


def test_of_a_large_network_the_largest_weights_are_drawn():
    experiment = Experiment(hidden=(16,) * 4, activations=("tanh",) * 4)
    run = run_of(experiment)
    tables = network.diagram(run).tables
    drawn = np.abs(weights_in(tables["links"], -1 + len(run)))
    assert len(drawn) == weight_lines.MOST_LINKS < experiment.parameter_count
    rest = np.sort(np.abs(run.weights[-1]))[: -weight_lines.MOST_LINKS]
    assert drawn.min() >= rest.max() - 1e-5
    assert str(weight_lines.MOST_LINKS) in tables["note"]["name"][0]


def test_weights_that_are_not_numbers_do_not_hide_the_others():
    run = run_of(XOR)
    broken = run.weights.copy()
    broken[-1, 0] = np.nan
    table = network.diagram(dataclasses.replace(run, weights=broken)).tables["links"]
    assert weights_in(table, 4)[0] == 0
    np.testing.assert_allclose(weights_in(table, 4)[1], run.weights[4, 1], atol=1e-6)


def test_the_diagram_is_drawn_on_a_canvas():
    spec = network.diagram(run_of(XOR)).spec
    assert spec["usermeta"]["embedOptions"]["renderer"] == "canvas"


def test_each_unit_stands_in_its_place_of_the_strip():
    levels = np.zeros((2, 3, 31, 31), np.uint8)
    levels[:] = np.array([[10, 20, 30], [40, 50, 60]])[..., None, None]
    column = network.layout((3,))[0]
    frames = unit_pictures.strip(column, levels)
    rows = len(frames) // 2
    for frame in range(2):
        for unit, middle in enumerate(column.middles):
            row = frame * rows + round(middle * rows)
            assert frames[row, frames.shape[1] // 2] == levels[frame, unit, 0, 0]
    assert frames[0, 0] == sprites.NEUTRAL


def test_strips_stay_low_enough_for_browsers():
    column = network.layout((16,))[0]
    strip = unit_pictures.strip(column, np.zeros((61, 16, 31, 31), np.uint8))
    assert len(strip) <= 33_000


def test_a_unit_with_bounds_is_painted_between_them():
    experiment = Experiment(hidden=(2,), activations=("sigmoid",))
    run = run_of(experiment)
    half = dataclasses.replace(run, maps=(np.full_like(run.maps[0], 0.5),))
    strip = decoded(network.diagram(half).tables["sprite1"]["url"][0])
    assert set(np.unique(strip)) == {sprites.NEUTRAL, sprites.UNKNOWN}


def test_the_course_of_the_loss_keeps_every_spike():
    experiment = dataclasses.replace(XOR, epochs=20_000)
    loss = np.linspace(1, 0.5, 20_000)
    loss[12_345] = 9.0
    run = run_of(experiment, history=Figures(loss, 0 * loss, 0 * loss))
    table = losses.history(run).tables["history"]
    assert table["loss"].max() == 9.0
    assert table["epoch"][table["loss"].argmax()] == 12_346
    assert len(table["epoch"]) < 1_000
    assert table["epoch"][[0, -1]].tolist() == [1, 20_000]


def test_only_what_there_is_has_a_curve():
    ones = np.ones(XOR.epochs)
    plain = run_of(XOR)
    assert "penalty" not in losses.history(plain).tables["history"]
    full = run_of(XOR, history=Figures(ones, ones, ones, ones, ones))
    columns = set(losses.history(full).tables["history"])
    assert columns == {"epoch", "loss", "penalty", "accuracy", "held_loss", "held_accuracy"}


def test_a_logarithmic_axis_gets_no_zero():
    loss = np.linspace(1, 0, XOR.epochs)
    run = run_of(XOR, history=Figures(loss, 0 * loss, loss))
    assert losses.history(run).tables["history"]["loss"].min() == 0
    logarithmic = losses.history(run, logarithmic=True).tables["history"]
    assert np.nanmin(logarithmic["loss"]) > 0
    assert logarithmic["accuracy"].min() == 0


def test_the_marker_stands_at_the_epochs_of_the_frames():
    run = run_of(XOR)
    shares = losses.history(run).tables["frames"]["share"]
    np.testing.assert_allclose(shares * XOR.epochs, run.epochs)


def test_the_surface_has_the_height_of_the_output_and_the_threshold():
    run = run_of(XOR)
    figure = surfaces.output(run, 0.3, dark=True)
    surface, threshold, *points = figure.data
    corners = np.ix_([0, -1], [0, -1])
    for number, frame in enumerate(figure.frames):
        assert frame.name == str(number)
        np.testing.assert_array_equal(frame.data[0].z[corners], run.planes[number, ..., 0][corners])
    np.testing.assert_array_equal(surface.z, figure.frames[-1].data[0].z)
    low, high = figure.layout.scene.zaxis.range
    assert low < run.planes.min() <= run.planes.max() < high
    # Rows of a plane run from its top.
    assert (surface.y[0], surface.y[-1]) == (1, 0)
    assert np.unique(threshold.z).tolist() == [0.3]
    assert [sorted(set(cloud.z)) for cloud in points] == [[0], [1]]


def test_several_outputs_are_several_surfaces():
    kinds = [trace.type for trace in surfaces.output(run_of(THREE), 0.5, dark=False).data]
    assert kinds == ["surface"] * 3 + ["scatter3d"] * 3
