"""Tests of `core/experiments`."""
