"""Numbers as a visitor reads them."""

from __future__ import annotations

import pytest

from ui.i18n.numbers import compact, file_size


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (-0.0, "0"), (0.14512, "0.145"), (4.6e-9, "4.6e-9"), (-0.0061, "-0.0061")],
)
def test_a_number_is_written_in_few_characters(value, text):
    assert compact(value) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [(70, "1 kB"), (32_000, "32 kB"), (999_499, "999 kB"), (999_500, "1.0 MB"), (1.44e6, "1.4 MB")],
)
def test_files_below_a_megabyte_are_told_in_kilobytes(count, text):
    assert file_size(count) == text
