"""What trained weights say: figures, fits, outcomes of many starts, and a diagnosis."""
