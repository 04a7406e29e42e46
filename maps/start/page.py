"""The start page, made from the book alone; it leads only to what is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from maps.kit.book import Book, Writer
from maps.kit.page import render
from maps.kit.tables import Row, Table, cells_of, plain
from maps.national.tables import region_table
from maps.national.words import attention, day_details, day_sentence, four_numbers
from maps.sheets.duty import page_of
from maps.texts import Texts
from maps.view.day import DayView, ReasonView
from optimizer.plan.report.explain import EXPLAINED

PATH: Final = "index.html"
SCRIPTS: Final = ("workbook.js", "table.js")
# Text and file, in the order of use; those that speak of households are for planners alone.
FILES: Final = (
    ("start.file.map", "map.html"),
    ("start.file.day_sheets", "day-sheets.pdf"),
    ("start.file.buses", "buses.pdf"),
    ("start.file.report", "report.xlsx"),
    ("start.file.gpkg", "plan.gpkg"),
    ("start.file.glossary", "glossary.html"),
)
PERSONAL: Final = frozenset({"report.xlsx", "assignments.csv", "unplaced.csv"})
_TABLES: Final = (".csv", ".json")


@dataclass(frozen=True, slots=True)
class File:
    """A file of the plan folder, what it is called, and whether it speaks of households."""

    path: str
    name: str
    personal: bool


def start_page(book: Book) -> bytes:
    """The whole page, needing nothing beside it but what it leads to."""
    view, texts = book.view, book.texts
    return render(
        "start.html",
        PATH,
        book,
        scripts=SCRIPTS,
        sentence=day_sentence(view, texts),
        details=day_details(view, texts),
        numbers=four_numbers(view),
        notices=attention(view, texts),
        today=_table(book),
        reasons=reason_table(view, texts),
        files=[file for file in _files(texts) if file.path in book.files],
        buses=list(_buses(book)),
        tables=[File(path, path, path in PERSONAL) for path in sorted(book.files) if path.endswith(_TABLES)],
    )


WRITER: Final = Writer(paths=lambda view: (PATH,), write=lambda book: {PATH: start_page(book)})


def _table(book: Book) -> Table:
    """The regions as the map has them, under a heading of its own."""
    table = region_table(book.view, book.texts)
    return Table("today", table.columns, table.figures, table.rows, table.total)


def reason_table(view: DayView, texts: Texts) -> Table:
    """Why people have no place: how many for which reason, and what a planner can do about it."""

    def row(reason: ReasonView) -> Row:
        explained = EXPLAINED.get(reason.code)
        means = explained.means[texts.lang] if explained else texts("reason.other")
        to_do = explained.to_do[texts.lang] if explained else None
        return Row.of(reason.code, (means, reason.seekers, reason.holders, to_do), texts)

    columns = ("reason", "reason_seekers", "reason_holders", "reason_to_do")
    sums = (sum(reason.seekers for reason in view.reasons), sum(reason.holders for reason in view.reasons))
    total = cells_of((texts("region.together"), *sums, ""), texts)
    return Table("reasons", columns, frozenset(columns[1:3]), tuple(map(row, view.reasons)), total)


def _files(texts: Texts) -> Iterator[File]:
    for key, path in FILES:
        yield File(path, texts(key), path in PERSONAL)


def _buses(book: Book) -> Iterator[File]:
    """The list of every bus that drives, in the order of its first trip."""
    for bus_id in dict.fromkeys(trip.bus_id for trip in book.view.trips):
        if (path := page_of(bus_id)) in book.files:
            yield File(path, plain(bus_id), personal=False)
