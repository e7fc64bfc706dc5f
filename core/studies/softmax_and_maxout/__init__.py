"""Functions of a vector: probabilities and upper envelopes."""
