"""Tests of `ui/training`."""
