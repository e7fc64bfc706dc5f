"""Decision boundaries: presets, and points of the visitor's own."""
