"""Tests of `screens/image_through_activation`."""
