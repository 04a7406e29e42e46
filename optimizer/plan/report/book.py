"""The workbook as XlsxWriter makes it: sheets ready to print on A4, tables with a frozen header and a filter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap
from typing import Any, Final, Literal

from optimizer.plan.report.texts import ALL, CONCEPT, CONCEPT_LINE, COUNTS_ONLY, HEADERS, NO, PAGE, PERSONAL, YES
from optimizer.plan.texts import Lang

Style = Literal["text", "wrap", "whole", "number", "share", "clock", "date"]
NUMBER_FORMATS: Final[dict[Style, str]] = {
    "text": "@",
    "wrap": "@",
    "whole": "#,##0",
    "number": "#,##0.##",
    "share": "0%",
    "clock": "[hh]:mm",
    "date": "dd-mm-yyyy",
}
TEXTS: Final[frozenset[Style]] = frozenset({"text", "wrap"})
ADDED_UP: Final = 109  # SUBTOTAL's number for the sum of the rows that a filter leaves
A4 = 9
LONGEST_CELL = 32_767  # what Excel holds
LONGEST_SHEET_NAME = 31
LONGEST_HEADER = 120  # of the 255 characters that Excel allows for left, middle and right together
MINUTES_A_DAY = 1440
ROW_HEIGHT, HIGHEST_ROW = 15.0, 409.0  # points; Excel takes no higher row
BOLD = 0.9  # of the characters that fit into a column fit when they are bold
INK, SOFT, PANEL, DRAFT = "#154273", "#44505C", "#F3F6F9", "#FFF4D6"


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its key in the catalogue of headers; `width` in characters; `added` where a total means something."""

    key: str
    style: Style = "text"
    width: int = 12
    added: bool = False


class Book:
    """A workbook of XlsxWriter with its formats; `lang` is the language of everything in it."""

    def __init__(self, workbook: Any, lang: Lang, heading: str) -> None:
        self.workbook, self.lang, self.heading = workbook, lang, heading
        self.title = workbook.add_format({"bold": True, "font_size": 16, "font_color": INK})
        self.section = workbook.add_format({"bold": True, "font_size": 12, "font_color": INK})
        self.draft = workbook.add_format({"bold": True, "bg_color": DRAFT})
        self.link = workbook.add_format({"font_color": INK, "underline": 1})
        self._note = workbook.add_format({"font_color": SOFT, "text_wrap": True, "valign": "top"})
        header = {
            "bold": True,
            "bg_color": INK,
            "font_color": "#FFFFFF",
            "text_wrap": True,
            "valign": "top",
            "indent": 1,
        }
        self._header = workbook.add_format({**header, "align": "left"})
        self._figure_header = workbook.add_format({**header, "align": "right"})
        shown = {"valign": "top", "indent": 1, "bottom": 4, "bottom_color": "#C6CED6"}
        total = {"valign": "top", "indent": 1, "bold": True, "top": 2, "bg_color": PANEL}
        self._formats = {style: self._format(style, shown) for style in NUMBER_FORMATS}
        self._totals = {style: self._format(style, total) for style in NUMBER_FORMATS}

    def _format(self, style: Style, looks: dict[str, object]) -> Any:
        align = "left" if style in TEXTS else "right"
        own = {"num_format": NUMBER_FORMATS[style], "text_wrap": style == "wrap", "align": align}
        return self.workbook.add_format({**looks, **own})

    def add_sheet(self, name: str, widths: Sequence[int], *, personal: bool, upright: bool = False) -> Any:
        """A new sheet for A4, one page wide; every page says the day, that it is a draft, and whom it is for."""
        sheet = self.workbook.add_worksheet(name)
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        sheet.set_paper(A4)
        if upright:
            sheet.set_portrait()
        else:
            sheet.set_landscape()
        sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(1)
        sheet.set_header(f"&L{_literal(self.heading)}&C&B{CONCEPT[self.lang]}&R{_literal(name)}")
        sheet.set_footer(f"&L{(PERSONAL if personal else COUNTS_ONLY)[self.lang]}&R{PAGE[self.lang]}")
        return sheet

    def add_table(
        self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[object]], *, personal: bool
    ) -> None:
        """A sheet that is one table with a frozen header and a filter; below it what its columns add up to."""
        sheet = self.add_sheet(name, [column.width for column in columns], personal=personal)
        every = list(rows)
        last = self.write_rows(sheet, 0, columns, every)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
        sheet.repeat_rows(0)
        if every and any(column.added for column in columns):
            self._write_total(sheet, last + 2, columns, every)  # an empty row keeps it out of the filter

    def _write_total(self, sheet: Any, line: int, columns: Sequence[Column], rows: Sequence[Sequence[object]]) -> None:
        """Sums that follow the filter; the value of all rows is stored beside the formula."""
        last = len(rows) + 1
        for at, column in enumerate(columns):
            shown = self._totals[column.style]
            if at == 0:
                sheet.write_string(line, at, ALL[self.lang], shown)
            elif column.added:
                letter, total = _letter(at), sum(float(str(row[at])) for row in rows if row[at] is not None)
                formula = f"=SUBTOTAL({ADDED_UP},{letter}2:{letter}{last})"
                sheet.write_formula(line, at, formula, self._totals["number"], _number(total))
            else:
                sheet.write_blank(line, at, None, shown)

    def write_rows(self, sheet: Any, top: int, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> int:
        """Headers at row `top` and `rows` below them; the number of the last row written."""
        heads = [HEADERS[column.key][self.lang] for column in columns]
        for at, (column, head) in enumerate(zip(columns, heads, strict=True)):
            sheet.write_string(top, at, head, self._header if column.style in TEXTS else self._figure_header)
        _set_height(sheet, top, heads, [round(column.width * BOLD) for column in columns])
        line = top
        for line, row in enumerate(rows, top + 1):
            for at, (column, value) in enumerate(zip(columns, row, strict=True)):
                self.write_cell(sheet, line, at, column.style, value)
            wrapped = [(str(v), c.width) for c, v in zip(columns, row, strict=True) if c.style == "wrap" and v]
            _set_height(sheet, line, [text for text, _ in wrapped], [width for _, width in wrapped])
        return line

    def write_cell(self, sheet: Any, line: int, at: int, style: Style, value: object) -> None:
        """One cell by the type of `value`; None leaves it empty, a clock is minutes after midnight."""
        whole = style == "number" and isinstance(value, int | float) and float(value).is_integer()
        shown = self._formats["whole" if whole else style]
        if value is None:
            sheet.write_blank(line, at, None, shown)
        elif isinstance(value, bool):
            sheet.write_string(line, at, (YES if value else NO)[self.lang], shown)
        elif isinstance(value, int | float):
            sheet.write_number(line, at, value / MINUTES_A_DAY if style == "clock" else value, shown)
        elif isinstance(value, date):
            sheet.write_datetime(line, at, value, shown)
        else:
            sheet.write_string(line, at, str(value)[:LONGEST_CELL], shown)

    def write_note(self, sheet: Any, line: int, text: str, widths: Sequence[int]) -> int:
        """Sentences over all columns of these `widths`, as high as they need; the row after them."""
        shown = text[:LONGEST_CELL]
        sheet.merge_range(line, 0, line, len(widths) - 1, "", self._note)
        sheet.write_string(line, 0, shown, self._note)
        _set_height(sheet, line, [shown], [sum(widths)])
        return line + 1

    def write_banner(self, sheet: Any, line: int) -> None:
        """That it is a draft, over three columns."""
        sheet.merge_range(line, 0, line, 2, "", self.draft)
        sheet.write_string(line, 0, CONCEPT_LINE[self.lang], self.draft)


def _set_height(sheet: Any, line: int, texts: Sequence[str], widths: Sequence[int]) -> None:
    """As high as the longest of `texts` needs, wrapped in columns of `widths`: not every program works that out."""
    lines = max((len(wrap(text, max(1, width - 1))) for text, width in zip(texts, widths, strict=True)), default=1)
    if lines > 1:
        sheet.set_row(line, min(ROW_HEIGHT * lines, HIGHEST_ROW))


def sheet_name(text: str) -> str:
    """`text` as Excel takes it for a sheet: without the signs it forbids, and short enough."""
    return re.sub(r"[\[\]:*?/\\]", " ", text)[:LONGEST_SHEET_NAME].strip("' ")


def _literal(text: str) -> str:
    """Text in a printed header, where `&` begins a code."""
    return text[:LONGEST_HEADER].replace("&", "&&")


def _letter(at: int) -> str:
    """The letter of column `at`, from 0 on. ValueError: beyond Z."""
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[at]


def _number(value: float) -> float:
    return int(value) if value.is_integer() else round(value, 6)
