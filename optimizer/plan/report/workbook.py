"""Which sheets the workbook has, and in which order."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Final

from optimizer.plan.details.build import plan_details
from optimizer.plan.plan import Plan
from optimizer.plan.report.ahead import Table, tables_ahead
from optimizer.plan.report.book import Book
from optimizer.plan.report.columns import (
    CAPACITY_COLUMNS,
    EXCHANGE_COLUMNS,
    HOUSEHOLD_COLUMNS,
    MUNICIPALITY_COLUMNS,
    REASON_COLUMNS,
    REGION_COLUMNS,
    RIDER_COLUMNS,
    SITE_COLUMNS,
    TRIP_COLUMNS,
    UNPLACED_COLUMNS,
)
from optimizer.plan.report.day import ReportDay
from optimizer.plan.report.region_sheet import add_region_sheet, name_of, regions_with_sheets
from optimizer.plan.report.rows import (
    capacity_rows,
    exchange_rows,
    household_rows,
    municipality_rows,
    reason_rows,
    region_rows,
    rider_rows,
    site_rows,
    trip_rows,
    unplaced_rows,
)
from optimizer.plan.report.summary import add_summary
from optimizer.plan.report.texts import SHEETS, SUMMARY, day_text
from optimizer.plan.texts import Lang
from optimizer.scenario.entities import Scenario

AS_TEXT: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# The sheets that are one table each: columns, rows, and whether they speak of single households.
TABLES: Final[dict[str, Table]] = {
    "regions": (REGION_COLUMNS, region_rows, False),
    "capacity": (CAPACITY_COLUMNS, capacity_rows, False),
    "sites": (SITE_COLUMNS, site_rows, False),
    "municipalities": (MUNICIPALITY_COLUMNS, municipality_rows, False),
    "exchange": (EXCHANGE_COLUMNS, exchange_rows, False),
    "trips": (TRIP_COLUMNS, trip_rows, False),
    "riders": (RIDER_COLUMNS, rider_rows, True),
    "households": (HOUSEHOLD_COLUMNS, household_rows, True),
    "unplaced": (UNPLACED_COLUMNS, unplaced_rows, True),
    "reasons": (REASON_COLUMNS, reason_rows, False),
}


def write_report(plan: Plan, scenario: Scenario, file: Path, *, lang: Lang = "nl") -> None:
    """Write the workbook of `plan` to `file`; the same plan gives the same bytes."""
    import xlsxwriter

    details = plan_details(plan, scenario)
    limits = {region.vr_code: region for region in details.limits or ()}
    day = ReportDay(plan, scenario, details.arrivals or (), limits, lang, details.exchanged)
    tables: dict[str, Table] = {
        key: table for key, table in TABLES.items() if key != "exchange" or day.exchanged is not None
    } | tables_ahead(day)
    with xlsxwriter.Workbook(file, {**AS_TEXT, "in_memory": True}) as workbook:
        heading = SUMMARY["title"][lang].format(day_text(plan.date, lang))
        workbook.set_properties({"title": heading, "created": datetime.combine(plan.date, time(), UTC)})
        book = Book(workbook, lang, heading)
        own = regions_with_sheets(day)
        add_summary(book, day, tuple(tables), [name_of(tally) for tally in own])
        for key, (cells, make, personal) in tables.items():
            book.add_table(SHEETS[key][lang], cells, make(day), personal=personal)
        for tally in own:
            add_region_sheet(book, day, tally)
