"""Tests of `screens/why_nonlinear`."""
