"""Tests of `screens/curve_fitting`."""
