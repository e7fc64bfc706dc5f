"""Each pattern holds the values that its name promises, at any size."""

import numpy as np
import pytest

from core.images.patterns import (
    PATTERNS,
    checkerboard,
    radial_gradient,
    ramp,
    step_wedge,
    zone_plate,
)


@pytest.mark.parametrize("size", [1, 2, 7, 64, 256])
@pytest.mark.parametrize("key", PATTERNS)
def test_pattern_is_a_square_of_8_bit_grey(key, size):
    picture = PATTERNS[key][1](size)
    assert picture.shape == (size, size)
    assert picture.dtype == np.uint8


@pytest.mark.parametrize("key", PATTERNS)
def test_pattern_reaches_black_and_white(key):
    picture = PATTERNS[key][1](256)
    assert picture.min() == 0
    assert picture.max() >= 253


def test_ramp_of_256_pixels_shows_every_grey_value_once():
    assert np.array_equal(ramp(256), np.tile(np.arange(256), (256, 1)))


def test_step_wedge_has_eleven_equal_steps():
    levels, counts = np.unique(step_wedge(110)[0], return_counts=True)
    assert np.array_equal(levels, np.rint(255 * np.arange(11) / 10))
    assert set(counts) == {10}


def test_checkerboard_is_half_black_and_half_white():
    levels, counts = np.unique(checkerboard(64), return_counts=True)
    assert list(levels) == [0, 255]
    assert counts[0] == counts[1]


def test_radial_gradient_falls_from_the_middle_to_every_corner():
    picture = radial_gradient(101).astype(int)
    assert picture[50, 50] == 255
    assert np.all(np.diff(picture[50, 50:]) < 0)
    assert picture[0, 0] == picture[0, -1] == picture[-1, 0] == picture[-1, -1] == 0


def test_zone_plate_has_the_stated_rings_and_no_false_ones():
    # Along the diagonal, k pixels from the middle, r = k sqrt(2).
    diagonal = np.diagonal(zone_plate(201))[100:]
    expected = 255 * (1 + np.cos(np.pi * np.arange(101) ** 2 * 2 / (2 * 100 * np.sqrt(2)))) / 2
    assert np.abs(diagonal - expected).max() <= 0.5
