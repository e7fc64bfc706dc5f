"""Widgets: controls bound to settings, tables of points, the scrubber, the quiz, the clipboard."""
