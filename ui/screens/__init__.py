"""A room for each screen: what it says of itself, its controls, views, verdict and charts."""
