"""Groups of widgets that return a value of core."""
