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


def tables_read(spec: object) -> set[str]:
    """Names of all tables that the marks of a specification read.

    A picture that holds one more is no longer drawn anew when its tables change: the browser does
    not know that one.
    """
    found = set()
    if isinstance(spec, dict):
        if isinstance(spec.get("data"), dict):
            found.add(spec["data"].get("name"))
        for part in spec.values():
            found |= tables_read(part)
    elif isinstance(spec, list):
        for part in spec:
            found |= tables_read(part)
    return found
