"""Tests of `screens/softmax_and_maxout`."""
