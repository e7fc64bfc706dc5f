"""Dying ReLU: the lives of units."""
