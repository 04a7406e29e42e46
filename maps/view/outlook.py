"""The days after the planned one, region by region, as far as the plan folder looks ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from optimizer.plan.rows import Row, table_rows
from optimizer.scenario.faults import Fault, InputError

COLUMNS: Final = (
    "date",
    "vr_code",
    "places",
    "occupied",
    "arrivals",
    "to_coa",
    "moved_in",
    "moved_out",
    "state_staff",
    "hired_staff",
    "care_minutes_used",
)


@dataclass(frozen=True, slots=True)
class OutlookDay:
    """A region's expected day: people may be fractions; `to_coa` leave for regular reception, `moved_…` other sites."""

    date: date
    vr_code: str
    places: float
    occupied: float
    arrivals: float
    to_coa: float
    moved_in: float
    moved_out: float
    state_staff: float
    hired_staff: float
    care_minutes_used: float


def read_outlook(folder: Path) -> tuple[OutlookDay, ...]:
    """What outlook.csv says; nothing where the folder has none: a plan of one day. InputError: every broken cell."""
    if not (folder / "outlook.csv").exists():
        return ()
    faults: list[Fault] = []
    days = tuple(_day(row) for row in table_rows(folder, "outlook", faults, COLUMNS))
    if faults:
        raise InputError(faults)
    return days


def _day(row: Row) -> OutlookDay:
    return OutlookDay(
        row.read("date", date.fromisoformat, "a date, YYYY-MM-DD", date.min),
        row.text("vr_code"),
        *(row.number(column) for column in COLUMNS[2:]),
    )
