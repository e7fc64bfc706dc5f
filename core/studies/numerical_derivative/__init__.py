"""The numerical derivative and its errors."""
