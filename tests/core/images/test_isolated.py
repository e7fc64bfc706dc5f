"""Full resolution in a process of its own: the same picture, and no harm from a bad one."""

from __future__ import annotations

import pytest

from core.images import Treatment, export_png, export_png_apart, isolated, sample_bytes
from core.problems import Problem


@pytest.mark.parametrize("mode", ["luminance", "channels"])
def test_the_picture_is_the_one_made_here(mode):
    treatment = Treatment(mode, "mean", 3.0, "elu", {"alpha": 0.5})
    shares = []
    apart = export_png_apart(sample_bytes("china"), treatment, -2.0, 2.0, shares.append)
    assert apart == export_png(sample_bytes("china"), treatment, -2.0, 2.0)
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_a_problem_arrives_with_its_slots():
    with pytest.raises(Problem) as here:
        export_png(b"not a picture", Treatment(), -1.0, 1.0)
    with pytest.raises(Problem) as apart:
        export_png_apart(b"not a picture", Treatment(), -1.0, 1.0)
    assert apart.value.template == here.value.template
    assert apart.value.values == here.value.values


def test_what_the_listener_raises_ends_the_work():
    class Stopped(Exception):
        pass

    def stop(share: float) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        export_png_apart(sample_bytes("china"), Treatment(), -1.0, 1.0, stop)
    # The next one is not kept waiting.
    assert export_png_apart(sample_bytes("flower"), Treatment(), -1.0, 1.0)


def test_a_process_that_breaks_is_told_in_a_sentence(monkeypatch):
    monkeypatch.setattr(isolated.sys, "executable", "/bin/true")
    with pytest.raises(Problem, match="full resolution"):
        export_png_apart(sample_bytes("china"), Treatment(), -1.0, 1.0)


def test_why_a_process_broke_is_logged_and_no_more_than_its_last_words(monkeypatch, caplog):
    monkeypatch.setattr(
        isolated, "__name__", "a_module_that_does_not_exist." + 5000 * "m" + ".last"
    )
    with pytest.raises(Problem, match="full resolution"):
        export_png_apart(sample_bytes("china"), Treatment(), -1.0, 1.0)
    (record,) = caplog.records
    assert "last" in record.message
    assert "ended with 1" in record.message
    assert len(record.message) < 2_100
