"""What a computation that pauses tells whoever drives it."""

from __future__ import annotations

WAITING = "waiting"
"""Yielded by a computation that can do nothing itself until something else is done."""
