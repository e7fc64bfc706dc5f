"""Tests: core against outside judges, screens through AppTest, and a real browser."""
