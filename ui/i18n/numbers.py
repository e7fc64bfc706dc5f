"""Numbers as a visitor reads them."""

from __future__ import annotations

import re


def compact(value: float, digits: int = 3) -> str:
    """A number of any size in few characters: 0.145, 4.6e-9, 0.

    Args:
        value: What to write.
        digits: Significant digits.
    """
    plain = value == 0 or 1e-3 <= abs(value) < 1e3
    text = f"{value:z.{digits}g}" if plain else f"{value:.{digits - 1}e}"
    # 1.50e-09 says no more than 1.5e-9.
    return re.sub(r"\.?0*e([+-])0*", lambda found: "e-" if found[1] == "-" else "e", text)


def readable(value: float) -> str:
    """As `compact`, but up to a million in plain digits: 1,065, not 1.06e3."""
    return f"{value:,.0f}" if 1e3 <= abs(value) < 1e6 else compact(value)


def file_size(count: int) -> str:
    """Bytes as the size of a file: 32 kB, 1.4 MB."""
    return f"{count / 1e6:.1f} MB" if count >= 999_500 else f"{max(1, round(count / 1e3))} kB"
