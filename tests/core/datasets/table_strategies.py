"""Files at random: tables, what is nearly a table, and what is none."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.core.datasets.table_files import file_of

TEXTS = st.text(
    st.sampled_from("0123456789.,;\t\n\r\"' -+einfaNA_%é한\ufeff\x1a\x00"), max_size=300
)
CELLS = st.one_of(
    st.integers(-99, 99).map(str),
    st.floats().map(str),
    st.sampled_from(
        ["", "a", "b", "NA", "inf", "1e999", "1_0", "1,5", '"', "x\ny", "한", "é", "\t"]
    ),
    st.text(max_size=5),
)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp949", "latin-1"])


@st.composite
def tables(draw):
    """Files that are nearly tables: columns of one kind each, with a few wrong cells."""
    width, height = draw(st.integers(1, 6)), draw(st.integers(0, 40))
    kinds = st.sampled_from([("0", "1"), ("a", "b", "c"), ("1", "2", "3", "x"), ("1.5", "-2", "7")])
    columns = [
        draw(st.lists(st.sampled_from(draw(kinds)), min_size=height, max_size=height))
        for _ in range(width)
    ]
    rows = [list(cells) for cells in zip(*columns, strict=True)]
    for _ in range(draw(st.integers(0, 3)) if rows else 0):
        row = rows[draw(st.integers(0, height - 1))]
        row[draw(st.integers(0, width - 1))] = draw(CELLS)
    heading = draw(st.lists(CELLS, min_size=width, max_size=width)) if draw(st.booleans()) else ()
    text = file_of(rows, heading, draw(st.sampled_from(",;\t"))).decode()
    return text.encode(draw(ENCODINGS), "replace")


def damaged(data: bytes, place: int, piece: bytes) -> bytes:
    return data[:place] + piece + data[place + len(piece) :]


FILES = st.one_of(
    st.binary(max_size=2000),
    st.builds(lambda text, encoding: text.encode(encoding, "replace"), TEXTS, ENCODINGS),
    tables(),
    st.builds(damaged, tables(), st.integers(0, 500), st.binary(max_size=4)),
)
