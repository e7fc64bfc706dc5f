"""Tests of `screens/regularization`."""
