"""Tests of `core/settings`."""
