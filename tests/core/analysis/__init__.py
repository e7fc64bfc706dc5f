"""Tests of `core/analysis`."""
