"""Pieces of the screen that sends a picture through a function."""

from __future__ import annotations

import base64
import io
from bisect import bisect_right
from dataclasses import replace

import numpy as np
import streamlit as st
from PIL import Image

from core import images
from core.images import Activated, Stage
from core.problems import Problem
from core.studies.image_through_activation.study import ImageStudy
from ui import layout, uploads
from ui.i18n.function_names import function_name
from ui.i18n.language import _, explain
from ui.i18n.numbers import file_size
from ui.screens.image_through_activation.charts import histograms
from ui.screens.image_through_activation.photographs import PREPARED, Chosen
from ui.widgets import quiz

_QUALITY = 92
# Pictures of the grid are drawn from a half-sized copy, in tiles of this many pixels.
_TILE = 160
_PROGRESS_STEP = 0.02
# Ends of the ranges that the question offers.
_BOUNDS = (0.2, 0.4, 0.5, 0.6, 0.8)


def stages(chosen: Chosen, study: ImageStudy) -> None:
    """Original, centred and activated picture, each above its histogram."""
    shown = _activated(chosen, study)
    name = function_name(study.activation)
    titles = (
        _("Original"),
        _input_title(study),
        _("After {name}", name=name),
    )
    charts = histograms.stages(shown)
    parts = (shown.original, shown.centred, shown.activated)
    columns = st.columns(3, gap="small")
    for column, title, part, chart in zip(columns, titles, parts, charts, strict=True):
        with column:
            st.markdown(f"**{title}**")
            st.image(_address(part.pixels), width="stretch", alt=title)
            st.caption(_range(part))
            layout.draw(
                chart,
                alt=_("Histogram of the picture above it."),
                result=f"{title}: {_result(shown) if part is shown.activated else _range(part)}.",
            )
    st.caption(
        _(
            "One grey scale for all pictures on this screen: {low} and below is black, 0 is middle "
            "grey, {high} and above is white. The original lies between 0 and 1. The shares are "
            "drawn to their square root.",
            low=f"−{study.white:g}",
            high=f"{study.white:g}",
        )
    )
    _figures(shown, study)


def _input_title(study: ImageStudy) -> str:
    gain = f"{study.gain:g}"
    return {
        "median": _("Less its median, times {gain}", gain=gain),
        "mean": _("Less its mean, times {gain}", gain=gain),
        "none": _("Times {gain}", gain=gain),
    }[study.centre]


def _activated(chosen: Chosen, study: ImageStudy, key: str | None = None) -> Activated:
    # Not memoised: it takes 1 to 3 ms, and a cache would be shared by all visitors.
    treatment = study.treatment(key)
    return images.activate(chosen.photograph.pixels, treatment, -study.white, study.white)


def _range(stage: Stage) -> str:
    """Smallest and largest value that occur, and the mean."""
    seen = stage.values[stage.counts > 0]
    return _(
        "{low} to {high}, mean {mean}",
        low=_number(seen.min()),
        high=_number(seen.max()),
        mean=_number(stage.mean),
    )


def _result(shown: Activated) -> str:
    shares = _(
        "exactly 0: {zero}, saturated: {saturated}",
        zero=f"{shown.zeroed:.1%}",
        saturated=f"{shown.saturated:.1%}",
    )
    return f"{_range(shown.activated)}, {shares}"


def _number(value: float) -> str:
    # With a real minus, and no minus before a zero.
    return f"{value:z.2f}".replace("-", "−")


def _figures(shown: Activated, study: ImageStudy) -> None:
    with st.container(horizontal=True, gap="large"):
        _metric(
            _("Exactly 0 after"), f"{shown.zeroed:.1%}", _("Share of values, over all channels.")
        )
        _metric(
            _("Saturated"),
            f"{shown.saturated:.1%}",
            _("Where the slope is at most 1 % of the function's steepest slope."),
        )
        _metric(
            _("Clipped by the scale"),
            f"{shown.activated.clipped:.1%}",
            _("Values after the function that lie outside the grey scale."),
        )
        names = {"median": _("Median subtracted"), "mean": _("Mean subtracted")}
        if study.centre in names:
            _metric(
                names[study.centre],
                " · ".join(f"{centre:.2f}" for centre in shown.centres),
                _("Of red, green and blue apart.") if len(shown.centres) > 1 else None,
            )


def _metric(label: str, value: str, meaning: str | None) -> None:
    st.metric(label, value, help=meaning, width="content")


def download(chosen: Chosen, study: ImageStudy) -> None:
    """The activated picture in full resolution, prepared on demand.

    Two steps, because only the script can show progress, be stopped, and say what failed: what
    Streamlit runs after a click on a download button can do none of it.
    """
    treatment = study.treatment()
    about = (chosen.key, treatment, study.white)
    place = st.empty()
    prepared = st.session_state.get(PREPARED)
    if not prepared or prepared[0] != about:
        if st.session_state.pop(PREPARED, None):
            uploads.downloads_let_go()
        label = _("Prepare the picture in full resolution")
        if not place.button(label, icon=":material/photo_size_select_large:"):
            return
        file = _prepare(place, chosen, study)
        if file is None:
            return
        prepared = st.session_state[PREPARED] = (about, file)
    with place.container():
        st.download_button(
            _("Download PNG, {size}", size=file_size(len(prepared[1]))),
            prepared[1],
            file_name=images.file_name(treatment),
            mime="image/png",
            icon=":material/download:",
            type="primary",
            on_click="ignore",
        )
        st.caption(
            _(
                "{width} × {height} pixels. The settings stand in the file's name and metadata. "
                "What the photograph says of itself (EXIF, GPS position, colour profile) is "
                "dropped.",
                width=chosen.photograph.width,
                height=chosen.photograph.height,
            )
        )


def _prepare(place, chosen: Chosen, study: ImageStudy) -> bytes | None:
    words = _("Working in full resolution")
    bar = place.progress(0.0, words)
    shown = 0.0

    def report(share: float) -> None:
        # A large picture has hundreds of strips: not every one is news.
        nonlocal shown
        if share - shown >= _PROGRESS_STEP:
            shown = share
            bar.progress(share, words)

    try:
        return images.export_png_apart(
            chosen.data,
            study.treatment(),
            -study.white,
            study.white,
            on_progress=report,
        )
    except Problem as problem:
        place.warning(explain(problem), icon=":material/edit:")
        return None


def comparison(chosen: Chosen, study: ImageStudy) -> None:
    """The same picture through many functions, on the one grey scale."""
    with st.container(horizontal=True, gap="small"):
        for key in study.compared():
            shown = _activated(chosen, study, key)
            name = function_name(key)
            with st.container(width=_TILE):
                st.image(
                    _address(shown.activated.pixels, shrink=2),
                    caption=f"{name}  \n" + _("{share} saturated", share=f"{shown.saturated:.0%}"),
                    width="stretch",
                    alt=_("The picture after {name}", name=name),
                )


def _address(pixels: np.ndarray, shrink: int = 1) -> str:
    """The picture itself as a `data:` address.

    It reaches the browser with the message that shows it, without a request of its own,
    and Streamlit neither decodes, resizes nor keeps it.
    """
    image = Image.fromarray(pixels)
    if shrink > 1:
        image = image.reduce(shrink)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=_QUALITY, subsampling=0)
    return "data:image/jpeg;base64," + base64.b64encode(file.getvalue()).decode()


def question(chosen: Chosen, study: ImageStudy) -> None:
    """What share saturates with another centre and gain than those on the screen?"""
    other = elsewhere(study)
    share = share_elsewhere(chosen, study)
    name = function_name(study.activation)
    centre = {"median": _("median"), "mean": _("mean")}[other.centre]
    quiz.ask(
        "image_through_activation",
        _(
            "Subtract the {centre}, with a gain of {gain}: what share of the values is then "
            "saturated? The function stays: {name}.",
            centre=centre,
            gain=f"{other.gain:g}",
            name=name,
        ),
        [
            _("below 20 %"),
            _("20 to 40 %"),
            _("40 to 50 %"),
            _("50 to 60 %"),
            _("60 to 80 %"),
            _("80 % and more"),
        ],
        rank(share),
        _(
            "Exactly: {share}. With the settings above: {now}.",
            share=f"{share:.1%}",
            now=f"{_activated(chosen, study).saturated:.1%}",
        ),
        about=(chosen.key, other),
    )


def elsewhere(study: ImageStudy) -> ImageStudy:
    """Settings that the screen does not show: the other centre, and twice or half the gain."""
    gain = study.gain * 2 if study.gain <= 10 else study.gain / 2
    return replace(study, centre="mean" if study.centre == "median" else "median", gain=gain)


def share_elsewhere(chosen: Chosen, study: ImageStudy) -> float:
    """The answer: share of values that those settings saturate."""
    return _activated(chosen, elsewhere(study)).saturated


def rank(share: float) -> int:
    """Which option of the question a share belongs to."""
    return bisect_right(_BOUNDS, share)
