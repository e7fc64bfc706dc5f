"""What the host grants this process."""

from __future__ import annotations

import os
from pathlib import Path

_LIMITS = ("memory.max", "memory/memory.limit_in_bytes", "memory.limit_in_bytes")
"""Files of a control group that hold its limit: version 2, version 1."""


def memory_limit(root: Path = Path("/sys/fs/cgroup")) -> int:
    """Bytes that all processes here may use together.

    Args:
        root: Where the control groups are mounted; a container sees its own there.

    Returns:
        The limit of the control group (version 1 or 2) or the memory of the machine, whichever is
        less.
    """
    limits = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    for name in _LIMITS:
        try:
            # "max" where there is none.
            limits.append(int((root / name).read_text()))
        except (OSError, ValueError):
            continue
    return min(limits)
