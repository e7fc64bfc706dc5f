"""What the tests of all charts read off a specification."""

from __future__ import annotations


def titles(spec: object) -> set[str]:
    """All axis titles of a specification; layers that share an axis may leave it to one of them."""
    found = set()
    if isinstance(spec, dict):
        for channel in ("x", "y"):
            encoding = spec.get("encoding", {}).get(channel)
            if encoding and encoding.get("title"):
                found.add(encoding["title"])
        for part in spec.values():
            found |= titles(part)
    elif isinstance(spec, list):
        for part in spec:
            found |= titles(part)
    return found
