"""Text as the bundled font can show it: what it has no glyph for is written as its number."""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).parents[1] / "assets" / "fonts"
FACES: Final = ("DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf")
LONGEST_WORD, LONGEST_PART = 24, 7  # characters; a longer word may be broken after every part
_ZERO_WIDTH_SPACE = "\u200b"
_GROUP_TABLE = 12  # the only format of a character map that reaches beyond U+FFFF here


def printable(text: str) -> str:
    """`text` on paper: marks that nobody sees are left out, unknown characters become `[U+1F9D1]`.

    Among the marks are those that turn the direction, and soft hyphens: the typesetter knows where words may break.
    """
    shown = "".join(_printable(char) for char in text)
    return " ".join(_breakable(word) for word in shown.split(" "))


def _printable(char: str) -> str:
    if unicodedata.category(char) == "Cf":
        return ""
    return char if ord(char) in covered() else f"[U+{ord(char):04X}]"


def _breakable(word: str) -> str:
    if len(word) <= LONGEST_WORD:
        return word
    parts = [word[at : at + LONGEST_PART] for at in range(0, len(word), LONGEST_PART)]
    return _ZERO_WIDTH_SPACE.join(parts)


@cache
def covered() -> frozenset[int]:
    """The characters that every bundled face has a glyph for."""
    return frozenset.intersection(*(_characters(FONTS / face) for face in FACES))


def _characters(font: Path) -> frozenset[int]:
    """The character map of a TrueType font (OpenType 1.9, table cmap, format 12). ValueError: it has none such."""
    data = font.read_bytes()
    start = _table(data, b"cmap")
    (count,) = struct.unpack_from(">H", data, start + 2)
    for record in range(count):
        (offset,) = struct.unpack_from(">I", data, start + 4 + 8 * record + 4)
        (form,) = struct.unpack_from(">H", data, start + offset)
        if form == _GROUP_TABLE:
            return _groups(data, start + offset)
    raise ValueError(f"{font.name} has no character map of format {_GROUP_TABLE}")


def _table(data: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, 4)
    for record in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * record)
        if name == tag:
            return int(offset)
    raise ValueError(f"a font without a table {tag.decode()}")


def _groups(data: bytes, at: int) -> frozenset[int]:
    (count,) = struct.unpack_from(">I", data, at + 12)
    groups = (struct.unpack_from(">III", data, at + 16 + 12 * number) for number in range(count))
    return frozenset(char for first, last, _ in groups for char in range(first, last + 1))
