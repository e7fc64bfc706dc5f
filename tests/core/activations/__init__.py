"""Tests of `core/activations`."""
