"""Tests of `screens/numerical_derivative`."""
