"""What networks compute, in NumPy: layers, sums and outputs, slopes, gradients, losses."""
