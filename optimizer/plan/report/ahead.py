"""The sheets of a plan of several days: the country and its regions day by day, targets, missing homes, changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import astuple
from typing import Final

from optimizer.plan.outlook import Outlook
from optimizer.plan.report.book import Column
from optimizer.plan.report.causes import causes_words
from optimizer.plan.report.day import ReportDay

Row = tuple[object, ...]
COUNTRY_COLUMNS: Final = (
    Column("date", "date"),
    Column("inflow", "number", added=True),
    Column("waiting_seekers", "number"),
    Column("arrivals", "number", added=True),
    Column("unsheltered", "number", 13, added=True),
    Column("to_coa", "number", 14, added=True),
    Column("ready", "number", 15),
    Column("housed", "number", 15, added=True),
    Column("coa_places_left", "number", 14),
    Column("buses_used", "number"),
)
OUTLOOK_COLUMNS: Final = (
    Column("date", "date"),
    Column("vr_code", width=8),
    Column("region", width=26),
    Column("agreed", "whole", 13),
    Column("residents", "number"),
    Column("arrivals", "number", added=True),
    Column("to_coa", "number", 14, added=True),
    Column("moved_in", "number", 14, added=True),
    Column("moved_out", "number", 14, added=True),
    Column("state_staff", "number"),
    Column("hired_staff", "number"),
    Column("care_minutes_used", "number", 14),
)
TARGET_COLUMNS: Final = (
    Column("gm_code", width=15),
    Column("municipality", width=26),
    Column("region", width=26),
    Column("target", "whole", 14, added=True),
    Column("realised", "whole", 14, added=True),
    Column("planned", "number", added=True),
    Column("expected", "number", added=True),
    Column("behind", "number", added=True),
)
SHORTAGE_COLUMNS: Final = (
    Column("week", "whole", 8),
    Column("until", "date"),
    Column("gm_code", width=15),
    Column("municipality", width=26),
    Column("region", width=26),
    Column("home_for", "whole"),
    Column("wheelchair"),
    Column("homes_missing", "number", 14),
    Column("persons", "number"),
)
CHANGE_COLUMNS: Final = (
    Column("date", "date"),
    Column("region", width=26),
    Column("before", "number"),
    Column("after", "number"),
    Column("why", "wrap", 60),
)


def country_rows(day: ReportDay) -> Iterator[Row]:
    """The country, a row a day."""
    yield from map(astuple, _outlook(day).country)


def outlook_rows(day: ReportDay) -> Iterator[Row]:
    """Every region on every day."""
    for row in _outlook(day).regions:
        first, code, *figures = astuple(row)
        yield (first, code, day.regions[row.vr_code], *figures)


def target_rows(day: ReportDay) -> Iterator[Row]:
    """Every municipality that has a target, those furthest behind first."""
    for row in sorted(_outlook(day).targets, key=lambda target: (-target.behind, target.gm_code)):
        figures = (row.target, row.realised, row.planned, row.expected, row.behind)
        yield (row.gm_code, row.name, day.regions.get(row.vr_code), *figures)


def shortage_rows(day: ReportDay) -> Iterator[Row]:
    """Missing homes at the end of each week, by municipality and size."""
    for row in _outlook(day).shortages:
        town = (row.gm_code, day.towns.get(row.gm_code, row.gm_code), day.regions.get(row.vr_code))
        yield (row.week, row.until, *town, row.size, row.wheelchair, row.households, row.persons)


def change_rows(day: ReportDay) -> Iterator[Row]:
    """Arrivals that are told otherwise than by the earlier plan."""
    for row in _outlook(day).changes or ():
        why = causes_words(row.why, day.lang, day.names)
        yield (row.date, f"{row.vr_code} {day.regions[row.vr_code]}", row.before, row.after, why)


def _outlook(day: ReportDay) -> Outlook:
    if day.plan.outlook is None:
        raise ValueError("a plan of one day has no outlook")
    return day.plan.outlook


Table = tuple[tuple[Column, ...], Callable[[ReportDay], Iterator[Row]], bool]


def tables_ahead(day: ReportDay) -> dict[str, Table]:
    """The sheets that this plan has of later days: none when it is of one day."""
    outlook = day.plan.outlook
    if outlook is None:
        return {}
    tables: dict[str, Table] = {
        "country": (COUNTRY_COLUMNS, country_rows, False),
        "outlook": (OUTLOOK_COLUMNS, outlook_rows, False),
    }
    if outlook.targets:
        tables["targets"] = (TARGET_COLUMNS, target_rows, False)
    if outlook.shortages:
        tables["shortages"] = (SHORTAGE_COLUMNS, shortage_rows, False)
    if outlook.changes is not None:
        tables["changes"] = (CHANGE_COLUMNS, change_rows, False)
    return tables
