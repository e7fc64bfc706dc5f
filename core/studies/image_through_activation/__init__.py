"""A picture through an activation function."""
