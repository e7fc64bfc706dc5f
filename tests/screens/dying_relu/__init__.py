"""Tests of `screens/dying_relu`."""
