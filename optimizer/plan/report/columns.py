"""The columns of every table of the workbook."""

from __future__ import annotations

from typing import Final

from optimizer.plan.report.book import Column, Style

LEVEL_COLUMNS: Final = (
    Column("level", "wrap", 50),
    Column("value", "number", 13),
    Column("bound", "number", 13),
    Column("proof", "wrap", 32),
)
REGION_COLUMNS: Final = (
    Column("vr_code", width=8),
    Column("name", width=26),
    Column("agreed", "whole", 13, added=True),
    Column("occupied_before", "whole", 11, added=True),
    Column("arrivals", "whole", 11, added=True),
    Column("occupied_after", "whole", 11, added=True),
    Column("load", "share", 11),
    Column("room", "whole", 11, added=True),
    Column("binds", "wrap", 28),
    Column("overload", "wrap", 30),
)
CAPACITY_COLUMNS: Final = (
    Column("vr_code", width=8),
    Column("name", width=26),
    Column("staff_needed", "number", 11, added=True),
    Column("own_staff", "number", 11, added=True),
    Column("state_staff", "whole", 11, added=True),
    Column("state_staff_max", "whole", 11, added=True),
    Column("hired_staff", "whole", 12, added=True),
    Column("hired_staff_max", "whole", 12, added=True),
    Column("care_minutes_used", "number", 14, added=True),
    Column("care_minutes_limit", "number", 14),
)
SITE_COLUMNS: Final = (
    Column("site", width=9),
    Column("name", "wrap", 26),
    Column("region", "wrap", 17),
    Column("municipality", "wrap", 16),
    Column("tranche", width=9),
    Column("status", width=10),
    Column("in_use", width=10),
    Column("opened", width=9),
    Column("closes_on", "date"),
    Column("places", "whole", 10, added=True),
    Column("occupied_before", "whole", 11, added=True),
    Column("arrivals", "whole", 10, added=True),
    Column("occupied_after", "whole", 11, added=True),
    Column("free", "whole", 9, added=True),
    Column("care_level", "whole", 12),
    Column("wheelchair_places", "whole", 12, added=True),
    Column("minors", width=8),
)
MUNICIPALITY_COLUMNS: Final = (
    Column("gm_code", width=15),
    Column("municipality", width=26),
    Column("region", width=26),
    Column("offered", "whole", 14, added=True),
    Column("used", "whole", 14, added=True),
    Column("waiting", "whole", 14, added=True),
    Column("overdue", "whole", 14, added=True),
)
EXCHANGE_COLUMNS: Final = (
    Column("province", width=20),
    Column("linked_to", width=26),
    Column("takes_cno_places", "whole", 14),
    Column("housed_by", width=26),
    Column("gives_housing", "whole", 14),
    Column("households", "whole", 14, added=True),
    Column("persons", "whole", added=True),
)
RIDE_COLUMNS: Final = (
    Column("trip", width=8),
    Column("bus", width=10),
    Column("from", "wrap", 28),
    Column("departs", "clock"),
    Column("stop", "whole", 8),
    Column("site", "wrap", 34),
    Column("arrives", "clock"),
)
TRIP_COLUMNS: Final = (
    *RIDE_COLUMNS,
    Column("alighting", "whole", added=True),
    Column("aboard", "whole"),
    Column("drive_minutes", "number"),
)
NEEDS_COLUMNS: Final = (
    Column("persons", "whole", 10, added=True),
    Column("care_level", "whole"),
    Column("wheelchairs", "whole", 13, added=True),
    Column("minor_alone", width=15),
)
RIDER_COLUMNS: Final = (*RIDE_COLUMNS, Column("household", width=16), *NEEDS_COLUMNS)
HOUSEHOLD_COLUMNS: Final = (
    Column("household", width=14),
    Column("kind", width=15),
    *NEEDS_COLUMNS,
    Column("from", "wrap", 22),
    Column("outcome", width=15),
    Column("destination", width=13),
    Column("name", "wrap", 26),
    Column("region", "wrap", 18),
    Column("municipality", "wrap", 17),
    Column("trip", width=8),
)
UNPLACED_COLUMNS: Final = (
    Column("household", width=14),
    Column("kind", width=15),
    Column("persons", "whole", 10, added=True),
    Column("care_level", "whole"),
    Column("from", "wrap", 22),
    Column("municipality", "wrap", 18),
    Column("reason", "wrap", 46),
    Column("to_do", "wrap", 38),
    Column("code", width=28),
)
REASON_COLUMNS: Final = (
    Column("code", width=30),
    Column("means", "wrap", 60),
    Column("to_do", "wrap", 60),
    Column("households", "whole", 14, added=True),
    Column("persons", "whole", 12, added=True),
)
# A region's own sheet: several tables below each other share these widths.
REGION_SHEET_WIDTHS: Final = (30, 12, 13, 12, 13, 12, 13, 15, 16, 22, 22)


def _sharing(*columns: tuple[str, Style]) -> tuple[Column, ...]:
    return tuple(Column(key, style, width) for (key, style), width in zip(columns, REGION_SHEET_WIDTHS, strict=False))


ARRIVAL_COLUMNS: Final = _sharing(
    ("site", "wrap"),
    ("arrives", "clock"),
    ("bus", "wrap"),
    ("trip", "text"),
    ("households", "whole"),
    ("persons", "whole"),
    ("wheelchairs", "whole"),
    ("minors_alone", "whole"),
    ("care_from_1", "wrap"),
    ("sizes", "wrap"),
    ("from", "wrap"),
)
FACT_COLUMNS: Final = _sharing(("tonight", "text"), ("needed", "number"), ("available", "number"))
OWN_SITE_COLUMNS: Final = _sharing(
    ("site", "wrap"),
    ("places", "whole"),
    ("occupied_before", "whole"),
    ("arrivals", "whole"),
    ("occupied_after", "whole"),
    ("free", "whole"),
    ("care_level", "whole"),
    ("opened", "text"),
    ("status", "text"),
    ("closes_on", "date"),
    ("municipality", "wrap"),
)
OWN_HOUSING_COLUMNS: Final = _sharing(
    ("municipality", "wrap"),
    ("offered", "whole"),
    ("used", "whole"),
    ("waiting", "whole"),
    ("overdue", "whole"),
)
