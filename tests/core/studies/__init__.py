"""Tests of `core/studies`."""
