"""Histograms of the three pictures hold the numbers of core, on the same axes."""

from __future__ import annotations

import numpy as np
import pytest

from core.images import Treatment, activate
from ui.screens.image_through_activation.charts import histograms


def shown(mode: str = "luminance", low: float = -1.0, high: float = 1.0):
    pixels = np.random.default_rng(0).integers(0, 200, (30, 40, 3), np.uint8)
    return activate(pixels, Treatment(mode, gain=3, activation="relu"), low, high)


def stages(found):
    return found.original, found.centred, found.activated


@pytest.mark.parametrize("mode", ["luminance", "channels"])
def test_the_rows_are_the_shares_of_core(mode):
    found = shown(mode)
    for picture, stage in zip(histograms.stages(found), stages(found), strict=True):
        edges, shares = stage.histogram()
        rows = picture.tables["bars"]
        if mode == "luminance":
            np.testing.assert_array_equal(rows["low"], edges[:-1])
            np.testing.assert_array_equal(rows["high"], edges[1:])
            np.testing.assert_array_equal(rows["share"], shares[0])
        else:
            for name, row in zip(("red", "green", "blue"), shares, strict=True):
                channel = rows[rows["channel"] == name]
                np.testing.assert_array_equal(channel["low"], edges)
                np.testing.assert_array_equal(channel["share"], np.append(row, row[-1]))


def test_the_three_share_both_axes():
    found = shown()
    first, second, third = (p.tables["bounds"] for p in histograms.stages(found))
    assert first.equals(second)
    assert first.equals(third)
    assert first["share"].max() == max(s.histogram()[1].max() for s in stages(found))
    assert first["low"].min() == min(-1, found.centred.histogram()[0][0])


def test_the_grey_scale_runs_from_black_to_white():
    original, *_rest = histograms.stages(shown(low=-2, high=0.5))
    assert original.tables["strip"].to_numpy().tolist() == [[-2, 0.5]]
    beyond = original.tables["beyond"]
    assert beyond["grey"].tolist() == ["#000", "#fff"]
    assert beyond["high"].tolist()[0] == -2
    assert beyond["low"].tolist()[1] == 0.5


@pytest.mark.parametrize("mode", ["luminance", "channels"])
def test_every_axis_has_a_title_and_channels_have_dashes(mode):
    for picture in histograms.stages(shown(mode)):
        for layer in picture.spec["layer"]:
            for channel in ("x", "y"):
                encoding = layer["encoding"][channel]
                assert encoding.get("title") in {"value", "share"} or "value" in encoding
        dashes = [layer for layer in picture.spec["layer"] if "strokeDash" in layer["encoding"]]
        assert len(dashes) == (mode == "channels")
