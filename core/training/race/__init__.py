"""The race of the regularization screen: variants trained side by side, epoch by epoch."""
