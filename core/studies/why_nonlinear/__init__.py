"""A test for linearity, and stacks of layers."""
