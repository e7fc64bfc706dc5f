"""Regularization: presets, first variants, and a small race for the home page."""
