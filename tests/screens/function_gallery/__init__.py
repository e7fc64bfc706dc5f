"""Tests of `screens/function_gallery`."""
