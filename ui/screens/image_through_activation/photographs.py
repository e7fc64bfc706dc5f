"""The picture that a visitor works on: a sample, or a photograph of their own.

A photograph of one's own lives in the visitor's session alone: never in a cache, which all
visitors share, never on disk, and never in the address.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core import images
from core.problems import Problem
from ui import cached, uploads

EXTENSIONS = {
    "JPEG": ("jpg", "jpeg", "jfif"),
    "PNG": ("png",),
    "WEBP": ("webp",),
    "GIF": ("gif",),
    "BMP": ("bmp",),
    "TIFF": ("tif", "tiff"),
    "PPM": ("ppm", "pgm", "pbm"),
    "AVIF": ("avif",),
}
"""How the names of files end, by format of `core.images`."""

PREPARED = "prepared picture"
"""Where the session holds a picture in full resolution."""

_OWN, _REFUSED, _READ, _FORGOTTEN = (
    "own photograph",
    "refused photograph",
    "photograph read last",
    "photographs forgotten",
)


@dataclass(frozen=True, eq=False)
class Chosen:
    """A picture ready to be worked on.

    Attributes:
        key: Tells it from other pictures of the session.
        data: The file, for the work in full resolution.
        photograph: Its display-sized copy.
    """

    key: Hashable
    data: bytes
    photograph: images.Photograph


def sample(key: str) -> Chosen:
    """A sample picture; decoded once for all visitors."""
    return Chosen(key, images.sample_bytes(key), cached.sample_photograph(key))


def own() -> Chosen | None:
    """The visitor's last good photograph, if there is one."""
    return st.session_state.get(_OWN)


def refused() -> Problem | None:
    """Why the file that the visitor chose last could not be used, if so."""
    return st.session_state.get(_REFUSED)


def take(upload: UploadedFile | None) -> None:
    """Decode a file, unless that was done already; a bad one leaves the last good one.

    Emptying the widget takes away a complaint only: when a visitor chooses another file,
    the browser empties it first, and the photograph must stay if that file is bad.
    """
    if upload is None:
        st.session_state[_REFUSED] = None
    elif st.session_state.get(_READ) != upload.file_id:
        try:
            data = upload.getvalue()
            st.session_state[_OWN] = Chosen(upload.file_id, data, images.read(data))
            st.session_state[_REFUSED] = None
        except Problem as problem:
            st.session_state[_REFUSED] = problem
        st.session_state[_READ] = upload.file_id


def forget() -> None:
    """Callback: drop the photograph, what was made of it, and the widget that holds its file."""
    st.session_state[_OWN] = st.session_state[_REFUSED] = None
    st.session_state.pop(PREPARED, None)
    uploads.let_go()
    st.session_state[_FORGOTTEN] = st.session_state.get(_FORGOTTEN, 0) + 1


def widget_key(kind: str) -> str:
    """Key of a widget for files; another one after a photograph was forgotten."""
    return f"{kind} {st.session_state.get(_FORGOTTEN, 0)}"
