"""A value in, a chart out: nothing drawn, nothing stored."""
