"""Tests of `core/export`."""
