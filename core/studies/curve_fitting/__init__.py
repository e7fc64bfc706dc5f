"""Curve fitting: hinges, linear regions, and networks of both shapes compared."""
