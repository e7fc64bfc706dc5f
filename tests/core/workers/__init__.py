"""Tests of `core/workers`."""
