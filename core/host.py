"""How much memory this machine, or the part of it that is ours, has."""

from __future__ import annotations

from pathlib import Path

import psutil

SHARE = 0.8
"""Share of the machine's memory that is taken for ours where no limit is set."""

_FILES = ("memory.max", "memory.limit_in_bytes")  # of control groups, versions 2 and 1


def memory_limit(root: Path = Path("/sys/fs/cgroup"), own: Path = Path("/proc/self/cgroup")) -> int:
    """Bytes that all processes here may have together.

    The lowest limit of the control groups that this process is in; a share of the machine's memory
    where there is none, as outside of Linux.

    Args:
        root: Where control groups are mounted.
        own: Names the groups of this process, a line each: "number:controllers:path".
    """
    total = psutil.virtual_memory().total
    limits = [limit for limit in map(_number, _paths(root, own)) if 0 < limit < total]
    return min(limits, default=int(SHARE * total))


def used(pids: list[int]) -> int:
    """Resident bytes of this process and of others; of those that are no more, none."""
    total = psutil.Process().memory_info().rss
    for pid in pids:
        try:
            total += psutil.Process(pid).memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total


def _paths(root: Path, own: Path) -> list[Path]:
    """The files that may hold a limit of a group of this process, or of one around it."""
    try:
        lines = own.read_text().splitlines()
    except OSError:
        lines = []
    groups = {root, root / "memory"}
    for line in lines:
        _number, controllers, path = line.split(":", 2)
        if controllers and "memory" not in controllers.split(","):
            continue
        group = (root / "memory" if controllers else root) / path.strip("/")
        groups |= {one for one in (group, *group.parents) if one.is_relative_to(root)}
    return [group / name for group in groups for name in _FILES]


def _number(path: Path) -> int:
    """The number in a file; 0 if there is none, such as "max"."""
    try:
        text = path.read_text().strip()
    except OSError:
        return 0
    return int(text) if text.isdigit() else 0
