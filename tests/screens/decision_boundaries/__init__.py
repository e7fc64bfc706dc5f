"""Tests of `screens/decision_boundaries`."""
