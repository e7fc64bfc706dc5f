"""Side-by-side measurements, one command each; every figure is a ratio within one run."""
