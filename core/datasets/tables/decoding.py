"""The bytes of a text file into text, whatever wrote them."""

from __future__ import annotations

import codecs
import re

from core.problems import Problem

MOST_BYTES = 10 * 2**20
"""A larger file is not read."""

# Kinds of file that are often taken for a table, by how they begin.
_OTHER_FILES = (
    (b"PK\x03\x04", "Excel, zip"),
    (b"\xd0\xcf\x11\xe0", "Excel"),
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x1f\x8b", "gzip"),
)
END = "\x1a"
"""DOS marks the end of a text by this."""

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def text_of(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with a byte order mark, CP949 (EUC-KR) or Latin-1.

    Args:
        data: The file.

    Returns:
        Its text, without a byte order mark.

    Raises:
        Problem: If the file is too large, empty, or no text.
    """
    if len(data) > MOST_BYTES:
        raise Problem(
            "The file has {size} MB. It may have at most {most} MB: leave rows or columns out.",
            size=f"{len(data) / 2**20:.1f}",
            most=MOST_BYTES // 2**20,
        )
    for beginning, kind in _OTHER_FILES:
        if data.startswith(beginning):
            raise Problem(
                "This is no text file ({kind}). Save the table as CSV and upload that.", kind=kind
            )
    text = data.decode(encoding_of(data)).removesuffix(END)
    if not text.strip():
        raise Problem("The file is empty.")
    strange = _CONTROL.search(text)
    if strange:
        raise Problem(
            "This is no text file: row {row} holds a character (code {code}) that no table has. "
            "Save the table as CSV in UTF-8.",
            row=len(re.findall(r"\r\n?|\n", text[: strange.start()])) + 1,
            code=ord(strange.group()),
        )
    return text


def encoding_of(data: bytes) -> str:
    """In which encoding a file is, as Python names it.

    Raises:
        Problem: If it begins like UTF-16 but is not.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            data.decode("utf-16")
            return "utf-16"
        except UnicodeDecodeError:
            raise Problem(
                "The file begins like UTF-16 but is damaged. Save the table as CSV in UTF-8."
            ) from None
    try:
        data.decode("utf-8-sig")
        return "utf-8-sig"
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp949")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp949" if _is_korean(text) else "latin-1"


def _is_korean(text: str) -> bool:
    """Are most of the letters among the common ones, those of EUC-KR?

    Accented letters before plain ones ("Ärzte") read as CP949 make syllables that nobody writes.
    """
    foreign = re.sub(r"[\x00-\x7f]", "", text)
    # Two bytes stand for each letter that EUC-KR has.
    return len(foreign.encode("euc-kr", "ignore")) >= len(foreign)
