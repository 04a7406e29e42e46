"""The first sheet: the day on one page, and what is where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from optimizer.plan.notices import notice_text
from optimizer.plan.plan import LEVEL_NAMES
from optimizer.plan.report.book import Book
from optimizer.plan.report.columns import LEVEL_COLUMNS
from optimizer.plan.report.day import ReportDay
from optimizer.plan.report.texts import CONTENTS, LEVELS, SHEETS, SUMMARY, proof_text
from optimizer.plan.texts import STATUSES
from optimizer.scenario.entities import Kind

WIDTHS = [column.width for column in LEVEL_COLUMNS]


def add_summary(book: Book, day: ReportDay, tables: Sequence[str], region_sheets: Sequence[str]) -> None:
    """Persons, goals with their proof, what is too much, the other sheets, and where the plan came from.

    `tables`: the keys of the sheets that are one table each.
    """
    sheet, plan, lang = (
        book.add_sheet(SHEETS["summary"][day.lang], WIDTHS, personal=False, upright=True),
        day.plan,
        day.lang,
    )
    sheet.write_string(0, 0, book.heading, book.title)
    book.write_banner(sheet, 1)
    line = _pairs(book, sheet, 3, _facts(day))
    days = 1 if plan.outlook is None else plan.outlook.days
    title = SUMMARY["levels" if days == 1 else "levels_days"][lang].format(days)
    sheet.write_string(line + 1, 0, title, book.section)
    levels = ((LEVELS[v.name][lang], v.value, v.bound, proof_text(v, lang)) for v in plan.levels)
    line = book.write_rows(sheet, line + 2, LEVEL_COLUMNS, levels)
    if plan.outlook is not None:
        line = _levels_today(book, sheet, line + 2, plan.outlook.levels_today)
    overloads = [f"{r.vr_code} {r.name}: {text}" for r in plan.regions for text in day.overloads(r)]
    line = _listing(book, sheet, line + 2, "overloads", overloads)
    line = _listing(book, sheet, line + 1, "warnings", [notice_text(text, lang)[0] for text in plan.warnings])
    line = _contents(book, sheet, line + 1, tables, region_sheets)
    sheet.write_string(line + 1, 0, SUMMARY["made"][lang], book.section)
    _pairs(book, sheet, line + 2, {"version": plan.version, "scenario_sha256": plan.scenario_sha256})


def _levels_today(book: Book, sheet: Any, line: int, values: Sequence[float]) -> int:
    """The goals of the first of several days alone from row `line` on; the last row of them."""
    sheet.write_string(line, 0, SUMMARY["levels_today"][book.lang], book.section)
    for at, (name, value) in enumerate(zip(LEVEL_NAMES, values, strict=True), line + 1):
        book.write_cell(sheet, at, 0, "text", LEVELS[name][book.lang])
        book.write_cell(sheet, at, 1, "number", value)
    return line + len(values)


def _facts(day: ReportDay) -> dict[str, object]:
    """How good the plan is, and its people; those without a place by who they are."""
    persons = Counter[str]()
    for unplaced in day.plan.unplaced:
        persons[unplaced.kind] += unplaced.persons
    outside: dict[str, object] = {f"unplaced_{kind}": persons[kind] for kind in Kind}
    status: dict[str, object] = {"status": STATUSES[day.plan.status][day.lang]}
    return status | asdict(day.plan.counts) | outside | {"buses_used": day.plan.buses_used}


def _pairs(book: Book, sheet: Any, line: int, facts: dict[str, object]) -> int:
    """One fact a row from row `line` on; the first row after them."""
    for at, (key, value) in enumerate(facts.items(), line):
        book.write_cell(sheet, at, 0, "text", SUMMARY[key][book.lang])
        book.write_cell(sheet, at, 1, "whole" if isinstance(value, int) else "text", value)
    return line + len(facts)


def _listing(book: Book, sheet: Any, line: int, key: str, texts: Sequence[str]) -> int:
    """A heading at row `line` and a text a row below it; the first row after them."""
    sheet.write_string(line, 0, SUMMARY[key][book.lang], book.section)
    for text in texts or [SUMMARY["none"][book.lang]]:
        line = book.write_note(sheet, line + 1, text, WIDTHS) - 1
    return line + 1


def _contents(book: Book, sheet: Any, line: int, keys: Sequence[str], region_sheets: Sequence[str]) -> int:
    """Every other sheet as a link, with what it is for; the first row after them."""
    sheet.write_string(line, 0, SUMMARY["contents"][book.lang], book.section)
    tables = [(SHEETS[key][book.lang], CONTENTS[key][book.lang]) for key in keys]
    regions = [(name, CONTENTS["region"][book.lang]) for name in region_sheets]
    for at, (name, purpose) in enumerate((*tables, *regions), line + 1):
        quoted = name.replace("'", "''")
        sheet.write_url(at, 0, f"internal:'{quoted}'!A1", book.link, name)
        sheet.write_string(at, 1, purpose)
    return line + len(tables) + len(regions) + 1
