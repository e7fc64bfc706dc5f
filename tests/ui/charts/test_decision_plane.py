"""The plane shows what the network answers: colours, boundary, points and mistakes, per frame."""

from __future__ import annotations

import base64
import io
import re
from urllib.parse import unquote

import numpy as np
import pytest
from PIL import Image

from core.studies.decision_boundaries.presets import NOTES
from tests.ui.run_cases import THREE, XOR, run_of, wrong
from ui.charts import contours, decision_plane, sprites


def decoded(url: str) -> np.ndarray:
    """The levels in a sprite's address, as a picture."""
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))))


def test_a_sprite_holds_every_frame_below_the_one_before():
    run = run_of(XOR)
    picture = decision_plane.boundary(run, XOR.load(), 0.5)
    stacked = decoded(picture.tables["sprite"]["url"][0]).reshape(5, 101, 101)
    levels, _fields = decision_plane.decisions(XOR, run.planes, 0.5)
    np.testing.assert_array_equal(stacked, levels)
    above = run.planes[..., 0] > 0.5 + 0.01
    below = run.planes[..., 0] < 0.5 - 0.01
    assert (stacked[above] > sprites.NEUTRAL).all()
    assert (stacked[below] < sprites.NEUTRAL).all()


def test_probabilities_alone_are_painted_too_without_rings_for_mistakes():
    shares = np.linspace(0, 1, 3 * 21 * 21).reshape(3, 21, 21)
    picture = decision_plane.probabilities(shares, XOR.load())
    stacked = decoded(picture.tables["sprite"]["url"][0]).reshape(shares.shape)
    assert (stacked[shares > 0.51] > sprites.NEUTRAL).all()
    assert (stacked[shares < 0.49] < sprites.NEUTRAL).all()
    assert "wrong" not in picture.tables["points"]
    assert "datum.wrong" not in str(picture.spec)


def test_what_is_not_a_number_belongs_to_no_class():
    values = np.array([[-np.inf, 0.0, 0.5, 1.0, np.inf, np.nan]])
    levels = sprites.two_sided(values, 0.5, 0.5)
    assert levels.tolist() == [[0, 0, sprites.NEUTRAL, 254, 254, sprites.UNKNOWN]]


def test_of_three_classes_the_largest_gives_the_colour_and_its_lead_the_strength():
    outputs = np.array([[1, 0, 0], [0.2, 0.5, 0.3], [0, 0, 1], [1 / 3, 1 / 3, 1 / 3]])
    levels = sprites.of_classes(outputs)
    assert (levels // 85).tolist()[:3] == [0, 1, 2]
    assert (levels % 85).tolist() == [84, round(84 * 0.2), 84, 0]
    assert sprites.of_classes(np.array([np.nan, 0, 0])) == sprites.UNKNOWN


@pytest.mark.parametrize("experiment", [XOR, THREE], ids=["one output", "three outputs"])
def test_each_point_is_ringed_in_the_frames_that_get_it_wrong(experiment):
    run = run_of(experiment)
    points = decision_plane.boundary(run, experiment.load(), 0.5).tables["points"]
    for frame in range(len(run)):
        ringed = np.array([digits[frame] == "1" for digits in points["wrong"]])
        np.testing.assert_array_equal(ringed, wrong(run, frame))
    assert "1" in "".join(points["wrong"])


def test_the_zero_line_of_a_circle_is_the_circle():
    x, y = np.meshgrid(np.linspace(0, 1, 101), np.linspace(1, 0, 101))
    fields = np.stack([np.hypot(x - 0.4, y - 0.5) - r for r in (0.2, 0.3)])
    small, large = contours.zero_lines(fields)
    for segments, radius in ((small, 0.2), (large, 0.3)):
        distance = np.hypot(segments[:, 0::2] - 0.4, segments[:, 1::2] - 0.5)
        np.testing.assert_allclose(distance, radius, atol=1e-4)
        lengths = np.hypot(*(segments[:, 2:] - segments[:, :2]).T)
        assert lengths.sum() == pytest.approx(2 * np.pi * radius, rel=1e-3)


def test_at_a_saddle_two_lines_pass_each_other_on_the_side_of_the_middle():
    joined = contours.zero_lines(np.array([[[3.0, -1.0], [-1.0, 3.0]]]))[0]
    parted = contours.zero_lines(np.array([[[1.0, -3.0], [-3.0, 1.0]]]))[0]
    assert len(joined) == len(parted) == 2
    # Each line cuts off one corner: the negative ones if the positive ones are joined.
    for segments, corners in ((joined, {(1, 1), (0, 0)}), (parted, {(0, 1), (1, 0)})):
        middles = (segments[:, :2] + segments[:, 2:]) / 2
        assert {tuple(np.rint(middle).astype(int)) for middle in middles} == corners


def test_a_cell_without_numbers_has_no_line():
    assert len(contours.zero_lines(np.array([[[1.0, np.nan], [-1.0, -1.0]]]))[0]) == 0


def test_the_picture_of_lines_counts_downwards_frame_by_frame():
    line = np.array([[0.0, 1.0, 0.5, 0.25]])
    text = unquote(contours.picture([line, np.zeros((0, 4)), line]))
    paths = re.findall(r' d="([^"]*)"', text)
    numbers = [[int(number) for number in re.findall(r"-?\d+", path)] for path in paths]
    ends = [contours.STEPS // 2, contours.STEPS * 3 // 4]
    assert numbers == [[0, 0, *ends], [], [0, 2 * contours.PITCH, *ends]]
    assert f'viewBox="0 0 {contours.STEPS} {3 * contours.PITCH}"' in text


def test_a_frame_that_answers_nothing_has_neither_colour_nor_boundary_nor_mistakes():
    run = run_of(XOR, weights=np.zeros((5, XOR.parameter_count), np.float32))
    flat = np.full_like(run.planes, 0.5) + np.float32(1e-4)
    tables = decision_plane.boundary(run_of(XOR, planes=flat), XOR.load(), 0.5).tables
    assert (decoded(tables["sprite"]["url"][0]) == sprites.NEUTRAL).all()
    assert set(re.findall(r' d="([^"]*)"', unquote(tables["boundary"]["url"][0]))) == {""}
    assert "1" not in "".join(tables["points"]["wrong"])


def test_a_step_has_decided_before_the_threshold_is_looked_at():
    experiment = NOTES["b1_and"]
    step = np.tile([0.0, 1.0], (1, 2, 1))[..., None]
    levels, _fields = decision_plane.decisions(experiment, step, experiment.threshold)
    assert levels.tolist() == [[[0, 254], [0, 254]]]


def test_the_boundary_of_a_step_is_a_straight_line_and_no_staircase():
    experiment = NOTES["b1_and"]
    weights = np.tile(np.array([0.9, 0.7, -1.1], np.float32), (5, 1))
    url = decision_plane.boundary(
        run_of(experiment, weights=weights), experiment.load(), 0.0
    ).tables["boundary"]["url"][0]
    path, *_others = re.findall(r' d="([^"]*)"', unquote(url))
    numbers = np.array([int(number) for number in re.findall(r"-?\d+", path)]).reshape(-1, 4)
    starts, steps = numbers[:, :2] / contours.STEPS, numbers[:, 2:] / contours.STEPS
    ends = starts + steps
    for x, down in (*starts, *ends):
        assert 0.9 * x + 0.7 * (1 - down) == pytest.approx(1.1, abs=0.002)
    low, high = ends[:, 0].min(), starts[:, 0].max()
    assert high - low > 0.4


def test_a_step_that_says_1_everywhere_has_answered():
    experiment = NOTES["b1_and"]
    run = run_of(experiment, weights=np.zeros((5, 3), np.float32))
    points = decision_plane.boundary(run, experiment.load(), 0.0).tables["points"]
    # Three of the corners are told wrong, in every frame.
    assert [digits[0] for digits in points["wrong"]].count("1") == 3


def test_the_still_has_points_but_no_frames():
    picture = decision_plane.still(THREE.load())
    assert set(picture.tables) == {"points", "corners"}
    assert "frame" not in str(picture.spec)
    assert picture.tables["points"]["held"].sum() == THREE.held_examples


def test_both_axes_have_titles():
    for picture in (
        decision_plane.still(XOR.load()),
        decision_plane.boundary(run_of(XOR), XOR.load(), 0.5),
    ):
        corners = picture.spec["layer"][0]["encoding"]
        assert corners["x"]["title"] == "x₁"
        assert corners["y"]["title"] == "x₂"
