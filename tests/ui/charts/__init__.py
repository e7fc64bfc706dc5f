"""Tests of `ui/charts`."""
