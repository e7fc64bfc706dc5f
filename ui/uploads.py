"""Files of visitors stay in memory: never on disk."""

from __future__ import annotations

import streamlit as st
from starlette.formparsers import MultiPartParser


def keep_in_memory() -> None:
    """See that no upload is written to a temporary file.

    Streamlit hands uploads to Starlette, which would do so with those above 1 MB.
    """
    MultiPartParser.spool_max_size = (st.get_option("server.maxUploadSize") + 1) * 2**20
