"""Files of visitors stay in memory: never on disk."""

from __future__ import annotations

import streamlit as st
from starlette.formparsers import MultiPartParser
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx


def keep_in_memory() -> None:
    """See that no upload is written to a temporary file.

    Streamlit hands uploads to Starlette, which would do so with those above 1 MB.
    """
    MultiPartParser.spool_max_size = (st.get_option("server.maxUploadSize") + 1) * 2**20


def let_go() -> None:
    """Take this session's uploads out of memory, and with them what `downloads_let_go` takes."""
    context = get_script_run_ctx()
    # Streamlit would keep a file whose widget has gone as long as the session.
    context.uploaded_file_mgr.remove_session_files(context.session_id)
    downloads_let_go()


def downloads_let_go() -> None:
    """Take what this session was offered for download out of memory.

    Streamlit would keep it until the page is run as a whole. What the part of the page that runs
    now still offers, it has to offer after this.
    """
    if runtime.exists():
        media = runtime.get_instance().media_file_mgr
        media.clear_session_refs()
        # This marks such files only. The end of this run, which does the same, deletes them.
        media.remove_orphaned_files()
