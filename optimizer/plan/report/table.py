"""One sheet with one table: typed cells, frozen header, filter, widths, and ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from optimizer.plan.report.texts import HEADERS, NO, PAGE, YES
from optimizer.plan.texts import Lang

Style = Literal["text", "wrap", "whole", "number", "share", "clock"]
NUMBER_FORMATS: dict[Style, str] = {
    "text": "@",
    "wrap": "@",
    "whole": "#,##0",
    "number": "#,##0.##",
    "share": "0%",
    "clock": "[hh]:mm",
}
A4 = 9
LONGEST_CELL = 32_767  # what Excel holds
MINUTES_A_DAY = 1440


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its key in the catalogue of headers; `width` in characters."""

    key: str
    style: Style = "text"
    width: int = 12


class Book:
    """A workbook of XlsxWriter with its formats; `lang` is the language of everything in it."""

    def __init__(self, workbook: Any, lang: Lang, heading: str) -> None:
        self.workbook, self.lang, self.heading = workbook, lang, heading
        self.title = workbook.add_format({"bold": True, "font_size": 16})
        self.bold = workbook.add_format({"bold": True})
        self._header = workbook.add_format(
            {"bold": True, "bg_color": "#154273", "font_color": "#FFFFFF", "text_wrap": True, "valign": "top"}
        )
        self._formats = {
            style: workbook.add_format({"num_format": text, "valign": "top", "text_wrap": style == "wrap"})
            for style, text in NUMBER_FORMATS.items()
        }

    def add_sheet(self, name: str, columns: Sequence[Column]) -> Any:
        """A new sheet with column widths, to be printed on A4, its heading on each page."""
        sheet = self.workbook.add_worksheet(name)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L{self.heading}&R{name}")
        sheet.set_footer(f"&R{PAGE[self.lang]}")
        return sheet

    def add_table(self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> None:
        """A sheet that is one table with a frozen header and a filter."""
        sheet = self.add_sheet(name, columns)
        last = self.write_rows(sheet, 0, columns, rows)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
        sheet.repeat_rows(0)

    def write_rows(self, sheet: Any, top: int, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> int:
        """Headers at row `top` and `rows` below them; the number of the last row written."""
        for at, column in enumerate(columns):
            sheet.write_string(top, at, HEADERS[column.key][self.lang], self._header)
        line = top
        for line, row in enumerate(rows, top + 1):
            for at, (column, value) in enumerate(zip(columns, row, strict=True)):
                self.write_cell(sheet, line, at, column.style, value)
        return line

    def write_cell(self, sheet: Any, line: int, at: int, style: Style, value: object) -> None:
        """One cell by the type of `value`; None leaves it empty, a clock is minutes after midnight."""
        whole = style == "number" and isinstance(value, int | float) and float(value).is_integer()
        shown = self._formats["whole" if whole else style]
        if isinstance(value, bool):
            sheet.write_string(line, at, (YES if value else NO)[self.lang], shown)
        elif isinstance(value, int | float):
            sheet.write_number(line, at, value / MINUTES_A_DAY if style == "clock" else value, shown)
        elif value is not None:
            sheet.write_string(line, at, str(value)[:LONGEST_CELL], shown)
