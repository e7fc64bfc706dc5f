"""A visitor's table: a CSV file of unknown origin into numbers and labels, or a sentence."""

from __future__ import annotations

from core.datasets.tables.reading import Table, Way, read_table

__all__ = ["Table", "Way", "read_table"]
