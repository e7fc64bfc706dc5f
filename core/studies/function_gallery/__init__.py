"""The function gallery: samples, chains of functions, and what a function costs."""
