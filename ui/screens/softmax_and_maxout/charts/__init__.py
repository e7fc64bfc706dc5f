"""The charts that this screen alone draws."""
