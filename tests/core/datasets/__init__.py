"""Tests of `core/datasets`."""
