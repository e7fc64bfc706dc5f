"""The table of 256 values gives what the plain computation on every pixel gives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.activations import ELEMENTWISE
from core.activations.properties import SATURATED, largest_slope
from core.images import (
    CENTRES,
    MODES,
    Treatment,
    activate,
    apply_table,
    file_name,
    grey_levels,
    grey_scale,
    luminance,
    read,
    sample_bytes,
)
from core.problems import Problem

PHOTOGRAPH = read(sample_bytes("china"), 160).pixels
GREY = luminance(PHOTOGRAPH)

pictures = arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9)))


def plainly(pixels, treatment):
    """Input and output of the function for each pixel, computed without a table."""
    values = (luminance(pixels) if treatment.mode == "luminance" else pixels) / 255
    if treatment.centre != "none":
        values = values - getattr(np, treatment.centre)(values, axis=(0, 1))
    inputs = treatment.gain * values
    return inputs, treatment.function(inputs, **dict(treatment.parameters))


def share(chosen):
    return pytest.approx(np.mean(chosen), abs=1e-12)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("centre", CENTRES)
@pytest.mark.parametrize("key", ELEMENTWISE)
def test_figures_agree_with_the_plain_computation(key, centre, mode):
    treatment = Treatment(mode, centre, 3.0, key)
    inputs, outputs = plainly(PHOTOGRAPH, treatment)
    result = activate(PHOTOGRAPH, treatment, -1, 1)
    slopes = np.abs(treatment.function.derivative(inputs))
    assert result.zeroed == share(outputs == 0)
    assert result.saturated == share(slopes <= SATURATED * largest_slope(treatment.function))
    assert result.centred.mean == pytest.approx(inputs.mean(), abs=1e-12)
    assert result.activated.mean == pytest.approx(outputs.mean(), abs=1e-12)
    assert result.centred.clipped == share(np.abs(inputs) > 1)
    assert result.activated.clipped == share(np.abs(outputs) > 1)
    expected = 255 * (np.clip(outputs, -1, 1) + 1) / 2
    assert np.abs(result.activated.pixels - expected).max() <= 0.5 + 1e-9


@given(pictures)
def test_median_and_mean_are_those_of_the_pixels(pixels):
    for centre in ("median", "mean"):
        (found,) = activate(pixels, Treatment(centre=centre)).centres
        assert found == pytest.approx(getattr(np, centre)(pixels / 255), abs=1e-12)


def test_channels_are_centred_each_on_its_own():
    result = activate(PHOTOGRAPH, Treatment("channels"))
    assert result.centres == pytest.approx(np.median(PHOTOGRAPH / 255, axis=(0, 1)))
    assert result.activated.pixels.shape == PHOTOGRAPH.shape
    assert len(set(result.centres)) == 3


def test_grey_picture_has_one_channel_in_either_mode():
    by_mode = [activate(GREY, Treatment(mode)).activated.pixels for mode in MODES]
    assert by_mode[0].shape == GREY.shape
    assert np.array_equal(*by_mode)


def test_original_on_the_scale_from_0_to_1_is_the_photograph():
    result = activate(PHOTOGRAPH, Treatment("channels", gain=7), 0, 1)
    assert np.array_equal(result.original.pixels, PHOTOGRAPH)
    assert result.original.clipped == 0


def test_luminance_is_rec_601_luma():
    weighted = PHOTOGRAPH @ np.array([0.299, 0.587, 0.114])
    assert np.abs(luminance(PHOTOGRAPH) - weighted).max() <= 0.51


@pytest.mark.parametrize("shape", [(1, 1), (3, 1), (700, 900), (900, 700, 3), (2, 600_000)])
def test_table_is_applied_to_every_pixel(shape):
    random = np.random.default_rng(0)
    pixels = random.integers(0, 256, shape, dtype=np.uint8)
    table = random.integers(0, 256, (*shape[2:], 256), dtype=np.uint8)
    if len(shape) == 2:
        expected = table[pixels]
    else:
        expected = np.stack([table[c][pixels[..., c]] for c in range(3)], axis=2)
    assert np.array_equal(apply_table(pixels, table), expected)


@pytest.mark.parametrize("bins", [1, 64, 100])
def test_histogram_holds_every_pixel(bins):
    for stage in vars(activate(PHOTOGRAPH, Treatment("channels", gain=4))).values():
        if hasattr(stage, "histogram"):
            edges, shares = stage.histogram(bins)
            assert edges.shape == (bins + 1,)
            assert shares.sum(axis=1) == pytest.approx([1, 1, 1])


def test_default_histogram_of_a_ramp_is_flat_before_the_function():
    ramp = np.tile(np.arange(256, dtype=np.uint8), (2, 1))
    result = activate(ramp, Treatment(gain=3, activation="relu"))
    for stage in (result.original, result.centred):
        assert stage.histogram()[1] == pytest.approx(np.full((1, 64), 1 / 64))
    assert result.activated.histogram()[1][0, 0] > 0.5


def test_step_saturates_every_pixel_and_linear_none():
    assert activate(GREY, Treatment(activation="binary_step")).saturated == 1
    assert activate(GREY, Treatment(activation="linear")).saturated == 0


def test_more_gain_saturates_more():
    shares = [activate(GREY, Treatment(gain=gain)).saturated for gain in (1, 5, 10, 50)]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert shares[-1] > 0.5


@pytest.mark.parametrize("gain", [0.5, 1, 7, 50])
@pytest.mark.parametrize("keys", [["relu"], ["tanh", "elu", "softplus"], list(ELEMENTWISE)])
def test_grey_scale_clips_at_most_one_per_cent_and_is_no_larger_than_needed(keys, gain):
    treatments = [Treatment(gain=gain, activation=key) for key in keys]
    low, high = grey_scale(GREY, treatments)
    assert low == -high
    stages = [plainly(GREY, treatment) for treatment in treatments]
    values = [GREY / 255, *(picture for pair in stages for picture in pair)]
    assert all(np.mean(np.abs(picture) > high) <= 0.01 for picture in values)
    digit = f"{high:e}"[0]
    smaller = high / (2.5 if digit == "5" else 2)
    assert any(np.mean(np.abs(picture) > smaller) > 0.01 for picture in values)
    for treatment in treatments:
        result = activate(GREY, treatment, low, high)
        assert max(result.centred.clipped, result.activated.clipped) <= 0.01


def test_grey_scale_begins_at_0_if_nothing_is_negative():
    assert grey_scale(GREY, []) == (0, 1)
    assert grey_scale(GREY, [Treatment(centre="none", gain=2, activation="relu")]) == (0, 2)
    assert grey_scale(GREY // 4, []) == (0, 0.5)


def test_grey_scale_runs_linearly_from_black_to_white_and_clips_outside():
    levels = grey_levels(np.array([-9, -1, -0.5, 0.5, 1, 9]), -1, 1)
    assert levels.tolist() == [0, 0, 64, 191, 255, 255]


@pytest.mark.parametrize("scale", [(1, 1), (1, -1), (float("nan"), 1)])
def test_reversed_grey_scale_is_named(scale):
    with pytest.raises(Problem, match="from a smaller to a larger number"):
        activate(GREY, Treatment(), *scale)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"mode": "hue"}, "hue"),
        ({"centre": "mode"}, "mode"),
        ({"gain": 0}, "gain"),
        ({"gain": float("nan")}, "gain"),
        ({"activation": "softmax"}, "softmax"),
        ({"activation": "relu", "parameters": {"alpha": 1}}, "alpha"),
        ({"activation": "elu", "parameters": {"alpha": -1e9}}, "alpha"),
    ],
)
def test_wrong_treatment_is_named(settings, words):
    with pytest.raises(Problem, match=words):
        Treatment(**settings)


def test_treatments_that_do_the_same_are_equal():
    default = Treatment(activation="elu")
    assert default == Treatment(activation="elu", parameters={"alpha": 1})
    assert hash(default) == hash(Treatment(activation="elu", parameters=(("alpha", 1.0),)))
    assert default != Treatment(activation="elu", parameters={"alpha": 2})


def test_file_name_says_what_was_done():
    assert file_name(Treatment(gain=4)) == "activation-tanh-median-gain4.png"
    treatment = Treatment("channels", "none", 0.5, "leaky_relu", {"alpha": 0.25})
    assert file_name(treatment) == "activation-leaky-relu-alpha0.25-channels-uncentred-gain0.5.png"


@given(st.sampled_from(MODES), st.sampled_from(CENTRES), st.floats(0.1, 50), st.data())
def test_file_name_has_safe_characters_only(mode, centre, gain, data):
    f = data.draw(st.sampled_from(list(ELEMENTWISE.values())))
    parameters = {p.key: data.draw(st.floats(p.minimum, p.maximum)) for p in f.parameters}
    name = file_name(Treatment(mode, centre, gain, f.key, parameters))
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-")
    assert name.endswith(".png")


@pytest.mark.parametrize("key", ["china", "flower"])
def test_sample_photographs_are_in_colour(key):
    photograph = read(sample_bytes(key))
    assert photograph.pixels.shape == (427, 640, 3)
    assert photograph.format == "JPEG"
