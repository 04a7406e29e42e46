"""What a workbook is made of, looked at before it is opened: what would swell up, and cells that have no value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final
from xml.etree import ElementTree as Xml
from zipfile import ZipFile, ZipInfo

_MOST_FILES: Final = 2_000  # in the zip that a workbook is
_MOST_BYTES: Final = 250_000_000  # unpacked
_MOST_RATIO: Final = 200  # of unpacked to packed, for a part above one megabyte; real sheets stay below 50
_MOST_CELLS: Final = 5_000_000  # of the rectangle that holds a sheet's cells, which is made in memory
_MOST_COLUMNS: Final = 16_384  # of Excel
_CELL: Final = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["'][^>]*(?<!/)>""")
_UNPLACED_CELL: Final = re.compile(rb"<(?:\w+:)?c(?:>|\s(?![^>]*\br\s*=)[^>]*(?<!/)>)")  # at the next place of its row
_ROW: Final = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["']([0-9]{1,7})["'][^>]*(?<!/)>""")
_ERROR: Final = re.compile(
    rb"""<c\s(?=[^>]*\bt="e")[^>]*?\br="([A-Z]+)([0-9]+)"[^>]*>(?:<f.*?</f>|<f[^>]*/>)?<v>([^<]*)"""
)
_NO_VALUE: Final = re.compile(
    rb"""<c\s(?![^>]*\bt="str")[^>]*?\br="([A-Z]+)([0-9]+)"[^>]*><f[^>]*>([^<]*)</f>(?:<v\s*/>|<v></v>)?</c>"""
)


class UnfitError(Exception):
    """A workbook that is not opened; the text says what it would have to be."""


def look_into(file: Path) -> dict[str, dict[tuple[int, int], str]]:
    """By sheet: the cells (row and column, from 0) that hold an error such as #N/A, or a formula without a value.

    UnfitError: it would take too much memory, or shift its dates. BadZipFile: it is damaged or no workbook.
    """
    with ZipFile(file) as archive:
        _refuse_bombs(archive.infolist())
        parts = {}
        for entry in archive.infolist():
            content = archive.read(entry)  # no more than the sizes promise, and checked
            if _area(content) > _MOST_CELLS:
                raise UnfitError(f"sheets of at most {_MOST_CELLS} cells, with the empty ones between the others")
            parts[entry.filename] = dict(_valueless(content))
        if any(book.get("date1904") in ("1", "true") for book in _elements(archive, "xl/workbook.xml", "workbookPr")):
            raise UnfitError("days counted from 1900, not from 1904 (save it anew in Excel)")
        return {sheet: parts.get(part, {}) for sheet, part in _parts_of_sheets(archive)}


def _refuse_bombs(entries: list[ZipInfo]) -> None:
    if len(entries) > _MOST_FILES:
        raise UnfitError(f"at most {_MOST_FILES} parts")
    if sum(entry.file_size for entry in entries) > _MOST_BYTES:
        raise UnfitError(f"at most {_MOST_BYTES // 1_000_000} MB unpacked")
    for entry in entries:
        if entry.file_size > max(1_000_000, _MOST_RATIO * entry.compress_size):
            raise UnfitError(f"parts that unpack to at most {_MOST_RATIO} times their size")


def _area(sheet: bytes) -> int:
    """Cells of the rectangle from A1 to the last filled cell."""
    columns, rows = 0, 0
    for letters, row in set(_CELL.findall(sheet)):
        columns, rows = max(columns, _place(letters)), max(rows, int(row))
    if unplaced := len(_UNPLACED_CELL.findall(sheet)):
        columns = max(columns, min(unplaced, _MOST_COLUMNS))
        rows = max([rows, *map(int, _ROW.findall(sheet))])
    return columns * rows


def _place(letters: bytes) -> int:
    """Column A is 1, AA is 27."""
    place = 0
    for letter in letters:
        place = 26 * place + letter - 64
    return place


def _valueless(sheet: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for letters, row, error in _ERROR.findall(sheet):
        yield (int(row) - 1, _place(letters) - 1), error.decode("utf-8", "replace")
    for letters, row, formula in _NO_VALUE.findall(sheet):
        yield (int(row) - 1, _place(letters) - 1), f"={formula.decode('utf-8', 'replace')} (not computed)"


def _parts_of_sheets(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """Each sheet's name and the part of the zip that holds it."""
    targets = {}
    for link in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship"):
        target = PurePosixPath("/xl") / link.get("Target", "")  # relative to xl/, or absolute
        targets[link.get("Id")] = str(target).removeprefix("/")
    for sheet in _elements(archive, "xl/workbook.xml", "sheet"):
        relation = next((value for key, value in sheet.items() if key.endswith("}id")), "")
        yield sheet.get("name", ""), targets.get(relation, "")


def _elements(archive: ZipFile, part: str, tag: str) -> Iterator[Xml.Element]:
    if part not in archive.namelist():
        return
    tree = Xml.fromstring(archive.read(part))  # noqa: S314 - its size is bounded, and expat bounds what entities swell to
    yield from (element for element in tree.iter() if element.tag.endswith("}" + tag))
