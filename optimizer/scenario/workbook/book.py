"""Sheets, headers, cells and checks of the workbook; the same tables give the same bytes."""

from __future__ import annotations

import datetime
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from optimizer.scenario.reading.cells import Cell
from optimizer.scenario.reading.settings import SETTINGS, default_of
from optimizer.scenario.regions import municipality_facts, region_facts
from optimizer.scenario.tables import DAY_TABLES, TABLES
from optimizer.scenario.workbook.columns import DAYS, LAST_ROW, LISTS, Column, columns_of
from optimizer.scenario.workbook.texts import CODE_HEADERS, GUIDE, PHRASES, POLICY_EN, POLICY_NL, SHEETS, Lang

Rows = Sequence[Mapping[str, object]]
CREATED: Final = datetime.datetime(2023, 1, 1)  # noqa: DTZ001 - fixed, so that the bytes stay the same
SAFE: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
NUMBERS: Final = {Cell.WHOLE: "0", Cell.NUMBER: "General", Cell.DEGREES: "0.00000", Cell.DATE: "yyyy-mm-dd"}


def write_workbook(tables: Mapping[str, Rows], file: Path, *, lang: Lang = "nl") -> None:
    """Write the tables (as `make_sample` gives them) as one workbook, whole or not at all; an old file is replaced.

    Sheets for several days are there only when their tables are given.
    Sheet and column names are the contract's in both languages; `lang` is that of the explanation and the notes.
    """
    _write(tables, file, lang, "sample")


def write_template(file: Path, *, lang: Lang = "nl") -> None:
    """Write the same workbook without any row: what a planner fills in. An old file is replaced."""
    policy = [{"key": key, "value": None} for key in ("date", "days", *SETTINGS)]
    _write({"policy": policy} | dict.fromkeys(TABLES, ()), file, lang, "template")


def _write(tables: Mapping[str, Rows], file: Path, lang: Lang, guide: str) -> None:
    target = file.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as scratch:
        new = Path(scratch) / "new.xlsx"
        with xlsxwriter.Workbook(new, SAFE) as book:
            book.set_properties({"title": PHRASES["title"][lang], "created": CREATED})
            book.set_size(24_000, 14_000)
            pen = _Pen(book, lang)
            names = [name for name in TABLES if name in DAY_TABLES or name in tables]
            pen.guide(guide, names)
            pen.policy(tables["policy"])
            for name in names:
                pen.table(name, tables.get(name, []))
            pen.lists()
        new.replace(target)


class _Pen:
    """Writes sheets into one book, in one language."""

    def __init__(self, book: Any, lang: Lang) -> None:
        self._book, self._lang = book, lang
        self._header = book.add_format({"bold": True, "bg_color": "#DCE6F1", "bottom": 1})
        self._required = book.add_format({"bold": True, "bg_color": "#FFE699", "bottom": 1})
        self._text = book.add_format({"num_format": "@"})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._bold = book.add_format({"bold": True, "valign": "top"})
        self._title = book.add_format({"bold": True, "font_size": 16})
        self._date = book.add_format({"num_format": NUMBERS[Cell.DATE], "align": "left"})
        self._formats = {cell: book.add_format({"num_format": shape}) for cell, shape in NUMBERS.items()}

    def guide(self, which: str, tables: Sequence[str]) -> None:
        """The sheet of explanation: what this is, how to use it, and what each sheet holds."""
        sheet = self._book.add_worksheet(PHRASES["guide"][self._lang])
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 20)
        sheet.set_column(1, 1, 100)
        sheet.write_string(0, 0, PHRASES["title"][self._lang], self._title)
        lines = [*GUIDE[which][self._lang], *GUIDE["both"][self._lang], ("", "")]
        lines += [(name, SHEETS[name][self._lang]) for name in ("policy", *tables, LISTS)]
        for row, (left, right) in enumerate(lines, start=2):
            sheet.write_string(row, 0, left, self._bold)
            sheet.write_string(row, 1, right, self._wrapped)

    def policy(self, rows: Rows) -> None:
        """The sheet `policy`: key, value, and beside it the default and the meaning."""
        sheet = self._book.add_worksheet("policy")
        for column, (name, width) in enumerate((("key", 30), ("value", 24), ("default", 28), ("meaning", 95))):
            sheet.write_string(0, column, name, self._required if column < 2 else self._header)
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 1)
        for number, row in enumerate(rows, start=1):
            key = str(row["key"])
            sheet.write_string(number, 0, key, self._text)
            self._policy_value(sheet, number, key, row["value"])
            sheet.write_string(number, 2, self._default(key), self._text)
            meaning = POLICY_NL[key] if self._lang == "nl" else POLICY_EN.get(key) or SETTINGS[key].meaning
            sheet.write_string(number, 3, meaning.replace("`", ""))

    def _default(self, key: str) -> str:
        if key not in SETTINGS:
            return PHRASES[f"policy_{key}"][self._lang]
        value = default_of(key)
        return f"{value // 60:02d}:{value % 60:02d}" if key == "day_starts" else _listed(value)

    def _policy_value(self, sheet: Any, number: int, key: str, value: object) -> None:
        if isinstance(value, datetime.date) or key == "date":
            rule = {"validate": "date", "criteria": "between", "minimum": DAYS[0], "maximum": DAYS[1]}
            sheet.data_validation(number, 1, number, 1, rule)
        if value is None:
            sheet.write_blank(number, 1, None, self._date if key == "date" else self._text)
        elif isinstance(value, datetime.date):
            sheet.write_datetime(number, 1, value, self._date)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            sheet.write_number(number, 1, value)
        else:
            sheet.write_string(number, 1, _listed(value), self._text)

    def table(self, name: str, rows: Rows) -> None:
        """One sheet a table: header with notes, formats and checks for the whole column, then the rows."""
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        columns = columns_of(name, self._lang)
        for place, column in enumerate(columns):
            width = max(len(column.name), *(len(_shown(row.get(column.name))) for row in rows), 8)
            sheet.set_column(place, place, min(width + 3, 60), self._formats.get(column.cell, self._text))
            sheet.write_string(0, place, column.name, self._required if column.required else self._header)
            sheet.write_comment(0, place, column.comment(self._lang), {"x_scale": 2.2, "y_scale": 1.2, "author": ""})
            rule = column.validation(xl_col_to_name(place))
            if rule is not None:
                sheet.data_validation(1, place, LAST_ROW - 1, place, rule | self._refusal(column))
        for number, row in enumerate(rows, start=1):
            for place, column in enumerate(columns):
                self._cell(sheet, number, place, column.cell, row.get(column.name))
        sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)

    def _refusal(self, column: Column) -> dict[str, str]:
        """What Excel says of a wrong cell; it allows 32 characters of title and 255 of text."""
        return {"error_title": column.name[:32], "error_message": column.comment(self._lang)[:255]}

    def _cell(self, sheet: Any, number: int, place: int, cell: Cell, value: object) -> None:
        if value is None:
            return
        if isinstance(value, datetime.date):
            sheet.write_datetime(number, place, value, self._formats[Cell.DATE])
        elif cell in self._formats:
            sheet.write_number(number, place, value, self._formats[cell])
        else:
            sheet.write_string(number, place, _shown(value), self._text)

    def lists(self) -> None:
        """The codes of regions and municipalities with their names, which the lists to choose from refer to."""
        sheet = self._book.add_worksheet(LISTS)
        sheet.freeze_panes(1, 0)
        regions = [(r.code, r.name) for r in region_facts()]
        towns = [(m.code, m.name, m.region) for m in sorted(municipality_facts(), key=lambda m: m.code)]
        for place, (name, width) in enumerate(CODE_HEADERS[self._lang]):
            sheet.write_string(0, place, name, self._header)
            sheet.set_column(place, place, width, self._text)
        for first, rows in ((0, regions), (2, towns)):
            for number, row in enumerate(rows, start=1):
                for place, value in enumerate(row, start=first):
                    sheet.write_string(number, place, value, self._text)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _listed(value: object) -> str:
    """A policy value as text: true, 07:00, [2, 10, 25, 45]."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        value = list(value)
    return json.dumps([int(v) if float(v).is_integer() else v for v in value] if isinstance(value, list) else value)
