"""A CSV file, also one that a Dutch Excel wrote, to a raw table."""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path
from typing import Final

from optimizer.scenario.reading.cells import Style
from optimizer.scenario.reading.files.raw import RawTable, raw_table
from optimizer.scenario.reading.findings import Findings

_SEPARATORS: Final = (",", ";", "\t")
_MOST_BYTES: Final = 200_000_000  # a national day takes a quarter of one megabyte


def read_csv(name: str, file: Path, findings: Findings) -> RawTable | None:
    """The table of a file with a header row; None, with a fault, where it cannot be told what the cells are."""
    if file.stat().st_size > _MOST_BYTES:
        findings.fault(name, None, "", "", f"a file of at most {_MOST_BYTES // 1_000_000} MB")
        return None
    text = _decode(name, file.read_bytes(), findings)
    if text is None:
        return None
    text, separator = _find_separator(text)
    records: list[list[str]] = []
    try:
        records.extend(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        expected = f"a row with each quote closed at the end of its cell ({error})"
        findings.fault(name, len(records) + 1, "", "", expected)
        return None
    return raw_table(name, records, Style(dutch=separator == ";"), findings)


def _decode(name: str, content: bytes, findings: Findings) -> str | None:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return _decode_as("utf-16", name, content, findings)
    content = content.removeprefix(BOM_UTF8)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        findings.warn(name, "is not UTF-8 and was read as Windows-1252: check the letters with accents")
        return _decode_as("cp1252", name, content, findings)


def _decode_as(encoding: str, name: str, content: bytes, findings: Findings) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        damaged = content[error.start : error.end].hex(" ")
        findings.fault(name, row, "", f"byte {damaged}", "text in UTF-8 (or Windows-1252)")
        return None


def _find_separator(text: str) -> tuple[str, str]:
    """The text without Excel's own `sep=;` line, and what separates its cells: the mark the header has most of."""
    first, _, rest = text.partition("\n")
    if first.rstrip("\r").lower() in {f"sep={mark}" for mark in _SEPARATORS}:
        return rest, first.rstrip("\r")[-1]
    unquoted = "".join(first.split('"')[::2])
    return text, max(_SEPARATORS, key=unquoted.count)
