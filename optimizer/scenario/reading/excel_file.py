"""An Excel workbook to the cells of its sheets, after a look at what would be unpacked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from optimizer.scenario.reading.cells import Raw
from optimizer.scenario.reading.findings import Findings

_MOST_FILES: Final = 2_000  # in the zip that a workbook is
_MOST_BYTES: Final = 250_000_000  # unpacked
_MOST_RATIO: Final = 200  # of unpacked to packed, for an entry above one megabyte; real sheets stay below 50
_MOST_CELLS: Final = 5_000_000  # of the rectangle that holds a sheet's cells, which is made in memory
_CELL: Final = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*(?<!/)>')


def read_workbook(file: Path, findings: Findings) -> dict[str, Sequence[Sequence[Raw]]]:
    """The rows of each visible or hidden sheet from cell A1; empty, with a fault: it cannot be opened safely."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        danger = _danger(file)
        if danger:
            findings.fault(file.name, None, "", "", f"a workbook {danger}")
            return {}
        with CalamineWorkbook.from_path(file) as workbook:
            return {
                name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names
            }
    except (BadZipFile, CalamineError, NotImplementedError, RuntimeError) as error:
        findings.fault(file.name, None, "", "", f"an Excel workbook, .xlsx, without password ({error})")
        return {}


def _danger(file: Path) -> str:
    """What the workbook would have to be to be safe to open; empty when it is."""
    with ZipFile(file) as archive:
        entries = archive.infolist()
        if len(entries) > _MOST_FILES:
            return f"of at most {_MOST_FILES} parts"
        if sum(entry.file_size for entry in entries) > _MOST_BYTES:
            return f"of at most {_MOST_BYTES // 1_000_000} MB unpacked"
        if any(map(_swells, entries)):
            return f"that unpacks to at most {_MOST_RATIO} times its size"
        if archive.testzip() is not None:  # reads no more than the sizes above promise
            return "that is not damaged"
        sheets = [entry for entry in entries if entry.filename.startswith("xl/worksheets/")]
        if any(_area(archive.read(sheet)) > _MOST_CELLS for sheet in sheets):
            return f"with sheets of at most {_MOST_CELLS} cells, also counting the empty ones between the others"
    return ""


def _swells(entry: ZipInfo) -> bool:
    return entry.file_size > 1_000_000 and entry.file_size > _MOST_RATIO * max(entry.compress_size, 1)


def _area(sheet: bytes) -> int:
    """Cells of the rectangle from A1 to the last filled cell."""
    columns, rows = 0, 0
    for letters, row in _CELL.findall(sheet):
        place = 0
        for letter in letters:
            place = 26 * place + letter - 64
        columns, rows = max(columns, place), max(rows, int(row))
    return columns * rows
