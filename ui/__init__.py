"""All that knows Streamlit or Altair, shared by the screens."""
