"""All that knows Streamlit or Altair, shared by the screens."""

from core.workers import descriptors
from ui import quiet

# Before the rest is imported, which takes seconds: meanwhile a crowd may come.
descriptors.claim()
quiet.keep_log_short()
