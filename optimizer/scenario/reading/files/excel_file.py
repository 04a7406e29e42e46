"""An Excel workbook to the cells of its sheets."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from optimizer.scenario.reading.cells import Broken, Raw
from optimizer.scenario.reading.files.excel_parts import UnfitError, look_into
from optimizer.scenario.reading.findings import Findings

Records = list[list[Raw]]


def read_workbook(file: Path, findings: Findings) -> dict[str, Records]:
    """The rows of each sheet from cell A1, hidden ones too; empty, with a fault: it cannot be opened safely."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        broken = look_into(file)
        with CalamineWorkbook.from_path(file) as workbook:
            sheets: dict[str, Records] = {
                name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names
            }
    except UnfitError as error:
        findings.fault(file.name, None, "", "", f"a workbook of {error}")
        return {}
    except (BadZipFile, CalamineError, ParseError, NotImplementedError, RuntimeError, EOFError) as error:
        findings.fault(file.name, None, "", "", f"an Excel workbook, .xlsx, without a password ({error})")
        return {}
    for name, cells in broken.items():
        if cells and name in sheets:
            _mark(sheets[name], cells)
    return sheets


def _mark(records: Records, cells: Mapping[tuple[int, int], str]) -> None:
    """Put back the cells that calamine shows as empty, so that they are refused with their place."""
    width = max([len(row) for row in records] + [column + 1 for _, column in cells])
    height = max([len(records)] + [row + 1 for row, _ in cells])
    records.extend([] for _ in range(height - len(records)))
    for record in records:
        record.extend([""] * (width - len(record)))
    for (row, column), written in cells.items():
        records[row][column] = Broken(written)
