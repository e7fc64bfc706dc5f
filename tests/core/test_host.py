"""Limits of memory, read from files as control groups write them."""

from __future__ import annotations

import os

import psutil
import pytest

from core.host import SHARE, memory_limit, used


@pytest.fixture
def groups(tmp_path):
    """Writes the files of control groups; tells the limit that is found."""

    def found(own, **files):
        for name, text in files.items():
            path = tmp_path / "groups" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        (tmp_path / "own").write_text(own)
        return memory_limit(tmp_path / "groups", tmp_path / "own")

    return found


def test_version_2_has_the_lowest_limit_of_a_group_and_those_around_it(groups):
    own = "0::/app.slice/one\n"
    files = {"app.slice/one/memory.max": "2000000000\n", "app.slice/memory.max": "900000000\n"}
    assert groups(own, **files) == 900_000_000
    assert groups(own, **{"app.slice/memory.max": "max\n"}) == 2_000_000_000


def test_version_1_has_the_limit_of_its_memory_group(groups):
    own = "9:cpu,cpuacct:/other\n4:memory:/docker/abc\n"
    files = {
        "memory/docker/abc/memory.limit_in_bytes": "700000000\n",
        "memory/other/memory.limit_in_bytes": "5\n",
        "memory/memory.limit_in_bytes": "9223372036854771712\n",
    }
    assert groups(own, **files) == 700_000_000


def test_inside_a_container_the_limit_stands_at_the_root(groups):
    assert groups("0::/\n", **{"memory.max": "1073741824"}) == 2**30
    assert groups("4:memory:/docker/abc\n", **{"memory/memory.limit_in_bytes": "500000000"}) == 5e8


def test_without_a_limit_it_is_a_share_of_the_machine(groups, tmp_path):
    share = int(SHARE * psutil.virtual_memory().total)
    assert groups("0::/\n", **{"memory.max": "max\n"}) == share
    assert memory_limit(tmp_path / "nothing", tmp_path / "nowhere") == share


def test_what_is_used_counts_each_process_that_is_there():
    alone = used([])
    assert used([os.getpid(), 2**22 + 1]) == pytest.approx(2 * alone, rel=0.1)
