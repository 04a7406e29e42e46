"""All that is carried along and hung up, as one kind of page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from maps.kit.book import Book, Writer
from maps.sheets.bus_page import bus_page
from maps.sheets.bus_sheet import bus_pdf
from maps.sheets.day_sheet import day_sheets_pdf
from maps.sheets.duty import duties
from maps.view.day import DayView
from maps.view.region import RegionView

BUSES_PDF = "buses.pdf"
DAY_SHEETS_PDF = "day-sheets.pdf"


def sheets_writer(day: DayView, regions: Sequence[RegionView]) -> Writer:
    """Bus lists as pages and as one PDF, day sheets as one PDF. InputError: what `duties` raises."""
    driven = duties(day, regions)

    def write(book: Book) -> Mapping[str, bytes]:
        pages = {duty.page: bus_page(book, duty) for duty in driven}
        return pages | {
            BUSES_PDF: bus_pdf(book.view, driven, book.texts),
            DAY_SHEETS_PDF: day_sheets_pdf(book.view, regions, book.texts),
        }

    return Writer(lambda _: (BUSES_PDF, DAY_SHEETS_PDF, *(duty.page for duty in driven)), write)
